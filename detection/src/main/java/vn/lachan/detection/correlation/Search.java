package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a rule holds because of a new match: in every stretch of one timespan that the
 * match is part of, earliest end first. Counts the matches that it looks at. For one thread.
 */
final class Search {
  private long steps;

  /** A stretch of a window in which the conditions hold. */
  record Satisfied(int from, int until, BigDecimal measured) {}

  /**
   * What was found.
   *
   * @param holding the first stretch that holds
   * @param open the first one that holds and ends at a time for which no alert was raised yet
   */
  record Found(Satisfied holding, @Nullable Satisfied open) {}

  /** How many matches were looked at so far, in all. */
  long steps() {
    return steps;
  }

  /** Looks around the match at {@code at}; null when nothing new is found. */
  @Nullable Found find(Group group, int at) {
    Plan plan = group.lane().plan();
    long time = group.time(at);
    long span = plan.span();
    long[] alerts = group.alertsBetween(time - span, time + 2 * span);
    Cursor cursor = plan.ordered() || plan.counts() ? null : group.stretch();
    Satisfied holding = null;
    for (int end = at; end < group.size() && group.time(end) - time <= span; end++) {
      steps++;
      boolean open = isOpen(alerts, group.time(end), span);
      if (!open && (holding != null || !plan.referred())) {
        continue;
      }
      Satisfied satisfied =
          cursor instanceof Stretch stretch
              ? measured(plan, group, stretch, end)
              : plan.ordered() ? ordered(plan, group, at, end) : counted(plan, group, end);
      if (satisfied != null && open) {
        return new Found(holding == null ? satisfied : holding, satisfied);
      }
      holding = satisfied == null ? holding : satisfied;
    }
    return holding == null ? null : new Found(holding, null);
  }

  /** Whether no alert closes the time: within one timespan there is no second one. */
  private static boolean isOpen(long[] alerts, long time, long span) {
    for (long alert : alerts) {
      if (Math.abs(time - alert) <= span) {
        return false;
      }
    }
    return true;
  }

  /** Whether so few matches end here that no count can hold. */
  private static boolean tooFew(Plan plan, Group group, int end) {
    long least = plan.conditions().least();
    return least > 1
        && (least > end + 1 || group.time(end - (int) least + 1) < group.time(end) - plan.span());
  }

  private static @Nullable Satisfied counted(Plan plan, Group group, int end) {
    if (tooFew(plan, group, end)) {
      return null;
    }
    int from = group.lowerBound(group.time(end) - plan.span());
    int count = end - from + 1;
    return plan.conditions().holds(count)
        ? new Satisfied(from, end, BigDecimal.valueOf(count))
        : null;
  }

  private @Nullable Satisfied measured(Plan plan, Group group, Stretch stretch, int end) {
    if (plan.countsDifferent() && tooFew(plan, group, end)) {
      return null;
    }
    steps += stretch.moveTo(group, end);
    BigDecimal measured = stretch.measured(group);
    return plan.conditions().holds(measured) ? new Satisfied(stretch.from(), end, measured) : null;
  }

  /** Whether the rules follow each other up to {@code end}, around the new match. */
  private @Nullable Satisfied ordered(Plan plan, Group group, int at, int end) {
    int rules = plan.sources().length;
    if (group.entry(end).position() != rules - 1) {
      return null;
    }
    int earliest = group.lowerBound(group.time(end) - plan.span());
    Steps known = group.steps();
    steps += known.cost(earliest, end);
    int start = known.startOf(group, earliest, end);
    return start >= earliest && start <= at
        ? new Satisfied(start, end, BigDecimal.valueOf(rules))
        : null;
  }
}
