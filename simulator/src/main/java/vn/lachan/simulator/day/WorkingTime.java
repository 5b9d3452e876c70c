package vn.lachan.simulator.day;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.registry.UnitKind;
import vn.lachan.registry.WorkingCalendar;

/**
 * The working time of one kind of unit inside a window, laid end to end: {@link #at} turns minutes
 * worked into moments.
 */
final class WorkingTime {
  /** Nobody acts in the first and the last minutes, so that log-ins fall into working time too. */
  private static final Duration MARGIN = Duration.ofMinutes(4);

  private final List<Span> spans;
  private final List<Span> rest;

  private WorkingTime(List<Span> spans, List<Span> rest) {
    this.spans = spans;
    this.rest = rest;
  }

  static WorkingTime of(WorkingCalendar calendar, UnitKind kind, Instant from, Instant to) {
    return new WorkingTime(
        stretches(calendar, kind, from, to, true), stretches(calendar, kind, from, to, false));
  }

  private static List<Span> stretches(
      WorkingCalendar calendar, UnitKind kind, Instant from, Instant to, boolean working) {
    List<Span> found = new ArrayList<>();
    Instant start = from;
    boolean inside = false;
    for (Instant minute = from; minute.isBefore(to); minute = next(minute)) {
      boolean fits = calendar.isWorkingTime(kind, minute) == working;
      if (fits && !inside) {
        start = minute;
      } else if (!fits && inside) {
        add(found, start, minute);
      }
      inside = fits;
    }
    if (inside) {
      add(found, start, to);
    }
    return List.copyOf(found);
  }

  private static Instant next(Instant minute) {
    return minute.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
  }

  private static void add(List<Span> found, Instant from, Instant to) {
    Span trimmed = new Span(from.plus(MARGIN), to.minus(MARGIN));
    if (trimmed.length().compareTo(MARGIN) > 0) {
      found.add(trimmed);
    }
  }

  /** The stretches in which this kind of unit works, in order. */
  List<Span> spans() {
    return spans;
  }

  /** The stretches in which it does not. */
  List<Span> rest() {
    return rest;
  }

  Duration total() {
    return spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
  }

  /** The moment after {@code worked} of working time; the last moment when there is no more. */
  Instant at(Duration worked) {
    Duration left = worked;
    for (Span span : spans) {
      if (left.compareTo(span.length()) < 0) {
        return span.from().plus(left);
      }
      left = left.minus(span.length());
    }
    return spans.getLast().to().minusMillis(1);
  }

  /** Number of the stretch that holds {@code moment}; -1 outside. */
  int indexOf(Instant moment) {
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).contains(moment)) {
        return i;
      }
    }
    return -1;
  }
}
