package vn.lachan.backup.repository;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes large files past the system's cache of files (O_DIRECT of open(2)): a backup does not take
 * the memory of the server it runs on, and the kernel need not copy what it would write at once.
 *
 * <p>A file system that refuses (some in memory and some over a network do) is not asked again.
 * Safe for use by several threads.
 */
final class UncachedWriting {

  /** Files smaller than this are better off in the cache: they are read again soon. */
  private static final int SMALLEST = 1 << 20;

  /** Bytes of a write at once, of which the JDK keeps a copy for each thread. */
  private static final int SLICE = 1 << 20;

  /** What all usual file systems and disks want addresses and lengths to be a multiple of. */
  private static final int BLOCK = 4096;

  /** Not in the Java API, so that it may be missing. */
  private static final Optional<OpenOption> DIRECT = direct();

  private final AtomicBoolean refused = new AtomicBoolean(DIRECT.isEmpty());

  private static Optional<OpenOption> direct() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return Arrays.stream(options)
          .filter(option -> option.toString().equals("DIRECT"))
          .findFirst()
          .map(OpenOption.class::cast);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes {@code file} with the {@code length} first bytes of {@code content} and forces it to
   * disk. Returns false, and leaves no file, when it is too small for that or could not be written
   * so: another way may do, or will say why not.
   */
  boolean write(Path file, byte[] content, int length, FileAttribute<?> rights) throws IOException {
    if (length < SMALLEST || refused.get()) {
      return false;
    }
    Set<OpenOption> options =
        Set.of(DIRECT.orElseThrow(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, rights)) {
      int whole = length / BLOCK * BLOCK;
      for (int at = 0; at < whole; at += SLICE) {
        put(channel, ByteBuffer.wrap(content, at, Math.min(SLICE, whole - at)));
      }
      if (whole < length) {
        put(channel, ByteBuffer.wrap(Arrays.copyOfRange(content, whole, whole + BLOCK)));
        channel.truncate(length);
      }
      channel.force(true);
      return true;
    } catch (IOException e) {
      refused.set(true);
      Files.deleteIfExists(file);
      return false;
    }
  }

  private static void put(FileChannel channel, ByteBuffer block) throws IOException {
    while (block.hasRemaining()) {
      channel.write(block);
    }
  }
}
