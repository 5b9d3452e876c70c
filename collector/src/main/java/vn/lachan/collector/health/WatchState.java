package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.registry.HourType;

/** What is known, as it stands in a file. */
record WatchState(
    int version, @Nullable Instant lastLook, List<Source> sources, List<Outage> outages) {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One source. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Source(
      String source,
      String unit,
      String likeness,
      Instant born,
      Instant watchedSince,
      @Nullable Instant lastSeen,
      HourType hours,
      Instant stretchBegan,
      boolean stretchWhole,
      boolean stretchSent,
      double longestGap,
      double quiet,
      boolean quietBroken,
      Instant faded,
      @Nullable Instant pending,
      @Nullable String outage,
      float[] whole,
      Map<HourType, Known> habits,
      Map<String, double[]> fields,
      double usualUnparsed,
      double usualLines,
      List<Trouble> troubles) {

    static Source of(Watched from) {
      Map<HourType, Known> habits = new EnumMap<>(HourType.class);
      from.habits.forEach((type, habit) -> habits.put(type, Known.of(habit)));
      return new Source(
          from.source,
          from.sample.unit(),
          from.sample.likeness(),
          from.born,
          from.watchedSince,
          from.lastSeen,
          from.hours,
          from.stretchBegan,
          from.stretchWhole,
          from.stretchSent,
          from.longestGap,
          from.quiet,
          from.quietBroken,
          from.faded,
          from.pending,
          from.outage,
          from.whole.save(),
          habits,
          new HashMap<>(from.contents.fields),
          from.contents.usualUnparsed,
          from.contents.usualLines,
          new ArrayList<>(from.contents.troubles.values()));
    }

    Watched toWatched(WatchSettings settings) {
      SourceSample nothingYet =
          new SourceSample(
              source,
              unit,
              likeness,
              Optional.empty(),
              Duration.ZERO,
              0,
              0,
              Optional.ofNullable(lastSeen),
              Duration.ZERO,
              0,
              Map.of());
      Watched to = new Watched(settings, nothingYet, born, hours);
      fill(to);
      return to;
    }

    private void fill(Watched to) {
      to.born = born;
      to.watchedSince = watchedSince;
      to.lastSeen = lastSeen;
      to.hours = hours;
      to.stretchBegan = stretchBegan;
      to.stretchWhole = stretchWhole;
      to.stretchSent = stretchSent;
      to.longestGap = longestGap;
      to.quiet = quiet;
      to.quietBroken = quietBroken;
      to.faded = faded;
      to.pending = pending;
      to.outage = outage;
      to.whole.restore(whole);
      habits.forEach((type, known) -> known.fill(to.habits.get(type)));
      to.contents.fields.putAll(fields);
      to.contents.usualUnparsed = usualUnparsed;
      to.contents.usualLines = usualLines;
      troubles.forEach(trouble -> to.contents.troubles.put(trouble.key(), trouble));
    }
  }

  /** A habit. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Known(
      float[] gaps, float[] windows, double stretches, double quiet, int seen, int windowsSeen) {

    static Known of(Habit habit) {
      return new Known(
          habit.gaps.save(),
          habit.windows.save(),
          habit.stretches,
          habit.quiet,
          habit.seen,
          habit.windowsSeen);
    }

    void fill(@Nullable Habit habit) {
      if (habit != null) {
        habit.gaps.restore(gaps);
        habit.windows.restore(windows);
        habit.stretches = stretches;
        habit.quiet = quiet;
        habit.seen = seen;
        habit.windowsSeen = windowsSeen;
      }
    }
  }

  static byte[] write(
      @Nullable Instant lastLook, Collection<Watched> sources, List<Outage> outages) {
    return JSON.writeValueAsBytes(
        new WatchState(VERSION, lastLook, sources.stream().map(Source::of).toList(), outages));
  }

  static WatchState read(byte[] state) {
    try {
      WatchState read = JSON.readValue(state, WatchState.class);
      if (read.version() != VERSION) {
        throw new IllegalArgumentException(
            "state of the source watch has version " + read.version());
      }
      return read;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("state of the source watch cannot be read", e);
    }
  }

  /** Lets {@code to} know what {@code from} knew, but not the silence of the moment. */
  static void inherit(Watched from, Watched to) {
    Source.of(from).fill(to);
    to.pending = null;
    to.outage = null;
    to.contents.troubles.clear();
  }
}
