package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Writes a fresh file and leaves holes where its content is zeros, so that a sparse file does not
 * come back larger than it was. A hole reads as zeros.
 */
final class HoleWriter {

  /** Shorter zeros are written: a hole that small saves nothing. */
  static final int SMALLEST_HOLE = 64 * 1024;

  private static final byte[] ZEROS = new byte[SMALLEST_HOLE];

  private HoleWriter() {}

  /** Writes {@code piece} at {@code position} of a file that has nothing there yet. */
  static void write(FileChannel channel, byte[] piece, long position) throws IOException {
    int from = 0;
    int at = 0;
    while (piece.length - at >= SMALLEST_HOLE) {
      if (piece[at] == 0 && Arrays.equals(piece, at, at + SMALLEST_HOLE, ZEROS, 0, SMALLEST_HOLE)) {
        put(channel, piece, from, at, position);
        from = at + SMALLEST_HOLE;
      }
      at += SMALLEST_HOLE;
    }
    put(channel, piece, from, piece.length, position);
  }

  private static void put(FileChannel channel, byte[] piece, int from, int to, long position)
      throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(piece, from, to - from);
    while (rest.hasRemaining()) {
      channel.write(rest, position + rest.position());
    }
  }

  /** Gives the file its length, also when it ends with a hole. */
  static void end(FileChannel channel, long length) throws IOException {
    if (channel.size() < length) {
      channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
    }
  }
}
