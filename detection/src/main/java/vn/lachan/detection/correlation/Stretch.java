package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * One timespan of a window with what is measured over it. It stays where it was looked at last and
 * is moved from there, so matches that come nearly in order cost only the few matches between them;
 * no move costs more than twice the matches of one timespan. For one thread.
 */
final class Stretch implements Cursor {
  private final SigmaCorrelation rule;
  private final long span;
  private Measure measure;
  private int from;
  private int until;

  Stretch(SigmaCorrelation rule) {
    this.rule = rule;
    this.span = rule.timespan().toMillis();
    this.measure = Measure.of(rule);
  }

  /** The first match of the stretch. */
  int from() {
    return from;
  }

  /** What is measured over it, as it was moved to last. */
  BigDecimal measured(Window window) {
    return measure.result(window.entry(until - 1));
  }

  @Override
  public void inserted(Window window, int at) {
    if (at <= from) {
      from++;
      until++;
    } else if (at < until) {
      measure.add(window.entry(at));
      until++;
    }
  }

  @Override
  public void removesFirst(Window window) {
    if (from > 0) {
      from--;
      until--;
    } else if (until > 0) {
      measure.remove(window.entry(0));
      until--;
    }
  }

  /** Makes this the stretch that ends with the match at {@code end}; returns the steps taken. */
  long moveTo(Window window, int end) {
    int start = window.lowerBound(window.time(end) - span);
    long steps = Math.abs((long) start - from) + Math.abs((long) end + 1 - until);
    if (steps > end + 1 - start) {
      measure = Measure.of(rule);
      from = start;
      until = start;
      steps = (long) end + 1 - start;
    }
    while (from > start) {
      measure.add(window.entry(--from));
    }
    while (until <= end) {
      measure.add(window.entry(until++));
    }
    while (until > end + 1) {
      measure.remove(window.entry(--until));
    }
    while (from < start) {
      measure.remove(window.entry(from++));
    }
    return steps;
  }
}
