package vn.lachan.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads bytes line by line, with a bound on the length of a line. */
final class Lines {
  /** No line of a trail or an export may be longer. */
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private long left;
  private long completeBytes;
  private boolean torn;

  /** Reads at most {@code limit} bytes of {@code in}. */
  Lines(InputStream in, long limit) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.left = limit;
  }

  /**
   * The next line without its line break, or null at the end. A last line that lacks its line break
   * is not returned; {@link #torn()} then says so.
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    while (left > 0) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      left--;
      if (b == '\n') {
        completeBytes += line.size() + 1;
        return line.toByteArray();
      }
      line.write(b);
      if (line.size() > MAX_LINE) {
        throw new IOException("a line is longer than " + MAX_LINE + " bytes");
      }
    }
    torn = line.size() > 0;
    return null;
  }

  /** Bytes of all complete lines returned so far. */
  long completeBytes() {
    return completeBytes;
  }

  /** Whether bytes without a line break stood at the end. */
  boolean torn() {
    return torn;
  }
}
