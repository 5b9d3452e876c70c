package vn.lachan.collector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what comes from each log source and tells which of them are silent. Safe for use by
 * several threads.
 */
public final class SourceStatistics {
  private static final int KNOWN_SOURCES = 10_000;
  private static final Duration SKEW_STRETCH = Duration.ofMinutes(10);

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
    volatile long lastSeenMillis;
    private long skewSince;
    private long skew;
    private Optional<Long> skewBefore = Optional.empty();
    private long minute;
    private long inMinute;
    private long inMinuteBefore;

    synchronized void count(long epochMinute, int lines) {
      if (epochMinute != minute) {
        inMinuteBefore = epochMinute == minute + 1 ? inMinute : 0;
        inMinute = 0;
        minute = epochMinute;
      }
      inMinute += lines;
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
  void received(List<RawLog> logs) {
    long now = clock.millis();
    for (RawLog log : logs) {
      Counters of = of(log.source());
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
        beyond);
  }
}
