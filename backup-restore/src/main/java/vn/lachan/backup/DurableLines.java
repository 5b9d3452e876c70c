package vn.lachan.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that only grows. A line is on the disk when {@link #append} returns; a line torn
 * by a crash is left as it is and the next one begins on a line of its own. Readable by its owner
 * alone. One process at a time writes a file; safe for several threads. Failures are {@link
 * BackupHistoryException}s.
 */
public final class DurableLines {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path file;
  private final Path folder;

  /** Lines of {@code file}, whose folder is made when it is not there. */
  public DurableLines(Path file) {
    this.file = file.toAbsolutePath();
    this.folder = this.file.resolveSibling(".").normalize();
    try {
      Files.createDirectories(folder, PRIVATE_FOLDER);
    } catch (IOException e) {
      throw new BackupHistoryException("cannot make the folder of " + file, e);
    }
  }

  /** Every line that is not empty, in the order of writing; torn ones too. */
  public synchronized List<String> read() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n", -1)).filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw new BackupHistoryException("cannot read " + file, e);
    }
  }

  /** Appends one line, without its end; also for a thread that was interrupted. */
  public synchronized void append(byte[] line) {
    boolean interrupted = Thread.interrupted(); // a channel closes itself under such a thread
    try {
      appendLine(line);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void appendLine(byte[] line) {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, PRIVATE_FILE)) {
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      boolean torn = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
      ByteBuffer text = ByteBuffer.allocate(line.length + 2);
      if (torn) {
        text.put((byte) '\n');
      }
      text.put(line).put((byte) '\n').flip();
      channel.position(end);
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
      if (end == 0) {
        force(folder);
      }
    } catch (IOException e) {
      throw new BackupHistoryException("cannot append to " + file, e);
    }
  }

  /** Makes names in {@code folder} durable. */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
