package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;

/**
 * Restored files against those of the live system that look unchanged since the backup (same size
 * and time). A difference there means silent damage on one of the two sides.
 */
final class LiveComparison {

  /** How many could be compared, and which differ. */
  record Found(long compared, List<String> differing) {}

  private LiveComparison() {}

  static Found compare(Path root, List<ManifestEntry> entries) {
    List<ManifestEntry> unchanged =
        entries.stream().filter(LiveComparison::isUnchangedLive).toList();
    List<String> differing =
        unchanged.stream().filter(e -> differs(root, e)).map(ManifestEntry::path).toList();
    return new Found(unchanged.size(), differing);
  }

  static boolean isUnchangedLive(ManifestEntry entry) {
    Optional<Path> live = RawName.resolve(Path.of("/"), entry.path());
    try {
      return !entry.isLink()
          && live.isPresent()
          && Files.isRegularFile(live.get(), LinkOption.NOFOLLOW_LINKS)
          && Files.isReadable(live.get())
          && Files.size(live.get()) == entry.size()
          && Files.getLastModifiedTime(live.get()).toInstant().equals(entry.modified());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean differs(Path root, ManifestEntry entry) {
    Optional<Path> live = RawName.resolve(Path.of("/"), entry.path());
    Optional<Path> restored = RawName.resolve(root, entry.path()).filter(Files::isRegularFile);
    if (live.isEmpty() || restored.isEmpty()) {
      return false; // missing files are named by the comparison with the manifest
    }
    try {
      return Files.mismatch(live.get(), restored.get()) >= 0 && isUnchangedLive(entry);
    } catch (IOException e) {
      return false;
    }
  }
}
