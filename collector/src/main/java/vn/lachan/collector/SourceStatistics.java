package vn.lachan.collector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import vn.lachan.collector.parser.EventDraft;

/**
 * Counts what comes from each log source and tells which of them are silent. Safe for use by
 * several threads.
 */
public final class SourceStatistics {
  private static final int KNOWN_SOURCES = 10_000;
  private static final Duration SKEW_STRETCH = Duration.ofMinutes(10);

  /** The fields whose coverage is counted: what rules ask for most. */
  static final List<String> COVERED =
      List.of(
          "source.ip",
          "destination.ip",
          "user.name",
          "host.name",
          "event.action",
          "event.category",
          "event.outcome",
          "process.name",
          "url.path",
          "http.response.status_code",
          "organization.id",
          "dvc.dossier.code");

  /** Of each source, one event of so many is looked at. */
  private static final int LOOKED_AT = 8;

  private final LogSources sources;
  private final Clock clock;
  private final Instant started;
  private final ConcurrentMap<String, Counters> counters = new ConcurrentHashMap<>();

  public SourceStatistics(LogSources sources, Clock clock) {
    this.sources = sources;
    this.clock = clock;
    this.started = clock.instant();
  }

  private static final class Counters {
    final LongAdder total = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder unparsed = new LongAdder();
    final AtomicLong events = new AtomicLong();
    private long lookedAt;
    private final long[] carried = new long[COVERED.size()];
    volatile long lastSeenMillis;
    private long skewSince;
    private long skew;
    private Optional<Long> skewBefore = Optional.empty();
    private long minute;
    private long inMinute;
    private long inMinuteBefore;
    private volatile Set<Way> ways = Set.of();

    void came(Way way) {
      if (!ways.contains(way)) {
        synchronized (this) {
          EnumSet<Way> more = EnumSet.of(way);
          more.addAll(ways);
          ways = Collections.unmodifiableSet(more);
        }
      }
    }

    synchronized void count(long epochMinute, int lines) {
      if (epochMinute != minute) {
        inMinuteBefore = epochMinute == minute + 1 ? inMinute : 0;
        inMinute = 0;
        minute = epochMinute;
      }
      inMinute += lines;
    }

    void carried(EventDraft event) {
      if (events.incrementAndGet() % LOOKED_AT != 0) {
        return;
      }
      synchronized (this) {
        lookedAt++;
        for (int i = 0; i < carried.length; i++) {
          carried[i] += event.has(COVERED.get(i)) ? 1 : 0;
        }
      }
    }

    synchronized Coverage coverage() {
      Map<String, Long> fields = new LinkedHashMap<>();
      for (int i = 0; i < carried.length; i++) {
        if (carried[i] > 0) {
          fields.put(COVERED.get(i), carried[i]);
        }
      }
      return new Coverage(lookedAt, fields);
    }

    /** Keeps the largest of the stretch at hand and that of the stretch before. */
    synchronized void skew(long now, long ahead) {
      if (now - skewSince >= SKEW_STRETCH.toMillis()) {
        skewBefore =
            now - skewSince < 2 * SKEW_STRETCH.toMillis() ? Optional.of(skew) : Optional.empty();
        skewSince = now;
        skew = ahead;
      } else {
        skew = Math.max(skew, ahead);
      }
    }

    synchronized long skew() {
      return Math.max(skew, skewBefore.orElse(skew));
    }

    synchronized long lastFullMinute(long epochMinute) {
      if (epochMinute == minute) {
        return inMinuteBefore;
      }
      return epochMinute == minute + 1 ? inMinute : 0;
    }
  }

  private Counters of(String source) {
    Counters known = counters.get(source);
    if (known != null) {
      return known;
    }
    String key = counters.size() < KNOWN_SOURCES ? source : "";
    return counters.computeIfAbsent(key, _ -> new Counters());
  }

  /** Counts lines that came in together. */
  void received(List<RawLog> logs, Way way) {
    long now = clock.millis();
    for (RawLog log : logs) {
      Counters of = of(log.source());
      of.came(way);
      of.total.increment();
      of.bytes.add(log.bytes().length);
      of.lastSeenMillis = now;
      of.count(now / 60_000, 1);
    }
  }

  /** Counts a line no parser understood. */
  void unparsed(String source) {
    of(source).unparsed.increment();
  }

  /** Counts which fields an event carries; looks at one of {@value #LOOKED_AT}. */
  void carried(String source, EventDraft event) {
    of(source).carried(event);
  }

  /**
   * How many events of a source carried a field.
   *
   * @param events events that were looked at
   * @param carried how many of these had it, by field; fields that none had are left out
   */
  public record Coverage(long events, Map<String, Long> carried) {
    public Coverage {
      carried = Map.copyOf(carried);
    }
  }

  /** Which fields the events of {@code source} carry. */
  public Coverage coverage(String source) {
    return counters.getOrDefault(source, new Counters()).coverage();
  }

  /**
   * Notes how far the time of a line is ahead of its arrival. Lines may be late for other reasons
   * than a slow clock, so the line that is least late tells about the clock.
   */
  void skew(String source, Duration ahead) {
    of(source).skew(clock.millis(), ahead.toMillis());
  }

  /** Every source of the settings, and every other that sent something, by id. */
  public List<SourceStats> all() {
    TreeSet<String> ids = new TreeSet<>(counters.keySet());
    sources.all().forEach(source -> ids.add(source.id()));
    return ids.stream().map(this::stats).toList();
  }

  /**
   * The sources that have sent nothing for longer than is usual for them. A source that never sent
   * anything counts from the start of the platform.
   */
  public List<SourceStats> silent() {
    return all().stream().filter(SourceStats::silent).toList();
  }

  /** The numbers of one source; zeros when it never sent anything. */
  public SourceStats stats(String source) {
    Counters of = counters.getOrDefault(source, new Counters());
    Instant now = clock.instant();
    Optional<Instant> lastSeen =
        of.lastSeenMillis == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(of.lastSeenMillis));
    Duration quiet = Duration.between(lastSeen.orElse(started), now);
    Duration beyond =
        sources
            .find(source)
            .flatMap(LogSource::expectedGap)
            .filter(gap -> quiet.compareTo(gap) > 0)
            .map(quiet::minus)
            .orElse(Duration.ZERO);
    return new SourceStats(
        source,
        of.total.sum(),
        of.bytes.sum(),
        of.unparsed.sum(),
        lastSeen,
        of.lastFullMinute(now.toEpochMilli() / 60_000),
        Duration.ofMillis(of.skew()),
        beyond,
        of.ways);
  }
}
