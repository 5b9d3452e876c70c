package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * One timespan of a window with what is measured over it. It stays where it was looked at last and
 * is moved from there, so matches that come nearly in order cost only the few matches between them.
 * For one thread.
 */
final class Stretch {
  private final Window window;
  private final SigmaCorrelation rule;
  private final long span;
  private Measure measure;
  private int from;
  private int until;

  Stretch(Window window, SigmaCorrelation rule) {
    this.window = window;
    this.rule = rule;
    this.span = rule.timespan().toMillis();
    this.measure = Measure.of(rule);
  }

  /** The first match of the stretch. */
  int from() {
    return from;
  }

  BigDecimal measured() {
    return measure.result();
  }

  /** The window has a new match at {@code at}. */
  void inserted(int at) {
    if (at <= from) {
      from++;
      until++;
    } else if (at < until) {
      measure.add(window, at);
      until++;
    }
  }

  /** The window is about to lose its first match. */
  void removesFirst() {
    if (from > 0) {
      from--;
      until--;
    } else if (until > 0) {
      measure.remove(window, 0);
      until--;
    }
  }

  /** Makes this the stretch that ends with the match at {@code end}. */
  void moveTo(int end) {
    int start = window.lowerBound(window.time(end) - span);
    long steps = Math.abs((long) start - from) + Math.abs((long) end + 1 - until);
    if (steps > end + 1 - start) {
      measure = Measure.of(rule);
      from = start;
      until = start;
    }
    while (from > start) {
      measure.add(window, --from);
    }
    while (until <= end) {
      measure.add(window, until++);
    }
    while (until > end + 1) {
      measure.remove(window, --until);
    }
    while (from < start) {
      measure.remove(window, from++);
    }
  }
}
