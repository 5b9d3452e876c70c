package vn.lachan.collector;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One log record as it was received, before anybody understood it.
 *
 * <p>Compared by value. The bytes are shared, not copied: nobody may change them.
 *
 * @param source id of the {@link LogSource}
 * @param received when this platform received it
 * @param peer address and port of the sender, or path of the file; empty when unknown
 * @param position names this delivery so that reading it again gives the same position; empty when
 *     the way of delivery has none
 * @param bytes the record without framing and line end, possibly cut
 * @param wireLength bytes the sender sent; more than {@code bytes.length} when the record was cut
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare the contents
public record RawLog(
    String source, Instant received, String peer, String position, byte[] bytes, int wireLength) {
  /** Stands between the position at the origin and the hop. */
  private static final char HOP = '\u001f';

  /** What keeps records has room for 65,535 bytes of position, and the hop must not be cut. */
  private static final int LONGEST_ORIGIN = 20_000;

  public RawLog {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(received, "received");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** A record that is complete. */
  public RawLog(String source, Instant received, String peer, String position, byte[] bytes) {
    this(source, received, peer, position, bytes, bytes.length);
  }

  /** The same delivery with other bytes; what the Door makes of it. */
  public RawLog withBytes(byte[] changed) {
    return new RawLog(
        source, received, peer, position, changed, truncated() ? wireLength : changed.length);
  }

  /** The same record, come over {@code hop}, which is no part of its {@link #origin}. */
  public RawLog over(String hop) {
    String origin = origin();
    String kept = origin.substring(0, Math.min(origin.length(), LONGEST_ORIGIN));
    return new RawLog(source, received, peer, kept + HOP + hop, bytes, wireLength);
  }

  /** {@code given} as a position that claims no hop, whatever a sender wrote into it. */
  public static String position(String given) {
    return given.replace(HOP, '\ufffd');
  }

  /** The position that was given where the record first came in. */
  public String origin() {
    int hop = position.indexOf(HOP);
    return hop < 0 ? position : position.substring(0, hop);
  }

  /** How it came from there to here; empty when it came in here. */
  public String hop() {
    int hop = position.indexOf(HOP);
    return hop < 0 ? "" : position.substring(hop + 1);
  }

  /** Whether the sender sent more than was kept. */
  public boolean truncated() {
    return wireLength > bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawLog that
        && source.equals(that.source)
        && received.equals(that.received)
        && peer.equals(that.peer)
        && position.equals(that.position)
        && wireLength == that.wireLength
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, received, peer, position, Arrays.hashCode(bytes));
  }

  /** Without the content, which may hold personal data. */
  @Override
  public String toString() {
    return "RawLog[" + source + " " + received + " " + position + " " + bytes.length + " bytes]";
  }
}
