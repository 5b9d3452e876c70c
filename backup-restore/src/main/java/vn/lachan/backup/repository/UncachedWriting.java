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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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

  /** Bytes of a write at once. */
  private static final int SLICE = 1 << 20;

  /** How many slices are kept for the next file: as many as there are usually writers. */
  private static final int SPARE = 4;

  /** What all usual file systems and disks want addresses and lengths to be a multiple of. */
  private static final int BLOCK = 4096;

  /** Not in the Java API, so that it may be missing. */
  private static final Optional<OpenOption> DIRECT = direct();

  private final AtomicBoolean refused = new AtomicBoolean(DIRECT.isEmpty());

  /**
   * Memory the disk can be given, outside of the heap. The JDK would make it by itself for each
   * write, and never give it back: it takes it from a cache and drops it there when its address is
   * not a multiple of the block ({@code sun.nio.ch.Util} of JDK 25).
   */
  private final BlockingQueue<ByteBuffer> spare = new ArrayBlockingQueue<>(SPARE);

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
    ByteBuffer slice = slice();
    try (FileChannel channel = FileChannel.open(file, options, rights)) {
      for (int at = 0; at < length; at += SLICE) {
        slice.clear().put(content, at, Math.min(SLICE, length - at));
        slice.position((slice.position() + BLOCK - 1) / BLOCK * BLOCK).flip();
        while (slice.hasRemaining()) {
          channel.write(slice);
        }
      }
      channel.truncate(length);
      channel.force(true);
      return true;
    } catch (IOException e) {
      refused.set(true);
      Files.deleteIfExists(file);
      return false;
    } finally {
      spare.offer(slice);
    }
  }

  private ByteBuffer slice() {
    ByteBuffer kept = spare.poll();
    return kept != null ? kept : ByteBuffer.allocateDirect(SLICE + BLOCK - 1).alignedSlice(BLOCK);
  }
}
