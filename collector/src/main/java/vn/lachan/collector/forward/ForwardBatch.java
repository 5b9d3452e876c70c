package vn.lachan.collector.forward;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.PlacedLog;

/**
 * Records of one lane that travel together, in order, with their places.
 *
 * @param after the place before the first; what the sender has forwarded so far
 */
record ForwardBatch(Lane lane, JournalPosition after, List<PlacedLog> logs) {
  private static final int LONGEST_TEXT = 0xffff;

  /** Places of a lane have at most 18 digits: so many are read back from a record. */
  private static final long LARGEST_PLACE = 999_999_999_999_999_999L;

  /** No clock is outside of these years, and what keeps events counts in milliseconds. */
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  ForwardBatch {
    logs = List.copyOf(logs);
    if (logs.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one record");
    }
  }

  JournalPosition end() {
    return logs.getLast().end();
  }

  /** Bytes of the records without their frames. */
  long bytes() {
    return logs.stream().mapToLong(one -> one.log().bytes().length).sum();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(ForwardProtocol.BATCH);
    out.writeByte(lane.number());
    number(out, logs.size());
    number(out, after.segment());
    number(out, after.offset());
    JournalPosition place = after;
    Instant time = Instant.EPOCH;
    for (PlacedLog one : logs) {
      JournalPosition end = one.end();
      long jump = end.segment() - place.segment();
      number(out, jump);
      number(out, jump == 0 ? end.offset() - place.offset() : end.offset());
      place = end;
      RawLog log = one.log();
      Instant received = log.received();
      signed(out, received.getEpochSecond() - time.getEpochSecond());
      int nanos = received.getNano();
      number(out, nanos % 1_000 == 0 ? nanos / 1_000L * 2 : nanos * 2L + 1);
      time = received;
      text(out, log.source());
      text(out, log.peer());
      text(out, log.position());
      signed(out, (long) log.wireLength() - log.bytes().length);
      number(out, log.bytes().length);
      out.write(log.bytes());
    }
  }

  /**
   * Reads what {@link #write} wrote, without the first byte.
   *
   * @throws IOException when the batch is larger than the limits, or is no batch
   */
  static ForwardBatch read(DataInputStream in, int maxRecords, long maxBytes) throws IOException {
    Lane lane = ForwardProtocol.lane(in.readByte());
    long count = number(in);
    if (count < 1 || count > maxRecords) {
      throw new ProtocolException("a batch of " + count + " records");
    }
    JournalPosition after = place(number(in), number(in));
    JournalPosition place = after;
    Instant time = Instant.EPOCH;
    long left = maxBytes;
    List<PlacedLog> logs = new ArrayList<>(Math.clamp(count, 1, 1_024));
    for (long i = 0; i < count; i++) {
      place = next(in, place);
      try {
        long nanos;
        long seconds = Math.addExact(time.getEpochSecond(), signed(in));
        long coded = number(in);
        nanos = coded % 2 == 0 ? coded / 2 * 1_000 : coded / 2;
        time = Instant.ofEpochSecond(seconds, Math.floorMod(nanos, 1_000_000_000L));
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
          throw new ProtocolException("not a time: " + time);
        }
      } catch (DateTimeException | ArithmeticException _) {
        throw new ProtocolException("not a time");
      }
      String source = text(in);
      String peer = text(in);
      String position = text(in);
      long more = signed(in);
      long length = number(in);
      left -= source.length() + peer.length() + position.length();
      if (length > left) {
        throw new ProtocolException("a batch of more than " + maxBytes + " bytes");
      }
      left -= length;
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length < length) {
        throw new java.io.EOFException("the line broke within a record");
      }
      int wireLength = Math.clamp(length + more, 0, Integer.MAX_VALUE);
      logs.add(new PlacedLog(new RawLog(source, time, peer, position, bytes, wireLength), place));
    }
    return new ForwardBatch(lane, after, logs);
  }

  private static JournalPosition next(DataInputStream in, JournalPosition place)
      throws IOException {
    long jump = number(in);
    long offset = number(in);
    long segment = place.segment() + jump;
    long end = jump == 0 ? place.offset() + offset : offset;
    if (jump == 0 && offset == 0) {
      throw new ProtocolException("records do not follow each other");
    }
    return place(segment, end);
  }

  private static JournalPosition place(long segment, long offset) throws ProtocolException {
    if (segment < 0 || segment > LARGEST_PLACE || offset < 0 || offset > LARGEST_PLACE) {
      throw new ProtocolException("not a place in a lane: " + segment + ":" + offset);
    }
    return new JournalPosition(segment, offset);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(out, bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    long length = number(in);
    if (length > LONGEST_TEXT) {
      throw new ProtocolException("a text of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new java.io.EOFException("the line broke within a record");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Seven bits a byte, the lowest first; never negative. */
  static void number(DataOutputStream out, long number) throws IOException {
    long left = number;
    while (left >= 0x80) {
      out.writeByte((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  static long number(DataInputStream in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return number;
      }
    }
    throw new ProtocolException("a number of more than 63 bits");
  }

  private static void signed(DataOutputStream out, long number) throws IOException {
    number(out, number >= 0 ? number << 1 : (-number << 1) - 1);
  }

  private static long signed(DataInputStream in) throws IOException {
    long coded = number(in);
    return (coded & 1) == 0 ? coded >>> 1 : -((coded + 1) >>> 1);
  }
}
