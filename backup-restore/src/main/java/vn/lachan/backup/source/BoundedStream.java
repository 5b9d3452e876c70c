package vn.lachan.backup.source;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Exactly the first bytes of a stream; fewer are a failure. */
final class BoundedStream extends FilterInputStream {

  private long left;

  BoundedStream(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(left, length));
    if (read < 0) {
      throw new EOFException(left + " bytes are missing");
    }
    left -= read;
    return read;
  }
}
