package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.lachan.registry.HourType;

/**
 * One source: what is usual for it, and how it is now.
 *
 * <p>Time is cut into stretches of one kind (a morning of work, a night, a weekend, Tết). Silence
 * is measured within the stretch at hand, so that a quiet night tells nothing about the morning;
 * sources that send so seldom that a stretch tells little are judged by their gaps as a whole, with
 * holidays left out.
 */
final class Watched {
  /** A whole gap that came less often than this, fading, is not usual. */
  private static final double USUAL = 1.2;

  private static final double WHOLE_GAPS = 5;
  private static final Duration WHOLE_AGE = Duration.ofDays(21);
  private static final double LEAST_UNUSUAL = 60;

  final WatchSettings settings;
  final String source;
  final Map<HourType, Habit> habits = new EnumMap<>(HourType.class);
  final Sketch whole = new Sketch();
  final Contents contents;
  SourceSample sample;
  Instant born;
  Instant watchedSince;
  Instant looked;
  @Nullable Instant lastSeen;
  HourType hours;
  Instant stretchBegan;
  boolean stretchWhole;
  boolean stretchSent;
  double longestGap;
  double quiet;
  boolean quietBroken;
  Instant faded;
  @Nullable Instant pending;
  @Nullable String outage;

  Watched(WatchSettings settings, SourceSample sample, Instant now, HourType hours) {
    this.settings = settings;
    this.source = sample.source();
    this.sample = sample;
    this.contents = new Contents(settings, sample);
    this.born = now;
    this.watchedSince = now;
    this.looked = now;
    this.lastSeen = sample.lastSeen().orElse(null);
    this.hours = hours;
    this.stretchBegan = now;
    this.quietBroken = true;
    this.faded = now;
    for (HourType type : HourType.values()) {
      habits.put(type, new Habit());
    }
    contents.restart(now, hours, sample);
  }

  /**
   * Takes in how it is now.
   *
   * @param since the look before; ignored after a gap of the platform
   * @param ownGap whether the platform did not look or did not receive meanwhile
   */
  List<SourceNotice> step(
      SourceSample next, Instant now, Instant since, HourType type, boolean ownGap) {
    looked = now;
    if (ownGap) {
      watchedSince = now;
      stretchWhole = false;
      quietBroken = true;
      quiet = 0;
      pending = null;
      contents.restart(now, type, next);
    } else if (type != HourType.HOLIDAY) {
      quiet += seconds(since, now);
    }
    if (type != hours) {
      endStretch(now, type, ownGap);
    }
    hearOf(next);
    fade(now);
    sample = next;
    boolean silent = outage != null || pending != null;
    List<SourceNotice> notices =
        ownGap ? List.of() : contents.step(now, type, next, habit(type), silent);
    if (!isSilentAt(now)) {
      pending = null;
    } else if (pending == null) {
      pending = now;
    }
    return notices;
  }

  private void hearOf(SourceSample next) {
    Instant newest = next.lastSeen().orElse(null);
    if (newest == null || (lastSeen != null && !newest.isAfter(lastSeen))) {
      return;
    }
    longestGap = Math.max(longestGap, seconds(quietSince(), newest));
    if (!quietBroken && lastSeen != null && quiet * 2 >= settings.floor().toSeconds()) {
      whole.add(quiet);
    }
    quiet = 0;
    quietBroken = false;
    stretchSent = true;
    lastSeen = newest;
  }

  private void endStretch(Instant now, HourType type, boolean ownGap) {
    boolean silent = outage != null || pending != null;
    if (stretchWhole && lastSeen != null) {
      if (stretchSent) {
        habit(hours).active(silent ? longestGap : Math.max(longestGap, seconds(quietSince(), now)));
      } else if (!silent) {
        habit(hours).quiet();
      }
    }
    hours = type;
    stretchBegan = now;
    stretchWhole = !ownGap;
    stretchSent = false;
    longestGap = 0;
  }

  private void fade(Instant now) {
    Duration since = Duration.between(faded, now);
    if (since.toDays() >= 1) {
      double by = Math.pow(0.5, since.toSeconds() / (double) settings.halfLife().toSeconds());
      habits.values().forEach(habit -> habit.fade(by));
      whole.fade(by);
      contents.fade(by);
      faded = now;
    } else if (since.isNegative()) {
      faded = now;
    }
  }

  private Habit habit(HourType type) {
    return habits.computeIfAbsent(type, _ -> new Habit());
  }

