package vn.lachan.collector.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Ends with an error after a number of bytes, so that what is small packed cannot become huge. */
public final class Bounded extends FilterInputStream {
  private final Supplier<IOException> tooMuch;
  private long left;

  /**
   * @param limit bytes that may be read
   * @param tooMuch what is thrown when there are more
   */
  public Bounded(InputStream in, long limit, Supplier<IOException> tooMuch) {
    super(in);
    this.left = limit;
    this.tooMuch = tooMuch;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    left -= Math.max(count, 0);
    if (left < 0) {
      throw tooMuch.get();
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] thrownAway = new byte[(int) Math.min(8 << 10, Math.max(count, 0))];
    return Math.max(0, read(thrownAway, 0, thrownAway.length));
  }
}
