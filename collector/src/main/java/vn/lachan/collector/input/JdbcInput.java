package vn.lachan.collector.input;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;

/**
 * Reads an audit table or view of a data base by increasing key: each row becomes a record, its
 * columns as JSON.
 *
 * <p>The position is the key of the last row that would survive a crash of the machine, and is
 * saved after it; what is read again after a crash has the same position and becomes the same
 * event. A row whose key is lower than one already read, because its transaction ended later, is
 * not missed as long as it appears within the time to settle. A table that was emptied, or whose
 * keys begin anew, is not read again: its position is a file that an administrator deletes.
 *
 * <p>While the data base cannot be reached the input is failing and tries again; while the journal
 * takes nothing it waits.
 */
public final class JdbcInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(JdbcInput.class);
  private static final String HEADER = "lachan-jdbc-position 1";

  private final JdbcSettings settings;
  private final String source;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final PositionFile positions;
  private final Puller puller;
  private final Deque<Seen> seen = new ArrayDeque<>();
  private Optional<JdbcKey> position = Optional.empty();
  private Optional<JdbcKey> settled = Optional.empty();
  private boolean begun;
  private @Nullable JdbcTable table;

  /** The greatest key there was at a moment of {@link System#nanoTime}. */
  private record Seen(long nanos, JdbcKey key) {}

  /**
   * @param source id of the log source of the rows
   */
  public JdbcInput(JdbcSettings settings, String source, Intake intake, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.intake = intake;
    this.clock = clock;
    this.positions = new PositionFile(settings.stateFolder(), settings.name(), HEADER);
    this.meter = new InputMeter(settings.name(), "jdbc", settings.table(), clock);
    this.puller =
        new Puller(
            settings.name(),
            settings.table(),
            meter,
            new Puller.Pace(settings.pollInterval(), settings.retryInterval(), settings.timeout()),
            new Table());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    Optional<Optional<JdbcKey>> saved =
        positions.load(
            lines -> lines.isEmpty() ? Optional.empty() : Optional.of(JdbcKey.fromLines(lines)));
    begun = saved.isPresent();
    position = saved.flatMap(it -> it);
    puller.start();
  }

  /** The table as something to look at. */
  private final class Table implements Puller.Source {
    @Override
    public boolean pull() throws IOException, InterruptedException {
      try {
        return read(table == null ? connect() : table);
      } catch (SQLException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void letGo() {
      JdbcTable connected = table;
      table = null;
      if (connected != null) {
        try {
          connected.close();
        } catch (SQLException e) {
          log.debug("input {}: closing: {}", settings.name(), e.toString());
        }
      }
    }
  }

  private JdbcTable connect() throws SQLException, IOException {
    JdbcTable opened = JdbcTable.open(settings);
    table = opened;
    return opened;
  }

  /** Reads what settled; whether there is more to read at once. */
  private boolean read(JdbcTable from) throws SQLException, IOException, InterruptedException {
    Optional<JdbcKey> greatest = from.greatest();
    if (!begun) {
      if (!settings.fromStart()) {
        // Also of an empty table: what comes from now on is read, whenever this process ends.
        save(greatest);
      }
      begun = true;
    }
    settle(greatest);
    if (settled.isEmpty() || settled.equals(position)) {
      return false;
    }
    List<JdbcTable.Row> rows = from.rows(position, settled.get());
    if (rows.isEmpty()) {
      return false;
    }
    hand(rows);
    save(Optional.of(rows.getLast().key()));
    return rows.size() == settings.batchRows();
  }

  /** What was the greatest key when {@code settle} began may be read now. */
  private void settle(Optional<JdbcKey> greatest) {
    long now = System.nanoTime();
    greatest.ifPresent(key -> {
      if (seen.isEmpty() || !seen.getLast().key().equals(key)) {
        seen.addLast(new Seen(now, key));
      }
    });
    while (!seen.isEmpty() && now - seen.getFirst().nanos() >= settings.settle().toNanos()) {
      settled = Optional.of(seen.getFirst().key());
      if (seen.size() == 1) {
        break;
      }
      seen.removeFirst();
    }
  }

  private void hand(List<JdbcTable.Row> rows) throws IOException, InterruptedException {
    List<RawLog> logs = new ArrayList<>(rows.size());
    for (JdbcTable.Row row : rows) {
      byte[] json = row.json();
      byte[] kept = Arrays.copyOf(json, Math.min(json.length, settings.maxRowBytes()));
      if (kept.length < json.length) {
        meter.truncated.increment();
      }
      String position = settings.table() + ":" + row.key().name();
      logs.add(new RawLog(source, clock.instant(), settings.table(), position, kept, json.length));
    }
    Keeping.keep(intake, logs, meter);
  }

  private void save(Optional<JdbcKey> key) throws IOException {
    positions.save(key.map(JdbcKey::toLines).orElse(List.of()));
    position = key;
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    puller.close();
  }
}
