package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Chunker;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** Reads one file after another, cuts them and saves the pieces. For one thread at a time. */
final class FileCutter {

  private static final int LARGEST_BUFFER = 2 * Chunker.LARGEST;
  private static final int SMALLEST_BUFFER = 64 * 1024;
  private static final int READ = 1 << 20;
  private static final int SLICE = 8192;
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Repository repository;
  private final MessageDigest sha256;
  private byte[] buffer = new byte[SMALLEST_BUFFER];

  FileCutter(Repository repository) {
    this.repository = repository;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** What was read: the pieces, their sum, and the digest of the whole. */
  record Cut(List<StorageId> pieces, long size, StorageId digest) {}

  Cut cut(Path file, long expectedSize) throws IOException {
    try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
      return cut(channel, expectedSize);
    }
  }

  /** Reads {@code channel} to its end. */
  Cut cut(ReadableByteChannel channel, long expectedSize) throws IOException {
    reserve(expectedSize);
    sha256.reset();
    List<StorageId> pieces = new ArrayList<>();
    long size = 0;
    int have = 0;
    boolean ended = false;
    while (true) {
      if (have == buffer.length) {
        buffer = Arrays.copyOf(buffer, LARGEST_BUFFER); // the file grew since it was looked at
      }
      int read = ended ? 0 : fill(channel, have);
      ended = ended || have + read < buffer.length;
      have += read;
      int from = 0;
      while (from < have && (ended || have - from >= Chunker.LARGEST)) {
        int length = repository.chunker().next(buffer, from, have);
        boolean whole = ended && pieces.isEmpty() && length == have;
        if (!whole) {
          digest(from, length);
        }
        pieces.add(repository.save(BlobType.DATA, buffer, from, length));
        size += length;
        if (whole) {
          return new Cut(pieces, size, pieces.getFirst()); // the only piece is the file
        }
        from += length;
      }
      System.arraycopy(buffer, from, buffer, 0, have - from);
      have -= from;
      if (ended && have == 0) {
        return new Cut(pieces, size, StorageId.of(sha256.digest()));
      }
    }
  }

  /** Fills the buffer from {@code have} on; reads less only at the end of the file. */
  private int fill(ReadableByteChannel channel, int have) throws IOException {
    int at = have;
    while (at < buffer.length) {
      int read = channel.read(ByteBuffer.wrap(buffer, at, Math.min(READ, buffer.length - at)));
      if (read < 0) {
        break;
      }
      at += read;
    }
    return at - have;
  }

  private void digest(int offset, int length) {
    int done = 0;
    while (length - done > SLICE) {
      sha256.update(buffer, offset + done, SLICE);
      done += SLICE;
    }
    sha256.update(buffer, offset + done, length - done);
  }

  private void reserve(long expectedSize) {
    long wanted = Math.clamp(expectedSize + 1, SMALLEST_BUFFER, LARGEST_BUFFER);
    if (buffer.length < wanted) {
      buffer = new byte[(int) wanted];
    }
  }
}
