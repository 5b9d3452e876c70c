package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import vn.lachan.registry.HourType;

/** What the lines of a source are like, judged window by window. */
final class Contents {
  /** Events of a source that must have been looked at before its fields are known. */
  private static final double KNOWN_EVENTS = 500;

  /** Windows in a row that must be far too empty. */
  private static final int LOW_WINDOWS = 2;

  private static final int MOST_FIELDS = 32;

  private final WatchSettings settings;
  final Map<String, Trouble> troubles = new LinkedHashMap<>();

  /** By field: events that carried it, and all events, fading. */
  final Map<String, double[]> fields = new HashMap<>();

  private final Map<String, Double> shares = new HashMap<>();
  double usualUnparsed;
  double usualLines;
  private Instant windowBegan = Instant.EPOCH;
  private HourType windowHours = HourType.WORKING;
  private SourceSample first;
  private int low;
  private long lastLines;
  private double lastUnparsed;

  Contents(WatchSettings settings, SourceSample sample) {
    this.settings = settings;
    this.first = sample;
  }

  /** Begins a window; what came before is not judged. */
  void restart(Instant now, HourType hours, SourceSample sample) {
    windowBegan = now;
    windowHours = hours;
    first = sample;
  }

  /**
   * Judges the window when it is full.
   *
   * @param silent whether the source is silent anyway, so that an empty window tells nothing
   */
  List<SourceNotice> step(
      Instant now, HourType hours, SourceSample sample, Habit habit, boolean silent) {
    if (hours != windowHours
        || now.isBefore(windowBegan)
        || sample.lines() < first.lines()
        || sample.events() < first.events()) {
      restart(now, hours, sample);
      return List.of();
    }
    if (Duration.between(windowBegan, now).compareTo(settings.window()) < 0) {
      return List.of();
    }
    long lines = sample.lines() - first.lines();
    List<SourceNotice> notices = new ArrayList<>();
    if (!silent) {
      rate(now, sample, habit, lines, notices);
    }
    if (lines > 0) {
      skew(now, sample, notices);
    }
    if (lines >= settings.leastLines()) {
      unparsed(now, sample, lines, notices);
    }
    fields(now, sample, notices);
    lastLines = lines;
    restart(now, hours, sample);
    return notices;
  }

  private void rate(
      Instant now, SourceSample sample, Habit habit, long lines, List<SourceNotice> notices) {
    double fewest = habit.fewest();
    boolean judged = habit.rateKnown() && fewest >= settings.dropLeast();
    low = judged && lines > 0 && lines < fewest * settings.dropShare() ? low + 1 : 0;
    Trouble.Kind kind = Trouble.Kind.DROP;
    decide(
        new Trouble(kind, sample.source(), sample.unit(), now, lines, fewest, ""),
        low >= LOW_WINDOWS,
        !judged || lines * 2 >= fewest,
        notices);
    habit.window(lines);
  }

  private void skew(Instant now, SourceSample sample, List<SourceNotice> notices) {
    double seconds = sample.skew().toMillis() / 1e3;
    double tolerance = sample.tolerance().toMillis() / 1e3;
    boolean off = Math.abs(seconds) > tolerance;
    Trouble.Kind kind = Trouble.Kind.SKEW;
    decide(
        new Trouble(kind, sample.source(), sample.unit(), now, seconds, tolerance, ""),
        off,
        !off,
        notices);
  }

  private void unparsed(Instant now, SourceSample sample, long lines, List<SourceNotice> notices) {
    double share = Math.clamp((sample.unparsed() - first.unparsed()) / (double) lines, 0.0, 1.0);
    double usual = usualLines == 0 ? 0 : usualUnparsed / usualLines;
    Trouble.Kind kind = Trouble.Kind.UNPARSED;
    Trouble trouble = new Trouble(kind, sample.source(), sample.unit(), now, share, usual, "");
    decide(
        trouble,
        share > settings.unparsedShare() && share > 2 * usual,
        share < settings.unparsedShare() / 2 || share <= 1.2 * usual,
        notices);
    if (!troubles.containsKey(trouble.key())) {
      usualUnparsed += share * lines;
      usualLines += lines;
    }
    lastUnparsed = share;
  }

  private void fields(Instant now, SourceSample sample, List<SourceNotice> notices) {
    double events = sample.events() - first.events();
    if (events < settings.leastLines()) {
      return;
    }
    TreeSet<String> names = new TreeSet<>(fields.keySet());
    names.addAll(sample.carried().keySet());
    for (String field : names) {
      long carried =
          sample.carried().getOrDefault(field, 0L) - first.carried().getOrDefault(field, 0L);
      double share = Math.clamp(carried / events, 0.0, 1.0);
      double[] known = fields.getOrDefault(field, new double[2]);
      double usual = known[1] < KNOWN_EVENTS ? 0 : known[0] / known[1];
      Trouble.Kind kind = Trouble.Kind.FIELD;
      Trouble trouble = new Trouble(kind, sample.source(), sample.unit(), now, share, usual, field);
      decide(
          trouble,
          usual >= settings.fieldUsual() && share < settings.fieldLeft(),
          share * 2 >= usual,
          notices);
      if (!troubles.containsKey(trouble.key())
          && (fields.containsKey(field) || (carried > 0 && fields.size() < MOST_FIELDS))) {
        fields.put(field, new double[] {known[0] + carried, known[1] + events});
        shares.put(field, share);
      } else if (fields.containsKey(field)) {
        shares.put(field, share);
      }
    }
  }

  private void decide(Trouble trouble, boolean begins, boolean ends, List<SourceNotice> notices) {
    Trouble open = troubles.get(trouble.key());
    if (open == null && begins) {
      troubles.put(trouble.key(), trouble);
      notices.add(new SourceNotice.Began(trouble.since(), trouble));
    } else if (open != null && ends) {
      troubles.remove(trouble.key());
      notices.add(new SourceNotice.Ended(trouble.since(), open));
    }
  }

  void fade(double by) {
    usualUnparsed *= by;
    usualLines *= by;
    fields
        .values()
        .forEach(known -> {
          known[0] *= by;
          known[1] *= by;
        });
  }

  long lastLines() {
    return lastLines;
  }

  double lastUnparsed() {
    return lastUnparsed;
  }

  List<SourceHealth.FieldShare> shares() {
    BiPredicate<String, double[]> known = (field, sums) -> sums[1] > 0 && shares.containsKey(field);
    return fields.entrySet().stream()
        .filter(entry -> known.test(entry.getKey(), entry.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .map(entry ->
            new SourceHealth.FieldShare(
                entry.getKey(),
                shares.getOrDefault(entry.getKey(), 0.0),
                entry.getValue()[0] / entry.getValue()[1]))
        .toList();
  }
}
