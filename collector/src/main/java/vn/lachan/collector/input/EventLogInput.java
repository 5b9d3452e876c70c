package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.input.EventLogFile.UnreadableException;
import vn.lachan.collector.input.EventLogPosition.Stamp;
import vn.lachan.collector.input.EventLogPosition.Taken;

/**
 * Takes in Windows event logs ({@code .evtx}, {@code .evtx.gz}) that somebody copies or delivers
 * into a folder.
 *
 * <p>A file is read when it stands still, and not again until it changes; of one that grew, only
 * what is newer than what was taken. How far a file was read is kept after the journal has the
 * records. A record has its position from its own content, so that after a crash, from a second
 * export or from a copy it becomes the same event. What is damaged is counted and named in one
 * message for each file; the rest is read.
 */
public final class EventLogInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(EventLogInput.class);

  private final EventLogSettings settings;
  private final LogSource source;
  private final EventLogFormat format;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final EventLogMemory memory;
  private final Puller puller;
  private final Map<Path, Sighting> changing = new HashMap<>();

  /** A file that may be on its way, and since when. */
  private record Sighting(Stamp stamp, Instant since) {}

  public EventLogInput(
      EventLogSettings settings,
      LogSource source,
      EventLogFormat format,
      Intake intake,
      Clock clock) {
    this.settings = settings;
    this.source = source;
    this.format = format;
    this.intake = intake;
    this.clock = clock;
    String where = String.join(", ", source.paths());
    this.meter = new InputMeter(settings.name(), "evtx", where, clock);
    this.memory = new EventLogMemory(settings.stateFolder(), settings.name());
    this.puller =
        new Puller(
            settings.name(),
            where,
            meter,
            new Puller.Pace(
                settings.pollInterval(), settings.retryInterval(), settings.retryInterval()),
            this::pull);
  }

  /** Whether the files that {@code pattern} names are for this input, by their ending. */
  public static boolean reads(String pattern) {
    return FilePaths.isEventLog(pattern);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    memory.load();
    puller.start();
  }

  private boolean pull() throws IOException, InterruptedException {
    FilePaths.Found found = FilePaths.expand(source.paths());
    found.denied().forEach(path -> meter.problem(path + " may not be looked at: no right"));
    Map<Path, Stamp> files = stamps(found.eventLogs());
    changing.keySet().retainAll(files.keySet());
    memory.follow(files);
    for (Map.Entry<Path, Stamp> file : files.entrySet()) {
      try {
        look(file.getKey(), file.getValue());
      } catch (UnreadableException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("closed while it read " + file.getKey());
        }
        meter.problem(String.valueOf(e.getMessage()));
        log.warn("input {}: {}", settings.name(), e.getMessage());
      }
    }
    return false;
  }

  private static Map<Path, Stamp> stamps(Set<Path> paths) throws IOException {
    Map<Path, Stamp> stamps = new LinkedHashMap<>();
    for (Path path : paths) {
      Stamp.of(path).ifPresent(stamp -> stamps.put(path, stamp));
    }
    return stamps;
  }

  private void look(Path path, Stamp stamp) throws IOException, InterruptedException {
    EventLogPosition known = memory.find(path, stamp);
    boolean unchanged = known.stamp().equals(stamp);
    boolean done = unchanged && known.isAll();
    if (!done && standsStill(path, stamp)) {
      read(path, unchanged ? known : begin(path, stamp, known));
      changing.remove(path);
    }
  }

  private boolean standsStill(Path path, Stamp stamp) {
    Sighting before = changing.get(path);
    if (before != null && before.stamp().equals(stamp)) {
      return true;
    }
    Instant now = clock.instant();
    Instant since = before == null ? now : before.since();
    changing.put(path, new Sighting(stamp, since));
    return !now.isBefore(since.plus(settings.patience()));
  }

  /** Where to begin with a file that changed: if it is another log, with all of it. */
  private EventLogPosition begin(Path path, Stamp stamp, EventLogPosition known)
      throws IOException {
    Taken taken = known.taken();
    EventLogPass pass = new EventLogPass(Taken.NOTHING, taken.last());
    if (taken.events() > 0) {
      try (EventLogFile file = open(path)) {
        for (var piece = file.next(); piece.isPresent(); piece = file.next()) {
          pass.add(piece.get());
        }
      }
    }
    return new EventLogPosition(
        stamp, 0, taken.isPartOf(pass.taken()) ? taken : Taken.NOTHING, path.toString());
  }

  private void read(Path path, EventLogPosition from) throws IOException, InterruptedException {
    EventLogPass pass = new EventLogPass(from.taken(), Long.MAX_VALUE);
    EventLogBatch batch = new EventLogBatch(settings, source.id(), path, clock, meter);
    long done = 0;
    try (EventLogFile file = open(path)) {
      for (var piece = file.next(); piece.isPresent(); piece = file.next()) {
        var fresh = pass.add(piece.get());
        if (done++ >= from.pieces()) {
          batch.add(fresh);
        }
        if (batch.isFull()) {
          batch.keep(intake);
          memory.save(new EventLogPosition(from.stamp(), done, from.taken(), path.toString()));
        }
      }
    }
    batch.keep(intake);
    memory.save(
        new EventLogPosition(from.stamp(), EventLogPosition.ALL, pass.taken(), path.toString()));
    report(path, pass, from.taken().damages());
  }

  private void report(Path path, EventLogPass pass, long before) {
    long damages = pass.taken().damages();
    if (damages > before) {
      String problem = path + ": " + damages + " places damaged, first " + pass.firstDamage();
      meter.problem(problem);
      meter.damaged.add(damages - before);
      log.warn("input {}: {}", settings.name(), problem);
    }
  }

  private EventLogFile open(Path path) throws UnreadableException {
    return new EventLogFile(path, format, settings.maxUnpacked());
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
