package vn.lachan.collector.input;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
 * <p>Memory is bounded by senders x rows x records; what is over leaves, oldest first, and would be
 * taken for new. The memory does not outlast the process. Safe for use by several threads.
 */
final class Resends {
  /** Records remembered of a connection: more than senders leave unacknowledged. */
  static final int RECORDS = 2_048;

  private static final int ROWS = 16;
  private static final int DIGEST_BYTES = 16;

  private final int records;
  private final Map<String, Deque<Row>> rows;

  private record Sent(String digest, String position) {}

  /**
   * @param records remembered of each connection
   * @param senders remembered at the same time
   */
  Resends(int records, int senders) {
    this.records = records;
    this.rows =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Deque<Row>> eldest) {
            return size() > senders;
          }
        };
  }

  /** A new connection of {@code sender}. */
  synchronized Row begin(String sender) {
    Row row = new Row(sender);
    Deque<Row> others = rows.computeIfAbsent(sender, _ -> new ArrayDeque<>());
    others.addFirst(row);
    if (others.size() > ROWS) {
      others.removeLast();
    }
    return row;
  }

  /** What followed {@code digest}, it included, in the newest row of the sender that has it. */
  private Deque<Sent> from(Row row, String digest) {
    for (Row other : rows.getOrDefault(row.sender, new ArrayDeque<>())) {
      List<Sent> sent = new ArrayList<>(other.last);
      sent.addAll(other.expected); // that line broke before all of it came again
      for (int i = 0; i < sent.size(); i++) {
        if (sent.get(i).digest().equals(digest)) {
          return new ArrayDeque<>(sent.subList(i, sent.size()));
        }
      }
    }
    return new ArrayDeque<>();
  }

  private synchronized String position(Row row, String digest) {
    if (row.counter == 0) {
      row.expected = from(row, digest);
    }
    String position = row.connection + ":" + row.counter++;
    Sent before = row.expected.poll();
    if (before != null && before.digest().equals(digest)) {
      position = before.position();
    } else {
      row.expected.clear();
    }
    row.last.addLast(new Sent(digest, position));
    if (row.last.size() > records) {
      row.last.removeFirst();
    }
    return position;
  }

  private synchronized void forget(Row row) {
    rows.getOrDefault(row.sender, new ArrayDeque<>()).remove(row);
  }

  /** The records of one connection. For one thread. */
  final class Row {
    private final String sender;
    private final String connection = UUID.randomUUID().toString();
    private final Deque<Sent> last = new ArrayDeque<>();
    private Deque<Sent> expected = new ArrayDeque<>();
    private long counter;

    private Row(String sender) {
      this.sender = sender;
    }

    /** The position of the next record: the one it had when it was sent before, else a new one. */
    String position(byte[] record) {
      return Resends.this.position(this, digest(record));
    }

    /** The sender heard all there was to hear: nothing of this connection comes again. */
    void farewell() {
      forget(this);
    }
  }

  private static String digest(byte[] record) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(record);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
