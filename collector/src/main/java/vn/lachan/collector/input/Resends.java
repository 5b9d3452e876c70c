package vn.lachan.collector.input;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.RawLog;

/**
 * Knows again what a sender sends a second time because the line broke before it heard that the
 * first time was enough.
 *
 * <p>A sender that waits for acknowledgements sends all that it has not heard of again, in order,
 * as the first thing on its next connection. So the last records of each connection are remembered,
 * as digests with the positions they were given. As long as a new connection of the same address
 * goes along one of these rows, its records get the same positions and become the same events; from
 * the first other record on they are new. The old connection may still look alive here: a line that
 * breaks far away says nothing. A connection that was closed in good order leaves nothing behind:
 * the same text on the next one is another record.
 *
 * <p>Memory is bounded by the number of records remembered, about 60 bytes each: when there are
 * more, the oldest connection of the sender that was silent for longest is forgotten, and what it
 * repeats would be taken for new. Safe for use by several threads.
 *
 * <p>After a crash of this process the rows are made again from what the journal got last ({@link
 * #recall}), as far back as a minute: older records have long been acknowledged.
 */
final class Resends {
  /** Records remembered of a connection: more than senders leave unacknowledged. */
  static final int RECORDS = 2_048;

  private static final int ROWS = 16;
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final String name;
  private final int most;
  private final UnaryOperator<byte[]> kept;
  private final InputMeter meter;

  /** Rows of connections of an earlier process, by peer. */
  private final Map<String, Row> recalled = new HashMap<>();

  /** By sender, the one that was silent for longest first; of each, the newest row first. */
  private final LinkedHashMap<String, Deque<Row>> rows = new LinkedHashMap<>(16, 0.75f, true);

  private int remembered;

  /** A record: the first half of its SHA-256, and the position it was given. */
  private record Sent(long high, long low, UUID connection, long number) {
    boolean is(Sent other) {
      return high == other.high && low == other.low;
    }
  }

  /**
   * @param name of the input
   * @param most records remembered of all senders together
   * @param kept what the journal keeps of the bytes of a record
   * @param meter is told how many are remembered, and how many came again
   */
  Resends(String name, int most, UnaryOperator<byte[]> kept, InputMeter meter) {
    this.name = name;
    this.most = most;
    this.kept = kept;
    this.meter = meter;
  }

  /**
   * Remembers a record that the journal got before this process began; to be shown in their order,
   * before the first connection. Records of other inputs are passed over, and those that came over
   * a forwarder: their senders talk to it.
   */
  synchronized void recall(RawLog log) {
    String prefix = name + "/";
    int colon = log.position().lastIndexOf(':');
    if (!log.position().startsWith(prefix) || colon < 0 || !log.hop().isEmpty()) {
      return;
    }
    UUID connection = UUID.fromString(log.position().substring(prefix.length(), colon));
    long number = Long.parseLong(log.position().substring(colon + 1));
    Row row =
        recalled.computeIfAbsent(
            log.peer(), peer -> begin(peer.substring(0, Math.max(0, peer.lastIndexOf(':')))));
    ByteBuffer digest = digest(log.bytes());
    row.counter++;
    row.heard = log.received();
    remember(row, new Sent(digest.getLong(), digest.getLong(), connection, number));
  }

  /** All was shown; forgets what is too old to be sent again. */
  synchronized void recalled() {
    recalled.values().stream()
        .map(row -> row.heard)
        .max(Comparator.naturalOrder())
        .ifPresent(newest ->
            recalled.values().stream()
                .filter(row -> row.heard.isBefore(newest.minus(RECENT)))
                .forEach(this::forget));
    recalled.clear();
  }

  /** A new connection of {@code sender}. */
  synchronized Row begin(String sender) {
    Row row = new Row(sender);
    Deque<Row> others = rows.computeIfAbsent(sender, _ -> new ArrayDeque<>());
    others.addFirst(row);
    if (others.size() > ROWS) {
      clear(others.removeLast());
    }
    return row;
  }

  private synchronized String position(Row row, long high, long low) {
    Sent own = new Sent(high, low, row.connection, row.counter);
    if (row.counter == 0) {
      row.expected = from(row.sender, own);
    }
    row.counter++;
    Sent before = row.expected.poll();
    Sent sent = own;
    if (before != null && before.is(own)) {
      sent = before;
      meter.recognised.increment();
    } else {
      row.expected.clear();
    }
    remember(row, sent);
    return name + "/" + sent.connection + ":" + sent.number;
  }

  /** What followed {@code first}, it included, in the newest row of the sender that has it. */
  private Deque<Sent> from(String sender, Sent first) {
    for (Row other : rows.getOrDefault(sender, new ArrayDeque<>())) {
      List<Sent> sent = new ArrayList<>(other.last);
      sent.addAll(other.expected); // that line broke before all of it came again
      for (int i = 0; i < sent.size(); i++) {
        if (sent.get(i).is(first)) {
          return new ArrayDeque<>(sent.subList(i, sent.size()));
        }
      }
    }
    return new ArrayDeque<>();
  }

  private void remember(Row row, Sent sent) {
    if (row.forgotten) {
      return;
    }
    rows.get(row.sender); // it is the last that was heard now
    row.last.addLast(sent);
    remembered++;
    if (row.last.size() > RECORDS) {
      row.last.removeFirst();
      remembered--;
    }
    while (remembered > most) {
      Map.Entry<String, Deque<Row>> eldest = rows.firstEntry();
      clear(eldest.getValue().removeLast());
      if (eldest.getValue().isEmpty()) {
        rows.remove(eldest.getKey());
      }
    }
    meter.remembered.set(remembered);
  }

  private synchronized void forget(Row row) {
    @Nullable Deque<Row> own = rows.get(row.sender);
    if (own != null && own.remove(row)) {
      clear(row);
      if (own.isEmpty()) {
        rows.remove(row.sender);
      }
      meter.remembered.set(remembered);
    }
  }

  private void clear(Row row) {
    remembered -= row.last.size();
    row.last.clear();
    row.expected.clear();
    row.forgotten = true;
  }

  /** The records of one connection: the one it had when it was sent before, else a new one. */
  final class Row implements Positions {
    private final String sender;
    private final UUID connection = UUID.randomUUID();
    private final Deque<Sent> last = new ArrayDeque<>();
    private Deque<Sent> expected = new ArrayDeque<>();
    private long counter;
    private Instant heard = Instant.MIN;
    private boolean forgotten;

    private Row(String sender) {
      this.sender = sender;
    }

    @Override
    public String position(byte[] record) {
      ByteBuffer digest = digest(record);
      return Resends.this.position(this, digest.getLong(), digest.getLong());
    }

    @Override
    public void farewell() {
      forget(this);
    }
  }

  private ByteBuffer digest(byte[] record) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(kept.apply(record)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
