package vn.lachan.collector.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.RawLog;

/** A raw log as the payload of a record; the bytes are described in docs/formats/journal.md. */
public final class RawLogCodec {
  private static final int FIXED = 8 + 4 + 4 + 3 * 2;
  private static final int LONGEST_TEXT = 0xffff;

  private RawLogCodec() {}

  /** {@code log} as bytes. */
  public static byte[] encode(RawLog log) {
    byte[] source = text(log.source());
    byte[] peer = text(log.peer());
    byte[] position = text(log.position());
    byte[] bytes = log.bytes();
    ByteBuffer buffer =
        ByteBuffer.allocate(FIXED + source.length + peer.length + position.length + bytes.length);
    Instant received = log.received();
    buffer.putLong(received.getEpochSecond());
    buffer.putInt(received.getNano());
    buffer.putInt(log.wireLength());
    put(buffer, source);
    put(buffer, peer);
    put(buffer, position);
    buffer.put(bytes);
    return buffer.array();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_TEXT ? bytes : Arrays.copyOf(bytes, LONGEST_TEXT);
  }

  private static void put(ByteBuffer buffer, byte[] text) {
    buffer.putShort((short) text.length);
    buffer.put(text);
  }

  /** The raw log of a payload; null when it holds none, which a right checksum makes unlikely. */
  public static @Nullable RawLog decode(byte[] array, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(array, offset, length);
    try {
      Instant received = Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
      int wireLength = buffer.getInt();
      String source = get(buffer);
      String peer = get(buffer);
      String position = get(buffer);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return new RawLog(source, received, peer, position, bytes, wireLength);
    } catch (BufferUnderflowException | DateTimeException _) {
      return null;
    }
  }

  private static String get(ByteBuffer buffer) {
    int length = buffer.getShort() & 0xffff;
    if (length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    String text =
        new String(
            buffer.array(),
            buffer.arrayOffset() + buffer.position(),
            length,
            StandardCharsets.UTF_8);
    buffer.position(buffer.position() + length);
    return text;
  }
}
