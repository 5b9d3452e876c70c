package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * The matches of one rule that agree in the group-by fields, and when they last raised an alert.
 *
 * <p>An alert closes the time around it: within one timespan before and after the last event of an
 * alert no further alert is raised. For one thread.
 */
final class Group {
  private static final int REMEMBERED_ALERTS = 4;

  private final SigmaCorrelation rule;
  private final int rules;
  private final long span;
  private final Window window = new Window();
  private final Deque<Long> alertTimes = new ArrayDeque<>();
  private final Stretch stretch;
  private long lastArrival;

  /** A stretch of the window in which the condition holds. */
  record Satisfied(int from, int until, BigDecimal measured) {}

  Group(SigmaCorrelation rule, int rules) {
    this.rule = rule;
    this.rules = rules;
    this.span = rule.timespan().toMillis();
    this.stretch = new Stretch(window, rule);
  }

  Window window() {
    return window;
  }

  long lastArrival() {
    return lastArrival;
  }

  Deque<Long> alertTimes() {
    return alertTimes;
  }

  /** Adds a match; gives where the condition holds because of it, or null. */
  @Nullable Satisfied add(Window.Entry entry) {
    lastArrival = Math.max(lastArrival, entry.arrived());
    boolean perRule = rule.type().isTemporal();
    if (window.holds(entry, perRule)) {
      return null;
    }
    int at = window.insert(entry);
    if (rule.type() == SigmaCorrelation.Type.TEMPORAL_ORDERED) {
      return ordered(at);
    }
    stretch.inserted(at);
    return measured(at);
  }

  /** Looks at every stretch of one timespan that the match is part of, oldest first. */
  private @Nullable Satisfied measured(int at) {
    for (int end = at; end < window.size() && window.time(end) - window.time(at) <= span; end++) {
      stretch.moveTo(end);
      Satisfied result = satisfied(stretch.from(), end, stretch.measured());
      if (result != null) {
        return result;
      }
    }
    return null;
  }

  private @Nullable Satisfied satisfied(int from, int until, BigDecimal measured) {
    boolean holds =
        (rule.type().isTemporal() && rule.conditions().isEmpty())
            ? measured.intValue() == rules
            : rule.holds(measured);
    return holds ? new Satisfied(from, until, measured) : null;
  }

  /** Whether the rules follow each other, with the new match among them. */
  private @Nullable Satisfied ordered(int at) {
    for (int end = at; end < window.size() && window.time(end) - window.time(at) <= span; end++) {
      if (window.position(end) == rules - 1) {
        int start = startOfOrder(end);
        if (start >= 0 && start <= at && window.time(start) >= window.time(end) - span) {
          return new Satisfied(start, end, BigDecimal.valueOf(rules));
        }
      }
    }
    return null;
  }

  /** Goes back from the last rule to the latest possible first one; -1 when one is missing. */
  private int startOfOrder(int end) {
    int at = end;
    for (int wanted = rules - 2; wanted >= 0; wanted--) {
      String later = window.id(at);
      at--;
      while (at >= 0 && (window.position(at) != wanted || window.id(at).equals(later))) {
        at--;
      }
      if (at < 0) {
        return -1;
      }
    }
    return at;
  }

  /** Whether an alert may be raised for a stretch that ends at {@code time}; remembers that. */
  boolean opens(long time) {
    for (long alert : alertTimes) {
      if (Math.abs(time - alert) <= span) {
        return false;
      }
    }
    if (alertTimes.size() == REMEMBERED_ALERTS) {
      alertTimes.removeFirst();
    }
    alertTimes.addLast(time);
    return true;
  }

  /** Lets matches go that arrived before {@code limit}; says how many. */
  int expire(long limit) {
    int gone = 0;
    while (window.size() > 0 && window.arrived(0) < limit) {
      removeFirst();
      gone++;
    }
    return gone;
  }

  void removeFirst() {
    if (rule.type() != SigmaCorrelation.Type.TEMPORAL_ORDERED) {
      stretch.removesFirst();
    }
    window.removeFirst();
  }

  /** Puts back what was saved, without asking whether anything holds. */
  void restore(Window.Entry entry) {
    lastArrival = Math.max(lastArrival, entry.arrived());
    int at = window.insert(entry);
    if (rule.type() != SigmaCorrelation.Type.TEMPORAL_ORDERED) {
      stretch.inserted(at);
    }
  }

  void restoreAlerts(List<Long> times, long arrival) {
    alertTimes.addAll(times);
    lastArrival = arrival;
  }

  /** The latest {@code most} events of a stretch, oldest first. */
  List<String> eventIds(Satisfied found, int most) {
    SequencedSet<String> ids = new LinkedHashSet<>();
    for (int i = found.until(); i >= found.from() && ids.size() < most; i--) {
      ids.add(window.id(i));
      for (String id : window.chain(i).reversed()) {
        ids.add(id);
      }
    }
    return ids.stream().limit(most).toList().reversed();
  }
}
