package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of patterns such as {@code /var/log/nginx/*.log}. Files packed with gzip and
 * Windows event logs, packed or not, are found apart; those packed otherwise are left out.
 */
final class FilePaths {
  private static final String GZIP = ".gz";
  private static final String EVENT_LOG = ".evtx";
  private static final List<String> PACKED = List.of(GZIP, ".bz2", ".xz", ".zst", ".zip", ".tmp");

  private FilePaths() {}

  /**
   * What patterns name at one moment.
   *
   * @param plain files as they are
   * @param packed files packed with gzip, other than event logs
   * @param eventLogs Windows event logs, packed with gzip or not
   * @param denied what this process may not look at
   */
  record Found(Set<Path> plain, Set<Path> packed, Set<Path> eventLogs, Set<Path> denied) {

    private Found() {
      this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    private void add(Path file) {
      if (isEventLog(file.toString())) {
        eventLogs.add(file);
      } else if (isGzip(file)) {
        packed.add(file);
      } else if (!isPacked(file)) {
        plain.add(file);
      }
    }
  }

  /** The files beside {@code path} that are packed with gzip. */
  static Set<Path> packedBeside(Path path) throws IOException {
    Path folder = path.getParent();
    return folder == null
        ? Set.of()
        : expand(List.of(folder.resolve("*" + GZIP).toString())).packed();
  }

  static Found expand(List<String> patterns) throws IOException {
    Found found = new Found();
    for (String pattern : patterns) {
      Path path = Path.of(pattern).toAbsolutePath().normalize();
      List<Path> level = new ArrayList<>();
      Path root = path.getRoot();
      level.add(root == null ? Path.of("/") : root);
      for (Path name : path) {
        level = descend(level, name.toString(), found.denied());
      }
      for (Path file : level) {
        try {
          if (Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            found.add(file);
          }
        } catch (AccessDeniedException _) {
          found.denied().add(file);
        } catch (IOException _) {
          // it may come later
        }
      }
    }
    return found;
  }

  private static List<Path> descend(List<Path> folders, String name, Set<Path> denied)
      throws IOException {
    List<Path> next = new ArrayList<>();
    boolean plain = name.indexOf('*') < 0 && name.indexOf('?') < 0;
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + (plain ? "*" : name));
    for (Path folder : folders) {
      if (plain) {
        next.add(folder.resolve(name));
        continue;
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          Path entryName = entry.getFileName();
          if (entryName != null && matcher.matches(entryName)) {
            next.add(entry);
          }
        }
      } catch (AccessDeniedException _) {
        denied.add(folder);
      } catch (NoSuchFileException | NotDirectoryException _) {
        // it may come later
      }
    }
    return next;
  }

  private static boolean isGzip(Path file) {
    return file.toString().endsWith(GZIP);
  }

  /**
   * Whether this file, or all files of this pattern, are Windows event logs by their name, packed
   * or not.
   */
  static boolean isEventLog(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(EVENT_LOG) || lower.endsWith(EVENT_LOG + GZIP);
  }

  private static boolean isPacked(Path file) {
    String name = file.toString();
    return PACKED.stream().anyMatch(name::endsWith);
  }

  /** What tells this file from every other there is now; null when it is gone. */
  static @Nullable String key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toString() : key.toString();
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /** The file beside {@code path} with this key: what became of it when it was renamed. */
  static @Nullable Path renamed(Path path, String key) throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return null;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry) && !isPacked(entry) && key.equals(key(entry))) {
          return entry;
        }
      }
    }
    return null;
  }
}
