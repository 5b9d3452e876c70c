package vn.lachan.collector.forward;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import vn.lachan.collector.journal.JournalPosition;

/** What both sides say before and between the batches; see docs/formats/forwarding.md. */
final class ForwardProtocol {
  static final int MAGIC = 0x4c43_4657; // LCFW
  static final int VERSION = 1;
  static final byte BATCH = 'B';
  static final byte STATUS = 'S';
  static final byte ACKNOWLEDGED = 'A';
  static final byte WAITING = 'W';
  static final byte HEARD = 'H';

  /** The window of the compressed stream: 512 KiB, so that many forwarders cost little memory. */
  static final int WINDOW_LOG = 19;

  private static final int LONGEST_REASON = 500;
  private static final byte WELCOME = 0;
  private static final byte REFUSED = 1;

  /** What the receiver has of each lane; the very beginning when nothing. */
  sealed interface Greeting {}

  /** It may begin. */
  record Welcome(Map<Lane, JournalPosition> have) implements Greeting {}

  /** It may not, and trying again soon will not help. */
  record Unwelcome(String reason) implements Greeting {}

  private ForwardProtocol() {}

  static void writeHello(DataOutputStream out, Map<Lane, UUID> lanes) throws IOException {
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    for (Lane lane : Lane.values()) {
      UUID id = java.util.Objects.requireNonNull(lanes.get(lane), "every lane has an id");
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    }
    out.flush();
  }

  static Map<Lane, UUID> readHello(DataInputStream in) throws IOException {
    requireVersion(in);
    Map<Lane, UUID> lanes = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new UUID(in.readLong(), in.readLong()));
    }
    return lanes;
  }

  static void writeWelcome(DataOutputStream out, Map<Lane, JournalPosition> have)
      throws IOException {
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.writeByte(WELCOME);
    for (Lane lane : Lane.values()) {
      writePosition(out, have.getOrDefault(lane, new JournalPosition(0, 0)));
    }
    out.flush();
  }

  static void writeUnwelcome(DataOutputStream out, String reason) throws IOException {
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.writeByte(REFUSED);
    writeReason(out, reason);
    out.flush();
  }

  static Greeting readGreeting(DataInputStream in) throws IOException {
    requireVersion(in);
    byte answer = in.readByte();
    if (answer == REFUSED) {
      return new Unwelcome(readReason(in));
    }
    Map<Lane, JournalPosition> have = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      have.put(lane, readPosition(in));
    }
    return new Welcome(have);
  }

  private static void requireVersion(DataInputStream in) throws IOException {
    int magic = in.readInt();
    int version = in.readUnsignedByte();
    if (magic != MAGIC || version != VERSION) {
      throw new ProtocolException("not version " + VERSION + " of the forwarding protocol");
    }
  }

  static void writePosition(DataOutputStream out, JournalPosition position) throws IOException {
    out.writeLong(position.segment());
    out.writeLong(position.offset());
  }

  static JournalPosition readPosition(DataInputStream in) throws IOException {
    long segment = in.readLong();
    long offset = in.readLong();
    if (segment < 0 || offset < 0) {
      throw new ProtocolException("not a position");
    }
    return new JournalPosition(segment, offset);
  }

  static void writeReason(DataOutputStream out, String reason) throws IOException {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, LONGEST_REASON);
    out.writeShort(length);
    out.write(bytes, 0, length);
  }

  static String readReason(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length > LONGEST_REASON) {
      throw new ProtocolException("a reason of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  static Lane lane(int number) throws IOException {
    for (Lane lane : Lane.values()) {
      if (lane.number() == number) {
        return lane;
      }
    }
    throw new ProtocolException("not a lane: " + number);
  }
}
