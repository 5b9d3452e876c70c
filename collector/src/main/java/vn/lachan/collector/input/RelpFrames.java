package vn.lachan.collector.input;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into frames of RELP: {@code TXNR SP COMMAND SP DATALEN [SP DATA] LF}.
 *
 * <p>Keeps at most {@code maxBytes} of the data; the rest is read and thrown away. For one thread.
 */
final class RelpFrames {
  private static final int LONGEST_NUMBER = 9;
  private static final int LONGEST_COMMAND = 32;

  private final InputStream in;
  private final int maxBytes;

  /**
   * A frame.
   *
   * @param transaction its number, to be named in the answer
   * @param command {@code open}, {@code syslog}, {@code close} or another word
   * @param data at most as long as may be kept
   * @param wireLength how long the data was
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Frame(int transaction, String command, byte[] data, int wireLength) {
    String text() {
      return new String(data, StandardCharsets.UTF_8);
    }
  }

  RelpFrames(InputStream in, int maxBytes, int bufferBytes) {
    this.in = new BufferedInputStream(in, bufferBytes);
    this.maxBytes = maxBytes;
  }

  /**
   * The next frame; null at the end of the stream between two frames.
   *
   * @throws ProtocolException when what comes is no frame
   * @throws EOFException when the stream ends within one
   */
  @Nullable Frame next() throws IOException {
    int first = in.read();
    while (first == '\n') { // rsyslog sends none, others end a session with one
      first = in.read();
    }
    if (first < 0) {
      return null;
    }
    Digits transaction = number(first, "transaction number");
    if (transaction.end() != ' ') {
      throw new ProtocolException("no RELP: the transaction number is not understood");
    }
    String command = word();
    Digits length = number(byteOf(), "length of the data");
    int end = length.end();
    byte[] data = new byte[0];
    if (end == ' ') {
      data = data(length.value());
      end = byteOf();
    }
    if (end != '\n') {
      throw new ProtocolException("no RELP: a frame does not end with a line feed");
    }
    return new Frame(transaction.value(), command, data, length.value());
  }

  private byte[] data(int length) throws IOException {
    int kept = Math.min(length, maxBytes);
    byte[] data = in.readNBytes(kept);
    if (data.length < kept) {
      throw new EOFException("ended within a frame");
    }
    in.skipNBytes(length - kept);
    return data;
  }

  /** A number and the byte behind it. */
  private record Digits(int value, int end) {}

  private Digits number(int first, String what) throws IOException {
    int value = 0;
    int digits = 0;
    int c = first;
    while (c >= '0' && c <= '9' && digits < LONGEST_NUMBER) {
      value = value * 10 + c - '0';
      digits++;
      c = byteOf();
    }
    if (digits == 0) {
      throw new ProtocolException("no RELP: the " + what + " is not understood");
    }
    return new Digits(value, c);
  }

  private String word() throws IOException {
    StringBuilder word = new StringBuilder();
    int c = byteOf();
    while (c != ' ') {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter || word.length() == LONGEST_COMMAND) {
        throw new ProtocolException("no RELP: the command is not understood");
      }
      word.append((char) c);
      c = byteOf();
    }
    return word.toString();
  }

  private int byteOf() throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new EOFException("ended within a frame");
    }
    return c;
  }
}
