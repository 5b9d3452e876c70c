package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.StorageId;

/**
 * Counts what several threads archive. The optional flags: empty new, true the same, false changed.
 */
final class Tally {

  private final Progress progress = Progress.current();
  private final List<ArchivedFile> files = new ArrayList<>();
  private final List<FileProblem> problems = new ArrayList<>();
  private long filesNew;
  private long filesChanged;
  private long filesUnmodified;
  private long dirsNew;
  private long dirsChanged;
  private long dirsUnmodified;
  private long bytes;

  synchronized void file(
      String path, TreeNode node, StorageId digest, Optional<Boolean> unmodified) {
    bytes += node.size();
    progress.file(path, node.size());
    if (unmodified.isEmpty()) {
      filesNew++;
    } else if (unmodified.get()) {
      filesUnmodified++;
    } else {
      filesChanged++;
    }
    files.add(
        new ArchivedFile(
            path,
            node.size(),
            node.attributes().modified(),
            Optional.of(digest),
            Optional.empty()));
  }

  synchronized void link(String path, TreeNode node) {
    Optional<String> target = Optional.of(node.linkTarget().map(RawName::toString).orElse(""));
    files.add(new ArchivedFile(path, 0, node.attributes().modified(), Optional.empty(), target));
  }

  synchronized void folder(Optional<Boolean> unmodified) {
    if (unmodified.isEmpty()) {
      dirsNew++;
    } else if (unmodified.get()) {
      dirsUnmodified++;
    } else {
      dirsChanged++;
    }
  }

  synchronized void problem(FileProblem problem) {
    problems.add(problem);
    progress.trouble();
  }

  /** What was archived until now, sorted by path. */
  synchronized List<ArchivedFile> files() {
    files.sort(Comparator.comparing(ArchivedFile::path));
    return List.copyOf(files);
  }

  synchronized Archive archive(StorageId tree) {
    files.sort(Comparator.comparing(ArchivedFile::path));
    problems.sort(Comparator.comparing(FileProblem::path));
    return new Archive(
        tree,
        files,
        problems,
        new Archive.Counts(
            filesNew, filesChanged, filesUnmodified, dirsNew, dirsChanged, dirsUnmodified, bytes));
  }
}
