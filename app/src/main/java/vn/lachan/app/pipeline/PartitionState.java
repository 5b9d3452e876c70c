package vn.lachan.app.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import vn.lachan.detection.StatePage;

/**
 * What is kept of a partition of matches at one moment: both how far it was read and what its
 * detector changed since the page before. Written in pieces that fit into records of Kafka; the
 * bytes are described in docs/formats/kafka-topics.md.
 *
 * @param next offset of the first match that was not read
 * @param pending offsets of matches before {@code next} that were read but wait for slower
 *     partitions, ascending
 * @param partitions of raw logs
 * @param reached for each partition of raw logs how far it is known to be
 * @param told up to when the detector was told the time
 */
record PartitionState(
    long next,
    List<Long> pending,
    int partitions,
    Map<Integer, Long> reached,
    long told,
    StatePage page) {
  static final int VERSION = 1;

  PartitionState {
    pending = List.copyOf(pending);
    reached = Map.copyOf(reached);
  }

  /** Offset from which the matches must be read again. */
  long from() {
    return pending.isEmpty() ? next : Math.min(next, pending.getFirst());
  }

  /** As pieces of at most {@code most} bytes and a head, in their order. */
  List<byte[]> pieces(int most) {
    byte[] all = bytes();
    int count = Math.max(1, Math.ceilDiv(all.length, most));
    List<byte[]> pieces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeByte(VERSION);
        out.writeLong(page.number());
        out.writeInt(i);
        out.writeInt(count);
        int from = i * most;
        out.write(all, from, Math.min(most, all.length - from));
      } catch (IOException e) {
        throw new UncheckedIOException("memory cannot be written", e);
      }
      pieces.add(bytes.toByteArray());
    }
    return pieces;
  }

  private byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(page.bytes().length + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(page.neededFrom());
      out.writeLong(next);
      out.writeInt(pending.size());
      for (long offset : pending) {
        out.writeLong(offset);
      }
      out.writeInt(partitions);
      out.writeInt(reached.size());
      for (Map.Entry<Integer, Long> entry : new TreeMap<>(reached).entrySet()) {
        out.writeInt(entry.getKey());
        out.writeLong(entry.getValue());
      }
      out.writeLong(told);
      out.writeInt(page.bytes().length);
      out.write(page.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static PartitionState of(long number, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    long neededFrom = in.readLong();
    long next = in.readLong();
    List<Long> pending = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      pending.add(in.readLong());
    }
    int partitions = in.readInt();
    Map<Integer, Long> reached = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      reached.put(in.readInt(), in.readLong());
    }
    long told = in.readLong();
    byte[] page = in.readNBytes(in.readInt());
    return new PartitionState(
        next, pending, partitions, reached, told, new StatePage(number, neededFrom, page));
  }

  /**
   * Puts pieces together, in the order in which they stand in the topic. A page that comes again
   * replaces the earlier one and all behind it; a page without all its pieces is not there.
   */
  static final class Assembly {
    private final NavigableMap<Long, PartitionState> states = new TreeMap<>();
    private final NavigableMap<Long, Long> offsets = new TreeMap<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private long number = -1;
    private long begin;
    private int following;

    /** Takes the record at {@code offset}; leaves out what is no piece. */
    void add(long offset, byte[] piece) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(piece))) {
        if (in.readUnsignedByte() != VERSION) {
          throw new IllegalArgumentException("a state of unknown version at offset " + offset);
        }
        long page = in.readLong();
        int part = in.readInt();
        int parts = in.readInt();
        if (part == 0) {
          open.reset();
          number = page;
          begin = offset;
          following = 0;
        }
        if (page != number || part != following) {
          number = -1;
          return;
        }
        following++;
        open.writeBytes(in.readAllBytes());
        if (following == parts) {
          states.tailMap(page).clear();
          offsets.tailMap(page).clear();
          states.put(page, of(page, open.toByteArray()));
          offsets.put(page, begin);
          number = -1;
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("the state at offset " + offset + " is damaged", e);
      }
    }

    /** The last state of which all pages are there, with these pages; empty when there is none. */
    List<PartitionState> last() {
      for (PartitionState state : states.descendingMap().values()) {
        StatePage page = state.page();
        List<PartitionState> needed =
            List.copyOf(states.subMap(page.neededFrom(), true, page.number(), true).values());
        if (needed.size() == page.number() - page.neededFrom() + 1) {
          return needed;
        }
      }
      return List.of();
    }

    /** Where each page that is needed begins in the topic. */
    Map<Long, Long> offsets() {
      return Map.copyOf(offsets);
    }
  }

  /** The pages of states, in their order. */
  static List<StatePage> pages(List<PartitionState> states) {
    return states.stream().map(PartitionState::page).toList();
  }

  static Optional<PartitionState> latest(List<PartitionState> states) {
    return states.isEmpty() ? Optional.empty() : Optional.of(states.getLast());
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof PartitionState that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }
}
