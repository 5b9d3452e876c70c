package vn.lachan.backup.source;

import java.nio.file.Path;
import java.util.List;

/** One thing a plan backs up. All sources of a plan go into one snapshot. */
public sealed interface BackupSource {

  /** For people: what it is and where. Holds no secret. */
  String describe();

  /**
   * Folders of this machine.
   *
   * @param folders absolute paths; links among them are followed, links below them are kept as
   *     links
   * @param excludes glob patterns, see {@link vn.lachan.backup.archive.Excludes}
   */
  record Folders(List<Path> folders, List<String> excludes) implements BackupSource {

    public Folders {
      folders = List.copyOf(folders);
      excludes = List.copyOf(excludes);
      if (folders.isEmpty() || !folders.stream().allMatch(Path::isAbsolute)) {
        throw new IllegalArgumentException("a source needs absolute folders: " + folders);
      }
    }

    @Override
    public String describe() {
      return String.join(", ", folders.stream().map(Path::toString).toList());
    }
  }
}
