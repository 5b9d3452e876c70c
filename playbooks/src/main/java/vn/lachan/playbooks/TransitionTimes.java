package vn.lachan.playbooks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long changes of runs and steps took, from when they were decided until the database had them
 * for good. Kept in classes an eighth apart, so a percentile is at most 12.5 % too high. Safe for
 * use by several threads.
 */
final class TransitionTimes {
  private static final int SUB_BITS = 3;
  private static final int SUBS = 1 << SUB_BITS;
  private static final int CLASSES = 64 * SUBS;

  private final LongAdder[] classes = new LongAdder[CLASSES];
  private final LongAdder commits = new LongAdder();
  private final AtomicLong longest = new AtomicLong();

  TransitionTimes() {
    for (int i = 0; i < CLASSES; i++) {
      classes[i] = new LongAdder();
    }
  }

  /** A transaction that brought these changes was over {@code at} ({@link System#nanoTime}). */
  void committed(List<Changes.Transition> transitions, long at) {
    commits.increment();
    for (Changes.Transition one : transitions) {
      long time = Math.max(0, at - one.decided());
      classes[place(time)].increment();
      longest.accumulateAndGet(time, Math::max);
    }
  }

  EngineStats.Transitions stats() {
    long[] counts = new long[CLASSES];
    long all = 0;
    for (int i = 0; i < CLASSES; i++) {
      counts[i] = classes[i].sum();
      all += counts[i];
    }
    return new EngineStats.Transitions(
        all,
        commits.sum(),
        percentile(counts, all, 0.5),
        percentile(counts, all, 0.99),
        Duration.ofNanos(longest.get()));
  }

  private Duration percentile(long[] counts, long all, double share) {
    long wanted = (long) Math.ceil(all * share);
    long seen = 0;
    for (int i = 0; i < CLASSES && all > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return Duration.ofNanos(Math.min(upper(i), longest.get()));
      }
    }
    return Duration.ZERO;
  }

  /** Small values have a class each; others one of eight between two powers of two. */
  private static int place(long value) {
    if (value < SUBS) {
      return (int) value;
    }
    int power = 63 - Long.numberOfLeadingZeros(value);
    int sub = (int) (value >>> (power - SUB_BITS)) & (SUBS - 1);
    return (power - SUB_BITS + 1) * SUBS + sub;
  }

  private static long upper(int place) {
    if (place < SUBS) {
      return place;
    }
    int shift = place / SUBS - 1;
    long base = (long) (SUBS + place % SUBS) << shift;
    return base + (1L << shift) - 1;
  }
}
