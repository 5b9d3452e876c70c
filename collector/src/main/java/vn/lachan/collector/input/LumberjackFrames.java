package vn.lachan.collector.input;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into frames of the Lumberjack protocol, version 2, as Beats and Logstash speak it:
 * a window ({@code 2W}), events as JSON ({@code 2J}), frames packed with zlib ({@code 2C}). All
 * numbers have 32 bits, the highest byte first.
 *
 * <p>Keeps at most {@code maxBytes} of an event. A packed frame may become {@code maxUnpacked}
 * bytes and may hold no other packed one, so that a small frame cannot fill the memory. For one
 * thread.
 */
final class LumberjackFrames {
  private static final int VERSION = '2';

  private final DataInputStream plain;
  private final int maxBytes;
  private final int maxUnpacked;
  private @Nullable DataInputStream packed;

  /** A frame. */
  sealed interface Frame {}

  /**
   * So many events follow before an acknowledgement is awaited.
   *
   * @param events 0 to 2^32 - 1
   */
  record Window(long events) implements Frame {}

  /**
   * An event.
   *
   * @param sequence its number in the window
   * @param json at most as long as may be kept
   * @param wireLength how long it was
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Data(long sequence, byte[] json, int wireLength) implements Frame {}

  LumberjackFrames(InputStream in, int maxBytes, int maxUnpacked) {
    this.plain = new DataInputStream(in);
    this.maxBytes = maxBytes;
    this.maxUnpacked = maxUnpacked;
  }

  /**
   * The next frame; null at the end of the stream between two frames.
   *
   * @throws ProtocolException when what comes is no frame
   * @throws EOFException when the stream ends within one
   */
  @Nullable Frame next() throws IOException {
    while (true) {
      DataInputStream unpacked = packed;
      DataInputStream in = unpacked == null ? plain : unpacked;
      int version = in.read();
      if (version < 0 && unpacked == null) {
        return null;
      }
      if (version < 0) {
        packed = null;
        continue;
      }
      if (version != VERSION) {
        throw new ProtocolException("no Lumberjack: version 2 is spoken here");
      }
      int type = in.readUnsignedByte();
      switch (type) {
        case 'W' -> {
          return new Window(Integer.toUnsignedLong(in.readInt()));
        }
        case 'J' -> {
          return data(in);
        }
        case 'C' -> unpack();
        default ->
            throw new ProtocolException("no Lumberjack: a frame of the unknown type " + type);
      }
    }
  }

  private Data data(DataInputStream in) throws IOException {
    long sequence = Integer.toUnsignedLong(in.readInt());
    int length = in.readInt();
    if (length < 0) {
      throw new ProtocolException("no Lumberjack: an event of more than 2 GiB");
    }
    int kept = Math.min(length, maxBytes);
    byte[] json = in.readNBytes(kept);
    if (json.length < kept) {
      throw new EOFException("ended within an event");
    }
    in.skipNBytes(length - kept);
    return new Data(sequence, json, length);
  }

  private void unpack() throws IOException {
    if (packed != null) {
      throw new ProtocolException("no Lumberjack: a packed frame within a packed one");
    }
    int length = plain.readInt();
    if (length < 0 || length > maxUnpacked) {
      throw new ProtocolException("a packed frame is larger than " + maxUnpacked + " bytes");
    }
    byte[] bytes = plain.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended within a packed frame");
    }
    packed =
        new DataInputStream(
            new Bounded(
                new InflaterInputStream(new ByteArrayInputStream(bytes)),
                maxUnpacked,
                () ->
                    new ProtocolException(
                        "a packed frame becomes larger than " + maxUnpacked + " bytes")));
  }
}
