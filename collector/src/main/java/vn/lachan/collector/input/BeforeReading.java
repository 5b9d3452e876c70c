package vn.lachan.collector.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Does something before it waits for more bytes, so that what is complete is not held up. */
final class BeforeReading extends FilterInputStream {
  private final Act act;

  /** What is done. */
  interface Act {
    void run() throws IOException, InterruptedException;
  }

  BeforeReading(InputStream in, Act act) {
    super(in);
    this.act = act;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      act.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
    return in.read(bytes, offset, length);
  }
}
