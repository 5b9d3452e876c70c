package vn.lachan.collector.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.InputException;
import vn.lachan.collector.input.PositionFile;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalException;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.PlacedLog;

/**
 * How far each lane of each forwarder has come into the journal.
 *
 * <p>The truth is in the journal itself: every forwarded record names its lane and its place there
 * ({@link vn.lachan.collector.RawLog#hop}), so that a record and the position after it are kept or
 * lost together, wherever a crash cuts. Because the journal forgets what its readers are done with,
 * {@link #checkpoint} writes the positions to a file now and then, and a reader of our own keeps
 * the records behind the last checkpoint; after a restart these are read, nothing more.
 *
 * <p>Safe for use by several threads.
 */
public final class ForwardPositions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ForwardPositions.class);
  private static final String READER = "forwarders";
  private static final String HEADER = "lachan-forwarders 1";
  private static final int LANES = 10_000;
  private static final Pattern HOP =
      Pattern.compile("([A-Za-z0-9._-]{1,100})/([0-9a-f-]{36})/(\\d{1,18}):(\\d{1,18})");

  private final Journal journal;
  private final PositionFile file;
  private final JournalReader reader;
  // Guarded by this.
  private final Map<Key, JournalPosition> positions = new TreeMap<>();
  private final Set<Flight> flights = new HashSet<>();
  private boolean changed;

  /** A lane of a forwarder. */
  record Key(String forwarder, UUID lane) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int names = forwarder.compareTo(other.forwarder);
      return names != 0 ? names : lane.compareTo(other.lane);
    }

    /** What a record with this place carries. */
    String hop(JournalPosition end) {
      return forwarder + "/" + lane + "/" + end;
    }
  }

  /** Records on their way to the disk; all of them lie behind {@code from}. For one use. */
  static final class Flight {
    private final JournalPosition from;

    private Flight(JournalPosition from) {
      this.from = from;
    }
  }

  private ForwardPositions(Journal journal, PositionFile file, JournalReader reader) {
    this.journal = journal;
    this.file = file;
    this.reader = reader;
  }

  /**
   * Reads the positions: from their file below {@code folder}, and from the records of {@code
   * journal} that came after it was written.
   *
   * @throws JournalException when they cannot be read; then nothing may be received
   */
  public static ForwardPositions open(Journal journal, Path folder) {
    PositionFile file = new PositionFile(folder, READER, HEADER);
    JournalReader reader = journal.reader(READER);
    ForwardPositions opened = new ForwardPositions(journal, file, reader);
    try {
      opened.load();
      opened.readOn();
      opened.checkpoint();
      return opened;
    } catch (InputException e) {
      reader.close();
      throw new JournalException("cannot read the positions of forwarders", e);
    } catch (InterruptedException e) {
      reader.close();
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while reading the positions of forwarders", e);
    }
  }

  /** Lets the journal forget what it keeps for us; {@link #open} would find the positions again. */
  public static void retire(Journal journal, Path folder) {
    boolean known =
        journal.stats().readers().stream().anyMatch(reader -> reader.name().equals(READER));
    if (known) {
      open(journal, folder).close();
      journal.removeReader(READER);
    }
  }

  private synchronized void load() {
    var _ =
        file.load(lines -> {
          for (String line : lines) {
            if (!line.isBlank() && !note(line)) {
              throw new IllegalArgumentException("not a position: " + line);
            }
          }
          return lines.size();
        });
  }

  private synchronized void readOn() throws InterruptedException {
    JournalPosition end = journal.end();
    long records = 0;
    while (true) {
      List<PlacedLog> logs = reader.readPlaced(1_000, 8 << 20, Duration.ZERO);
      if (logs.isEmpty()) {
        break;
      }
      for (PlacedLog one : logs) {
        String hop = one.log().hop();
        if (!hop.isEmpty() && !note(hop)) {
          log.warn("a record at {} came over no hop that can be read", one.end());
        }
      }
      records += logs.size();
      if (logs.getLast().end().compareTo(end) >= 0) {
        break;
      }
    }
    log.debug("read {} records to know the positions of {} lanes", records, positions.size());
  }

  /** Remembers the place {@code hop} names unless a later one is known. */
  private boolean note(String hop) {
    Matcher parts = HOP.matcher(hop);
    if (!parts.matches()) {
      return false;
    }
    Key key = new Key(parts.group(1), UUID.fromString(parts.group(2)));
    advance(
        key, new JournalPosition(Long.parseLong(parts.group(3)), Long.parseLong(parts.group(4))));
    return true;
  }

  private void advance(Key key, JournalPosition end) {
    JournalPosition known = positions.get(key);
    if (known == null || known.compareTo(end) < 0) {
      positions.put(key, end);
      changed = true;
    }
  }

  /** How far {@code key} has come; the very beginning when it is not known. */
  synchronized JournalPosition of(Key key) {
    return positions.getOrDefault(key, new JournalPosition(0, 0));
  }

  /** Announces records that are about to be handed to the journal. */
  synchronized Flight begin() {
    Flight flight = new Flight(journal.end());
    flights.add(flight);
    return flight;
  }

  /** The records of {@code flight} are durable, up to {@code end} of the lane. */
  synchronized void landed(Flight flight, Key key, JournalPosition end) {
    flights.remove(flight);
    advance(key, end);
  }

  /** Nothing of {@code flight} was taken. */
  synchronized void cancelled(Flight flight) {
    flights.remove(flight);
  }

  /**
   * Writes the positions to their file and lets the journal forget what lies before.
   *
   * @throws JournalException when the file cannot be written; may be tried again
   */
  public void checkpoint() {
    JournalPosition before;
    List<String> lines;
    synchronized (this) {
      before =
          flights.stream()
              .map(flight -> flight.from)
              .min(JournalPosition::compareTo)
              .orElseGet(journal::end);
      lines = changed ? lines(positions.entrySet()) : List.of();
      changed = false;
    }
    if (!lines.isEmpty()) {
      try {
        file.save(lines);
      } catch (IOException e) {
        synchronized (this) {
          changed = true;
        }
        throw new JournalException("cannot write the positions of forwarders", e);
      }
    }
    reader.commit(before);
  }

  private static List<String> lines(Collection<Map.Entry<Key, JournalPosition>> entries) {
    List<String> lines = new ArrayList<>();
    entries.stream().limit(LANES).forEach(entry -> lines.add(entry.getKey().hop(entry.getValue())));
    return lines;
  }

  /** Writes a last checkpoint. Call it while the journal is open. */
  @Override
  public void close() {
    try {
      checkpoint();
    } finally {
      reader.close();
    }
  }
}
