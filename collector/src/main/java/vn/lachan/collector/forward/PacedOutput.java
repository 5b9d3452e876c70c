package vn.lachan.collector.forward;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Lets at most so many bytes a second through, and counts them. For one thread. */
final class PacedOutput extends FilterOutputStream {
  private static final int PARTS = 20;

  private final long bytesPerSecond;
  private final int part;
  private volatile long written;
  private long free = System.nanoTime();

  /**
   * @param bytesPerSecond 0 for as many as the line takes
   */
  PacedOutput(OutputStream out, long bytesPerSecond) {
    super(out);
    this.bytesPerSecond = bytesPerSecond;
    this.part = Math.clamp(bytesPerSecond / PARTS, 64, 64 << 10);
  }

  long written() {
    return written;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int count = bytesPerSecond == 0 ? end - at : Math.min(part, end - at);
      pace(count);
      out.write(bytes, at, count);
      count(count);
      at += count;
    }
  }

  // Only the writing thread changes it; others may look.
  private void count(int bytes) {
    long before = written;
    written = before + bytes;
  }

  private void pace(int bytes) throws IOException {
    if (bytesPerSecond == 0) {
      return;
    }
    long now = System.nanoTime();
    long wait = free - now;
    if (wait > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(wait);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while waiting for the line");
      }
    }
    free = Math.max(free, now) + bytes * 1_000_000_000L / bytesPerSecond;
  }
}
