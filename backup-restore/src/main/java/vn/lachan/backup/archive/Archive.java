package vn.lachan.backup.archive;

import java.util.List;
import vn.lachan.backup.repository.StorageId;

/**
 * What an {@link Archiver} has put into the repository.
 *
 * @param tree the root, with the folders under their full paths
 * @param files every file and link in it, sorted by path
 * @param problems files that are not in it, or not as they were at one moment
 */
public record Archive(
    StorageId tree, List<ArchivedFile> files, List<FileProblem> problems, Counts counts) {

  /** How much was new, changed, and the same as in the snapshot before. */
  public record Counts(
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long dirsNew,
      long dirsChanged,
      long dirsUnmodified,
      long bytes) {

    public long files() {
      return filesNew + filesChanged + filesUnmodified;
    }
  }

  public Archive {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }
}
