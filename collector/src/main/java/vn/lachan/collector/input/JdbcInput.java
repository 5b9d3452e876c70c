package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.DurableFile;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

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
  private final Path stateFile;
  private final Deque<Seen> seen = new ArrayDeque<>();
  private Optional<JdbcKey> position = Optional.empty();
  private Optional<JdbcKey> settled = Optional.empty();
  private boolean begun;
  private @Nullable JdbcTable table;
  private @Nullable Thread thread;

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
    this.stateFile = settings.stateFolder().resolve(settings.name() + ".position");
    this.meter = new InputMeter(settings.name(), "jdbc", settings.table(), clock);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(settings.stateFolder());
      load();
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException("input " + settings.name() + " cannot read " + stateFile, e);
    }
    meter.running(settings.table());
    thread = Thread.ofVirtual().name(settings.name()).start(this::run);
  }

  private void load() throws IOException {
    if (!Files.exists(stateFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(stateFile, StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new IOException(stateFile + " is not a position: line 1 is not " + HEADER);
    }
    try {
      position = Optional.of(JdbcKey.fromLines(lines.subList(1, lines.size())));
      begun = true;
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException(stateFile + " is not a position: " + e.getMessage(), e);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(look());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  /** Looks once; how long to wait until the next time. */
  private Duration look() throws InterruptedException {
    try {
      JdbcTable connected = table == null ? connect() : table;
      boolean more = read(connected);
      if (meter.state() == InputHealth.State.FAILING) {
        meter.running(settings.table());
      }
      return more ? Duration.ZERO : settings.pollInterval();
    } catch (SQLException | IOException e) {
      meter.failing(e.getMessage() == null ? e.toString() : e.getMessage());
      log.warn("input {}: {}", settings.name(), e.toString());
      disconnect();
      return settings.retryInterval();
    }
  }

  private JdbcTable connect() throws SQLException, IOException {
    JdbcTable opened = JdbcTable.open(settings);
    table = opened;
    return opened;
  }

  private void disconnect() {
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

  /** Reads what settled; whether there is more to read at once. */
  private boolean read(JdbcTable from) throws SQLException, IOException, InterruptedException {
    Optional<JdbcKey> greatest = from.greatest();
    if (!begun) {
      begun = true;
      if (!settings.fromStart() && greatest.isPresent()) {
        save(greatest.get());
      }
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
    save(rows.getLast().key());
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
    long bytes = 0;
    for (JdbcTable.Row row : rows) {
      byte[] json = row.json();
      byte[] kept =
          json.length > settings.maxRowBytes() ? Arrays.copyOf(json, settings.maxRowBytes()) : json;
      if (kept.length < json.length) {
        meter.truncated.increment();
      }
      logs.add(
          new RawLog(
              source,
              clock.instant(),
              settings.table(),
              settings.table() + ":" + row.key().name(),
              kept,
              json.length));
      bytes += kept.length;
    }
    switch (intake.take(logs, Intake.FOREVER)) {
      case Receipt.Refused(Receipt.Reason reason) ->
          throw new IOException("the journal takes nothing now: " + reason);
      case Receipt.Taken(var durable) -> {
        try {
          durable.get();
        } catch (ExecutionException e) {
          throw new IOException("the journal was closed", e);
        }
      }
    }
    meter.received(logs.size(), bytes);
  }

  private void save(JdbcKey key) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.addAll(key.toLines());
    DurableFile.replace(
        stateFile, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    position = Optional.of(key);
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(settings.timeout());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    meter.stopped();
  }
}