  /** What is known about this kind of time, or about the one that is most like it. */
  private Optional<Habit> known(HourType type) {
    if (habit(type).knownAfter(settings.stretches())) {
      return Optional.of(habit(type));
    }
    return switch (type) {
      case HOLIDAY -> known(HourType.WEEKEND);
      case WEEKEND -> known(HourType.OFF_HOURS);
      case WORKING, OFF_HOURS -> Optional.empty();
    };
  }

  private boolean isSilentAt(Instant now) {
    OptionalDouble set = configured();
    if (set.isPresent()) {
      Instant from = lastSeen == null ? born : lastSeen;
      return seconds(later(from, watchedSince), now) > set.getAsDouble();
    }
    OptionalDouble inStretch = inStretch();
    OptionalDouble asWhole = asWhole();
    return (inStretch.isPresent() && seconds(quietSince(), now) > inStretch.getAsDouble())
        || (asWhole.isPresent() && quiet > asWhole.getAsDouble());
  }

  private OptionalDouble configured() {
    return sample.gap().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sample.gap().get().toMillis() / 1e3);
  }

  private OptionalDouble inStretch() {
    if (lastSeen == null) {
      return OptionalDouble.empty();
    }
    return known(hours)
        .filter(habit -> !habit.rests(settings.restShare()))
        .map(habit -> OptionalDouble.of(allowed(habit.longestGap())))
        .orElse(OptionalDouble.empty());
  }

  private OptionalDouble asWhole() {
    boolean known =
        lastSeen != null
            && whole.weight() >= WHOLE_GAPS
            && Duration.between(born, looked).compareTo(WHOLE_AGE) >= 0;
    return known ? OptionalDouble.of(allowed(whole.largest(USUAL))) : OptionalDouble.empty();
  }

  private double allowed(double usual) {
    double more = Math.min(usual * (settings.factor() - 1), settings.margin().toMillis() / 1e3);
    return Math.max(settings.floor().toMillis() / 1e3, usual + more);
  }

  /** Whether its silence could be noticed now. */
  boolean isJudged() {
    return configured().isPresent() || inStretch().isPresent();
  }

  /** Whether it is quiet for longer than usual, silent or not yet. */
  boolean isUnusuallyQuiet(Instant now) {
    if (pending != null) {
      return true;
    }
    double gap =
        configured().isPresent()
            ? configured().getAsDouble() / settings.factor()
            : known(hours)
                .filter(habit -> !habit.rests(settings.restShare()))
                .map(Habit::longestGap)
                .orElse(Double.MAX_VALUE);
    return lastSeen != null && seconds(quietSince(), now) > Math.max(gap, LEAST_UNUSUAL);
  }

  /** When it was heard last, or, before its first line, since when it is known. */
  Instant lastHeard() {
    return lastSeen == null ? born : lastSeen;
  }

  /** How long it may be quiet just now; zero when it is not judged. */
  Duration expected() {
    OptionalDouble seconds = configured();
    if (seconds.isEmpty()) {
      seconds = inStretch();
    }
    if (seconds.isEmpty()) {
      seconds = asWhole();
    }
    return Duration.ofSeconds((long) seconds.orElse(0));
  }

  private Instant quietSince() {
    return later(later(lastSeen == null ? born : lastSeen, stretchBegan), watchedSince);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }

  SourceHealth health() {
    Habit habit = habit(hours);
    boolean down = outage != null || pending != null;
    return new SourceHealth(
        source,
        state(down),
        hours,
        expected().isZero() ? Optional.empty() : Optional.of(expected()),
        down ? Optional.of(lastHeard()) : Optional.empty(),
        Optional.ofNullable(outage),
        habit.rateKnown()
            ? Optional.of(
                new SourceHealth.Usual(Math.round(habit.fewest()), Math.round(habit.most())))
            : Optional.empty(),
        contents.lastLines(),
        contents.lastUnparsed(),
        contents.shares(),
        new ArrayList<>(contents.troubles.values()));
  }

  private SourceHealth.State state(boolean down) {
    if (down) {
      return SourceHealth.State.SILENT;
    }
    if (lastSeen == null) {
      return SourceHealth.State.NEVER;
    }
    if (configured().isEmpty() && known(hours).isEmpty() && asWhole().isEmpty()) {
      return SourceHealth.State.LEARNING;
    }
    boolean rests = known(hours).map(habit -> habit.rests(settings.restShare())).orElse(false);
    return rests && !stretchSent ? SourceHealth.State.RESTING : SourceHealth.State.SENDING;
  }
}
