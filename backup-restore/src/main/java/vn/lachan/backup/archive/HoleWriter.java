package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import vn.lachan.backup.repository.BlobUse;

/**
 * Writes a fresh file piece after piece and leaves holes where its content is zeros, so that a
 * sparse file does not come back larger than it was. A hole reads as zeros. For one file and
 * thread.
 */
final class HoleWriter implements BlobUse {

  /** Shorter zeros are written: a hole that small saves nothing. */
  static final int SMALLEST_HOLE = 64 * 1024;

  /** The JDK copies what it writes into a buffer as large, and keeps that. */
  private static final int SLICE = 256 * 1024;

  private static final byte[] ZEROS = new byte[SMALLEST_HOLE];

  private final FileChannel channel;
  private long written;
  private boolean endsWithHole;

  /**
   * @param channel of a file that is empty
   */
  HoleWriter(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public void with(byte[] piece, int length) throws IOException {
    int from = 0;
    int at = 0;
    while (length - at >= SMALLEST_HOLE) {
      if (piece[at] == 0 && Arrays.equals(piece, at, at + SMALLEST_HOLE, ZEROS, 0, SMALLEST_HOLE)) {
        put(piece, from, at);
        from = at + SMALLEST_HOLE;
      }
      at += SMALLEST_HOLE;
    }
    put(piece, from, length);
    if (length > 0) {
      endsWithHole = from == length;
    }
    written += length;
  }

  private void put(byte[] piece, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      ByteBuffer slice = ByteBuffer.wrap(piece, at, Math.min(SLICE, to - at));
      at += channel.write(slice, written + at);
    }
  }

  /** Gives the file its length, also when it ends with a hole, and returns it. */
  long end() throws IOException {
    if (endsWithHole) {
      channel.write(ByteBuffer.wrap(new byte[1]), written - 1);
    }
    return written;
  }
}
