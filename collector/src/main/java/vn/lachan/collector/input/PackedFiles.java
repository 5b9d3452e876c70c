package vn.lachan.collector.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

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
    return still && !done.containsKey(key) ? Optional.of(key) : Optional.empty();
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
   * @throws IOException when it is cut, damaged or too large
   */
  Path unpack(Path path) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path), 64 << 10);
        InputStream bounded =
            new Bounded(
                in,
                largest,
                () -> new IOException(path + " has more than " + largest + " bytes unpacked"));
        OutputStream out = Files.newOutputStream(plain)) {
      bounded.transferTo(out);
    }
    return plain;
  }

  /** Is not read again, whatever became of it. */
  void done(String key, Path path) throws IOException {
    done.put(key, path);
    Files.deleteIfExists(plain);
  }
}
