package vn.lachan.collector.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Log files that were rotated and packed with gzip: each is unpacked once, beside the positions,
 * and is then read as if it had been found plain. Remembers which were read to their end. For one
 * thread.
 */
final class PackedFiles {
  private static final String LINE = "packed";

  private final Path plain;
  private final long largest;

  /** What was read to its end, or cannot be read: where it is, by what tells it from others. */
  private final Map<String, Path> done = new HashMap<>();

  /** What was there when last looked; gzip may still be writing what was not. */
  private final Map<Path, String> seen = new HashMap<>();

  /** Until when those wait that were put off. */
  private final Map<String, Long> waiting = new HashMap<>();

  /**
   * @param folder where a file is while it is read
   * @param largest bytes a file may have when it is unpacked
   */
  PackedFiles(Path folder, String name, long largest) {
    this.plain = folder.resolve(name + ".unpacked");
    this.largest = largest;
  }

  /** Takes what {@link #toLines} wrote; false when the line is of somebody else. */
  boolean load(String line) {
    String[] parts = line.split("\t", 3);
    if (parts.length != 3 || !parts[0].equals(LINE)) {
      return false;
    }
    done.put(parts[1], Path.of(parts[2]));
    return true;
  }

  /** What was read, without what is gone. */
  List<String> toLines() {
    done.values().removeIf(path -> !Files.exists(path));
    seen.keySet().removeIf(path -> !Files.exists(path));
    return done.entrySet().stream()
        .map(entry -> String.join("\t", LINE, entry.getKey(), entry.getValue().toString()))
        .sorted()
        .toList();
  }

  /**
   * What tells this file from every other, also from one that has its inode later; empty while it
   * is new, was read already, or is gone.
   */
  Optional<String> unread(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    String key =
        attributes.fileKey()
            + ":"
            + attributes.size()
            + ":"
            + attributes.lastModifiedTime().toMillis();
    boolean still = key.equals(seen.put(path, key));
    Long until = waiting.get(key);
    boolean now = until == null || System.nanoTime() - until > 0;
    return still && now && !done.containsKey(key) ? Optional.of(key) : Optional.empty();
  }

  /** As {@link FilePosition#headOf}; empty when it has no complete first line, or is no gzip. */
  Optional<String> head(Path path) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return FilePosition.headOf(in.readNBytes(FilePosition.LONGEST_HEAD));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Unpacks it; what was unpacked before is gone then.
   *
   * @throws DamagedException when it can never be unpacked
   * @throws IOException when it cannot be unpacked now: no room, no right
   */
  Path unpack(Path path) throws IOException {
    clear();
    boolean whole = false;
    try (InputStream packed = Files.newInputStream(path);
        OutputStream out = made()) {
      unpack(path, packed, out);
      whole = true;
    } finally {
      if (!whole) {
        clear();
      }
    }
    return plain;
  }

  /** Holds what nobody has looked at yet, and may be of a file that few may read. */
  private OutputStream made() throws IOException {
    if (plain.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          plain,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.newOutputStream(plain);
  }

  private void unpack(Path path, InputStream packed, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = new GZIPInputStream(packed, 64 << 10)) {
      long left = largest;
      int read = in.read(buffer);
      while (read >= 0) {
        left -= read;
        if (left < 0) {
          throw new DamagedException("it has more than " + largest + " bytes unpacked");
        }
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (ZipException | EOFException e) {
      throw new DamagedException(path.getFileName() + ": " + e.getMessage());
    }
  }

  /** A file that is cut, broken or too large, and stays so. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** Looks at it again only after {@code pause}, or at the next start. */
  void later(String key, Duration pause) throws IOException {
    waiting.put(key, System.nanoTime() + pause.toNanos());
    clear();
  }

  /** Is not read again, whatever became of it. */
  void done(String key, Path path) throws IOException {
    done.put(key, path);
    waiting.remove(key);
    clear();
  }

  /** Takes away what is unpacked. */
  void clear() throws IOException {
    Files.deleteIfExists(plain);
  }
}
