package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The names files have while they are restored over what is there. Safe for several threads. */
final class Unfinished {

  private static final String PREFIX = ".lachan-restore-";

  private final AtomicLong names = new AtomicLong();

  /** A name beside {@code path} that nobody else in this run uses. */
  Path beside(Path path) {
    return path.resolveSibling(PREFIX + names.incrementAndGet());
  }

  /**
   * Removes what a restore that was stopped left in {@code folder}; files that belong to the
   * snapshot are left. Call before any file of the folder is begun. Returns what went wrong.
   */
  static Optional<IOException> sweep(Path folder, List<TreeNode> belonging) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, Unfinished::isOurs)) {
      for (Path file : left) {
        RawName name = RawName.of(file);
        if (belonging.stream().noneMatch(node -> node.name().equals(name))) {
          Files.deleteIfExists(file);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private static boolean isOurs(Path file) {
    return RawName.of(file).toString().matches("\\.lachan-restore-[0-9]+")
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
