package vn.lachan.collector.syslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into messages (RFC 6587). Whether a message is counted in octets or ends
 * with a line feed is decided for each message anew: counted when it starts with a number, a blank
 * and {@code <}.
 *
 * <p>Keeps at most {@code maxBytes} of a message; the rest is read and thrown away, so a message of
 * any length costs no more memory. For one thread.
 */
public final class SyslogFrames {
  private static final int LONGEST_COUNT = 9;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer;
  private int position;
  private int limit;
  private boolean atEnd;

  /**
   * A message.
   *
   * @param bytes the message without framing, at most as long as may be kept
   * @param wireLength how long it was
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  public record Frame(byte[] bytes, int wireLength) {}

  public SyslogFrames(InputStream in, int maxBytes, int bufferBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.buffer = new byte[Math.max(bufferBytes, 64)];
  }

  /**
   * The next message; null at the end of the stream. What stands before the end without a line feed
   * is a message too.
   */
  public @Nullable Frame next() throws IOException {
    while (true) {
      int first = peek(0);
      if (first < 0) {
        return null;
      }
      if (first == '\n' || first == '\r' || first == 0 || first == ' ') {
        position++;
        continue;
      }
      long count = octetCount();
      return count >= 0 ? counted(count) : untilLineFeed();
    }
  }

  /** The number of octets if the message begins with one; consumes it then. Otherwise -1. */
  private long octetCount() throws IOException {
    long count = 0;
    int digits = 0;
    while (digits < LONGEST_COUNT) {
      int c = peek(digits);
      if (c < '0' || c > '9') {
        break;
      }
      count = count * 10 + c - '0';
      digits++;
    }
    if (digits == 0
        || count == 0
        || peek(0) == '0'
        || peek(digits) != ' '
        || peek(digits + 1) != '<') {
      return -1;
    }
    position += digits + 1;
    return count;
  }

  private Frame counted(long count) throws IOException {
    ByteArrayOutputStream kept =
        new ByteArrayOutputStream((int) Math.min(count, Math.min(maxBytes, 8_192)));
    long left = count;
    while (left > 0 && peek(0) >= 0) {
      int available = (int) Math.min(left, limit - position);
      keep(kept, available);
      position += available;
      left -= available;
    }
    return frame(kept, count); // a connection that breaks inside leaves a cut message
  }

  private Frame untilLineFeed() throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    long length = 0;
    while (peek(0) >= 0) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      keep(kept, end - position);
      length += end - position;
      position = end;
      if (end < limit) {
        position++;
        break;
      }
    }
    return frame(kept, length);
  }

  private void keep(ByteArrayOutputStream kept, int count) {
    int room = maxBytes - kept.size();
    if (room > 0) {
      kept.write(buffer, position, Math.min(room, count));
    }
  }

  private static Frame frame(ByteArrayOutputStream kept, long length) {
    byte[] bytes = kept.toByteArray();
    int size = bytes.length;
    long wire = length;
    if (size == length) {
      while (size > 0
          && (bytes[size - 1] == '\n' || bytes[size - 1] == '\r' || bytes[size - 1] == 0)) {
        size--;
      }
      wire = size;
    }
    byte[] trimmed = size == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, size);
    return new Frame(trimmed, (int) Math.min(Integer.MAX_VALUE, wire));
  }

  /** The byte {@code ahead} of the position, -1 at the end of the stream. Does not consume it. */
  private int peek(int ahead) throws IOException {
    while (position + ahead >= limit) {
      if (atEnd) {
        return -1;
      }
      if (position > 0) {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
      }
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        atEnd = true;
      } else {
        limit += read;
      }
    }
    return buffer[position + ahead] & 0xff;
  }
}
