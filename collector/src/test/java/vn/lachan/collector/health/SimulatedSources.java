package vn.lachan.collector.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.UnitKind;

/**
 * Weeks of log sources in the sample province, two minutes by two, with a watch that looks at them.
 */
final class SimulatedSources extends Clock {
  static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Registry PROVINCE = RegistryFiles.sampleRegistry();

  /** How many lines a source sends in two minutes. */
  interface Rhythm {
    long lines(ZonedDateTime minute, boolean working, Random chance);
  }

  /** A machine that never rests: some lines a minute, more when people work. */
  static final Rhythm ALWAYS = (_, working, chance) -> chance.nextInt(3, working ? 40 : 8);

  /** People at their desks: lines while they work, some by those who stay at noon. */
  static final Rhythm OFFICE = (_, working, chance) -> working ? chance.nextInt(0, 12) : 0;

  /** One line a night. */
  static final Rhythm NIGHTLY =
      (minute, _, _) -> minute.getHour() == 2 && minute.getMinute() == 10 ? 1 : 0;

  private static final class Source {
    final String unit;
    final Rhythm rhythm;
    long lines;
    long unparsed;
    long events;
    final Map<String, Long> carried = new HashMap<>();
    Optional<Instant> lastSeen = Optional.empty();

    Source(String unit, Rhythm rhythm) {
      this.unit = unit;
      this.rhythm = rhythm;
    }
  }

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Random chance = new Random(20270206);
  final Set<String> dead = new HashSet<>();
  final List<SourceNotice> notices = new ArrayList<>();
  double unparsedShare;
  double userShare = 1;
  Duration skew = Duration.ZERO;
  boolean receiving = true;
  private Instant now;
  private SourceWatch watch;

  SimulatedSources(String from) {
    now = local(from);
    watch = new SourceWatch(WatchSettings.DEFAULT, SimulatedSources::hours, this);
  }

  private static vn.lachan.registry.HourType hours(String unit, Instant moment) {
    UnitKind kind =
        PROVINCE.unit(unit).map(vn.lachan.registry.Unit::kind).orElse(UnitKind.PROVINCE);
    return PROVINCE.calendar().hourType(kind, moment);
  }

  static Instant local(String text) {
    return java.time.LocalDateTime.parse(text).atZone(ZONE).toInstant();
  }

  SimulatedSources add(String id, String unit, Rhythm rhythm) {
    sources.put(id, new Source(unit, rhythm));
    return this;
  }

  void remove(String id) {
    sources.remove(id);
  }

  /** The same machine under another id, with counters that begin anew. */
  void rename(String id, String other) {
    Source old = sources.remove(id);
    sources.put(other, new Source(old.unit, old.rhythm));
  }

  /** Time passes with the platform running. */
  SimulatedSources until(String moment) {
    Instant end = local(moment);
    while (now.isBefore(end)) {
      now = now.plusSeconds(120);
      minute();
      notices.addAll(watch.look(samples(), receiving));
    }
    return this;
  }

  /** Time passes while the platform is off; it knows afterwards what it had saved. */
  SimulatedSources offUntil(String moment) {
    byte[] saved = watch.save();
    now = local(moment);
    watch = new SourceWatch(WatchSettings.DEFAULT, SimulatedSources::hours, this);
    watch.restore(saved);
    sources
        .values()
        .forEach(source -> {
          source.lines = 0;
          source.unparsed = 0;
          source.events = 0;
          source.carried.clear();
          source.lastSeen = Optional.empty();
        });
    return this;
  }

  SourceWatch watch() {
    return watch;
  }

  SourceHealth health(String id) {
    return watch.health().stream().filter(it -> it.source().equals(id)).findFirst().orElseThrow();
  }

  private void minute() {
    ZonedDateTime minute = now.atZone(ZONE);
    sources.forEach((id, source) -> {
      boolean working = hours(source.unit, now) == vn.lachan.registry.HourType.WORKING;
      long lines = source.rhythm.lines(minute, working, chance);
      if (lines == 0 || dead.contains(id) || !receiving) {
        return;
      }
      source.lines += lines;
      source.unparsed += Math.round(lines * unparsedShare);
      source.events += lines;
      source.carried.merge("user.name", Math.round(lines * userShare), Long::sum);
      source.lastSeen = Optional.of(now.minusSeconds(1));
    });
  }

  private List<SourceSample> samples() {
    List<SourceSample> samples = new ArrayList<>();
    sources.forEach((id, source) ->
        samples.add(
            new SourceSample(
                id,
                source.unit,
                source.unit + source.rhythm.hashCode(),
                Optional.empty(),
                Duration.ofMinutes(5),
                source.lines,
                source.unparsed,
                source.lastSeen,
                skew,
                source.events,
                source.carried)));
    return samples;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
