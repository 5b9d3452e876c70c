package vn.lachan.collector.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.InputException;
import vn.lachan.collector.input.PositionFile;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalException;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.PlacedLog;

/**
 * How far each lane of each forwarder has come, with the journal as what keeps the records.
 *
 * <p>The truth is in the journal itself: every forwarded record names its lane and its place there
 * ({@link vn.lachan.collector.RawLog#hop}), so that a record and the position after it are kept or
 * lost together, wherever a crash cuts. Because the journal forgets what its readers are done with,
 * {@link #checkpoint} writes the positions to a file now and then, and a reader of our own keeps
 * the records behind the last checkpoint; after a restart these are read, nothing more.
 *
 * <p>A forwarder has two lanes, and new ones when it was set up again. Of each forwarder the lanes
 * that were used last are known, so that none can make the others' be forgotten.
 *
 * <p>Safe for use by several threads.
 */
public final class JournalPositions implements ForwardPositions {
  private static final Logger log = LoggerFactory.getLogger(JournalPositions.class);
  private static final String READER = "forwarders";
  private static final String HEADER = "lachan-forwarders 1";
  private static final int LANES = 16;

  private final Journal journal;
  private final PositionFile file;
  private final JournalReader reader;
  // Guarded by this.
  private final Map<String, LinkedHashMap<UUID, JournalPosition>> positions = new TreeMap<>();
  private final Set<OnTheWay> flights = new HashSet<>();
  private boolean changed;

  /** Records on their way to the disk; all of them lie behind {@code from}. */
  private final class OnTheWay implements Flight {
    private final JournalPosition from;

    private OnTheWay(JournalPosition from) {
      this.from = from;
    }

    @Override
    public void landed(Key key, JournalPosition end) {
      synchronized (JournalPositions.this) {
        flights.remove(this);
        advance(key, end);
      }
    }

    @Override
    public void cancelled() {
      synchronized (JournalPositions.this) {
        flights.remove(this);
      }
    }
  }

  private JournalPositions(Journal journal, PositionFile file, JournalReader reader) {
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
    JournalPositions opened = new JournalPositions(journal, file, reader);
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
    log.debug("read {} records to know the lanes of {} forwarders", records, positions.size());
  }

  /** Remembers the place {@code hop} names unless a later one is known. */
  private boolean note(String hop) {
    Optional<Place> place = Place.of(hop);
    place.ifPresent(found -> advance(found.key(), found.end()));
    return place.isPresent();
  }

  private void advance(Key key, JournalPosition end) {
    LinkedHashMap<UUID, JournalPosition> lanes =
        positions.computeIfAbsent(key.forwarder(), _ -> new LinkedHashMap<>());
    JournalPosition known = lanes.get(key.lane());
    if (known == null || known.compareTo(end) < 0) {
      lanes.putLast(key.lane(), end);
      changed = true;
    }
    while (lanes.size() > LANES) {
      var forgotten = lanes.pollFirstEntry();
      log.warn("{} has more than {} lanes: {} is forgotten", key.forwarder(), LANES, forgotten);
    }
  }

  @Override
  public synchronized JournalPosition of(Key key) {
    JournalPosition start = new JournalPosition(0, 0);
    Map<UUID, JournalPosition> lanes = positions.get(key.forwarder());
    return lanes == null ? start : lanes.getOrDefault(key.lane(), start);
  }

  @Override
  public synchronized Flight begin() {
    OnTheWay flight = new OnTheWay(journal.end());
    flights.add(flight);
    return flight;
  }

  @Override
  public void checkpoint() {
    JournalPosition before;
    List<String> lines;
    synchronized (this) {
      before =
          flights.stream()
              .map(flight -> flight.from)
              .min(JournalPosition::compareTo)
              .orElseGet(journal::end);
      lines = changed ? lines() : List.of();
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

  /** Of each forwarder the lane that was used last comes last. */
  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    positions.forEach((forwarder, lanes) ->
        lanes.forEach((lane, end) -> lines.add(new Key(forwarder, lane).hop(end))));
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
