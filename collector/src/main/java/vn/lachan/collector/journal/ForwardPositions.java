package vn.lachan.collector.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far each lane of each forwarder has come into what keeps the records. A record and the
 * position after it are kept or lost together, wherever a crash cuts: with the journal because the
 * record itself carries its place ({@link vn.lachan.collector.RawLog#hop}), with Kafka because both
 * are written in one transaction.
 *
 * <p>Safe for use by several threads.
 */
public interface ForwardPositions extends AutoCloseable {

  /** A lane of a forwarder. */
  record Key(String forwarder, UUID lane) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int names = forwarder.compareTo(other.forwarder);
      return names != 0 ? names : lane.compareTo(other.lane);
    }

    /** What a record with this place carries. */
    public String hop(JournalPosition end) {
      return forwarder + "/" + lane + "/" + end;
    }
  }

  /**
   * A place in a lane.
   *
   * @param end where the record ends
   */
  record Place(Key key, JournalPosition end) {
    private static final Pattern HOP =
        Pattern.compile(
            "([A-Za-z0-9._-]{1,100})/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
                + "/(\\d{1,18}):(\\d{1,18})");

    /** The place that a record carries; empty when {@code hop} is none. */
    public static Optional<Place> of(String hop) {
      Matcher parts = HOP.matcher(hop);
      if (!parts.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new Place(
              new Key(parts.group(1), UUID.fromString(parts.group(2))),
              new JournalPosition(Long.parseLong(parts.group(3)), Long.parseLong(parts.group(4)))));
    }
  }

  /** Records on their way to where they are kept. For one use. */
  interface Flight {

    /** The records are durable, up to {@code end} of the lane. */
    void landed(Key key, JournalPosition end);

    /** Nothing of them was taken. */
    void cancelled();
  }

  /**
   * {@code forwarder} talks to us from now on. When this returns, its positions are those of all
   * that was ever kept of it, and whoever else still believes to be talked to can keep nothing more
   * of it.
   *
   * @throws IOException when that cannot be made sure now; may be tried again
   */
  default void connected(String forwarder) throws IOException, InterruptedException {}

  /** How far {@code key} has come; the very beginning when it is not known. */
  JournalPosition of(Key key);

  /** Announces records that are about to be handed over. */
  Flight begin();

  /**
   * Makes that a restart has little to read.
   *
   * @throws JournalException when it cannot be written; may be tried again
   */
  void checkpoint();

  /** Writes a last checkpoint. Call it while what keeps the records is open. */
  @Override
  void close();
}
