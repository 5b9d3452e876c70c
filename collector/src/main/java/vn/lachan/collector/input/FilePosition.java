package vn.lachan.collector.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * How far a file was read, and how to know it again.
 *
 * @param key device and inode
 * @param head hash of its first line, which never changes while the file only grows
 * @param offset first byte not yet in the journal
 * @param before hash of the bytes before the offset: a copy has the same, another file has not
 * @param path where it was seen last
 */
record FilePosition(String key, String head, long offset, String before, String path) {
  static final int LONGEST_HEAD = 1_024;
  private static final int BEFORE = 128;
  private static final int HASH_BYTES = 12;

  /** Hash of the first line, or of 1 KiB if that is less; empty while the line is not complete. */
  static Optional<String> headOf(RandomAccessFile file) throws IOException {
    byte[] bytes = new byte[LONGEST_HEAD];
    file.seek(0);
    int length = 0;
    int read = 0;
    while (length < bytes.length && read >= 0) {
      read = file.read(bytes, length, bytes.length - length);
      length += Math.max(read, 0);
    }
    return headOf(Arrays.copyOf(bytes, length));
  }

  /** The same of the first {@link #LONGEST_HEAD} bytes of a file, or of all it has. */
  static Optional<String> headOf(byte[] beginning) {
    for (int i = 0; i < beginning.length; i++) {
      if (beginning[i] == '\n') {
        return Optional.of(hash(beginning, i + 1));
      }
    }
    return beginning.length == LONGEST_HEAD
        ? Optional.of(hash(beginning, beginning.length))
        : Optional.empty();
  }

  static String beforeOf(RandomAccessFile file, long offset) throws IOException {
    byte[] bytes = new byte[(int) Math.min(BEFORE, offset)];
    file.seek(offset - bytes.length);
    file.readFully(bytes);
    return hash(bytes, bytes.length);
  }

  static String hash(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest.digest(), HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether {@code file} holds what was read under this position. */
  boolean fits(RandomAccessFile file) throws IOException {
    return file.length() >= offset
        && headOf(file).map(head::equals).orElse(false)
        && beforeOf(file, offset).equals(before);
  }

  /** Distinguishes the file in positions of raw logs. */
  String mark() {
    byte[] bytes = (key + "\n" + head).getBytes(StandardCharsets.UTF_8);
    return hash(bytes, bytes.length);
  }

  String toLine() {
    return String.join("\t", key, head, Long.toString(offset), before, path);
  }

  static Optional<FilePosition> fromLine(String line) {
    String[] parts = line.split("\t", 5);
    if (parts.length != 5) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FilePosition(parts[0], parts[1], Long.parseLong(parts[2]), parts[3], parts[4]));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
