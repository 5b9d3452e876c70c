package vn.lachan.backup.retention;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import vn.lachan.backup.archive.StoredSnapshot;

/**
 * Which snapshots of one group are kept, grandfather-father-son.
 *
 * <p>Decides as restic's {@code forget} does: of each hour, day, ISO week, month and year the
 * newest snapshot counts, in the zone its writer used; the spans are counted back from the newest
 * snapshot that is not in the future; a snapshot is kept when any rule keeps it. A policy without
 * rules keeps everything.
 *
 * @param last keep so many of the newest
 * @param hourly keep the newest of so many hours, and so on
 * @param within keep everything so recent
 * @param withinHourly keep the newest of every hour so recent, and so on
 * @param tags keep what has all the tags of one of these sets
 */
public record RetentionPolicy(
    int last,
    int hourly,
    int daily,
    int weekly,
    int monthly,
    int yearly,
    Span within,
    Span withinHourly,
    Span withinDaily,
    Span withinWeekly,
    Span withinMonthly,
    Span withinYearly,
    List<Set<String>> tags) {

  public static final RetentionPolicy KEEP_ALL =
      new RetentionPolicy(
          0, 0, 0, 0, 0, 0, Span.NONE, Span.NONE, Span.NONE, Span.NONE, Span.NONE, Span.NONE,
          List.of());

  public RetentionPolicy {
    if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
      throw new IllegalArgumentException("a number of snapshots to keep is not negative");
    }
    tags = tags.stream().map(Set::copyOf).toList();
  }

  /** One snapshot and why it is kept; no reason: it goes. */
  public record Verdict(StoredSnapshot snapshot, List<String> reasons) {
    public Verdict {
      reasons = List.copyOf(reasons);
    }

    public boolean isKept() {
      return !reasons.isEmpty();
    }
  }

  /** Whether no rule is set. */
  public boolean isEmpty() {
    return equals(KEEP_ALL);
  }

  /** A rule that keeps the newest of each period. */
  private static final class Rule {
    final String name;
    final Span within;
    final ToLongBiFunction<OffsetDateTime, Integer> period;
    int left;
    long lastPeriod = -1;

    Rule(String name, int left, Span within, ToLongBiFunction<OffsetDateTime, Integer> period) {
      this.name = name;
      this.left = left;
      this.within = within;
      this.period = period;
    }

    boolean keeps(StoredSnapshot snapshot, int number, Optional<OffsetDateTime> newest) {
      boolean counted = within.isNone();
      if (counted ? left == 0 : !isWithin(within, snapshot, newest)) {
        return false;
      }
      long here = period.applyAsLong(snapshot.time(), number);
      if (here == lastPeriod) {
        return false;
      }
      lastPeriod = here;
      left -= counted ? 1 : 0;
      return true;
    }
  }

  private static boolean isWithin(
      Span span, StoredSnapshot snapshot, Optional<OffsetDateTime> newest) {
    return newest.isPresent() && snapshot.at().isAfter(span.before(newest.get()).toInstant());
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule("last", last, Span.NONE, (time, number) -> number));
    rules.add(new Rule("hourly", hourly, Span.NONE, (time, n) -> hour(time)));
    rules.add(new Rule("daily", daily, Span.NONE, (time, n) -> day(time)));
    rules.add(new Rule("weekly", weekly, Span.NONE, (time, n) -> week(time)));
    rules.add(new Rule("monthly", monthly, Span.NONE, (time, n) -> month(time)));
    rules.add(new Rule("yearly", yearly, Span.NONE, (time, n) -> time.getYear()));
    within(rules, "hourly", withinHourly, (time, n) -> hour(time));
    within(rules, "daily", withinDaily, (time, n) -> day(time));
    within(rules, "weekly", withinWeekly, (time, n) -> week(time));
    within(rules, "monthly", withinMonthly, (time, n) -> month(time));
    within(rules, "yearly", withinYearly, (time, n) -> time.getYear());
    return rules;
  }

  private static void within(
      List<Rule> rules, String name, Span span, ToLongBiFunction<OffsetDateTime, Integer> period) {
    if (!span.isNone()) {
      rules.add(new Rule(name + " within " + span, 0, span, period));
    }
  }

  private static long hour(OffsetDateTime time) {
    return day(time) * 100 + time.getHour();
  }

  private static long day(OffsetDateTime time) {
    return month(time) * 100 + time.getDayOfMonth();
  }

  private static long month(OffsetDateTime time) {
    return time.getYear() * 100L + time.getMonthValue();
  }

  private static long week(OffsetDateTime time) {
    return time.get(IsoFields.WEEK_BASED_YEAR) * 100L + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  /**
   * Decides about the snapshots of one group.
   *
   * @return a verdict for each, newest first
   */
  public List<Verdict> decide(List<StoredSnapshot> group, Instant now) {
    List<StoredSnapshot> sorted = new ArrayList<>(group);
    sorted.sort(Comparator.comparing(StoredSnapshot::at).reversed());
    if (isEmpty()) {
      return sorted.stream().map(s -> new Verdict(s, List.of("policy is empty"))).toList();
    }
    Optional<OffsetDateTime> newest =
        sorted.stream().filter(s -> s.at().isBefore(now)).map(StoredSnapshot::time).findFirst();
    List<Rule> rules = rules();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      StoredSnapshot snapshot = sorted.get(i);
      List<String> reasons = new ArrayList<>();
      tags.stream()
          .filter(wanted -> Set.copyOf(snapshot.tags()).containsAll(wanted))
          .forEach(wanted -> reasons.add("tags " + wanted));
      if (!within.isNone() && isWithin(within, snapshot, newest)) {
        reasons.add("within " + within);
      }
      for (Rule rule : rules) {
        if (rule.keeps(snapshot, i, newest)) {
          reasons.add(rule.name);
        }
      }
      verdicts.add(new Verdict(snapshot, reasons));
    }
    return verdicts;
  }
}
