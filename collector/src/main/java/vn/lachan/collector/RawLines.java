package vn.lachan.collector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines at line feeds. Keeps at most {@code keep} bytes of a line; a line longer
 * than {@code longest} is an error of the stream. For one thread.
 */
public final class RawLines {
  private final InputStream in;
  private final int keep;
  private final long longest;
  private final byte[] buffer = new byte[64 << 10];
  private int position;
  private int limit;

  /**
   * A line.
   *
   * @param bytes the line without its end, at most as long as may be kept
   * @param wireLength how long it was
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  public record Line(byte[] bytes, int wireLength) {}

  public RawLines(InputStream in, int keep, long longest) {
    this.in = in;
    this.keep = keep;
    this.longest = longest;
  }

  /** The next line, which may be empty; null at the end. */
  public @Nullable Line next() throws IOException {
    ByteArrayOutputStream kept = null;
    long length = 0;
    while (true) {
      if (position >= limit) {
        limit = in.read(buffer, 0, buffer.length);
        position = 0;
        if (limit < 0) {
          limit = 0;
          return kept == null ? null : line(kept.toByteArray(), length);
        }
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int count = end - position;
      if (kept == null && end < limit && count <= keep) {
        byte[] whole = Arrays.copyOfRange(buffer, position, end);
        position = end + 1;
        return line(whole, count);
      }
      kept = kept == null ? new ByteArrayOutputStream(1_024) : kept;
      kept.write(buffer, position, Math.clamp((long) keep - kept.size(), 0, count));
      length += count;
      if (length > longest) {
        throw new IOException("a line is longer than " + longest + " bytes");
      }
      position = end;
      if (end < limit) {
        position++;
        return line(kept.toByteArray(), length);
      }
    }
  }

  private static Line line(byte[] bytes, long length) {
    boolean carriageReturn =
        bytes.length == length && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return carriageReturn
        ? new Line(Arrays.copyOf(bytes, bytes.length - 1), (int) length - 1)
        : new Line(bytes, (int) Math.min(Integer.MAX_VALUE, length));
  }
}
