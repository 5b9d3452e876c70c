package vn.lachan.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import vn.lachan.events.EventStore.Bucket;
import vn.lachan.events.QuerySyntaxException.Code;

/**
 * Where the intervals of a histogram begin and end.
 *
 * <p>The first interval starts where the range starts. On a side where the range is that of {@link
 * TimeRange#ALL}, the histogram reaches only as far as there are events, and intervals start at
 * multiples since the epoch when it is the start that is open.
 */
final class HistogramGrid {
  private final TimeRange range;
  private final long interval;
  private final long origin;
  private final int maxBuckets;

  HistogramGrid(TimeRange range, Duration interval, int maxBuckets) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("an interval is at least 1 ms, not " + interval);
    }
    this.range = range;
    this.interval = interval.toMillis();
    this.maxBuckets = maxBuckets;
    this.origin = openStart() ? 0 : TimeBounds.millis(range.from());
    if (!openStart() && !openEnd()) {
      check(index(TimeBounds.millis(range.to()) - 1) + 1);
    }
  }

  private boolean openStart() {
    return range.from().equals(TimeRange.ALL.from());
  }

  private boolean openEnd() {
    return range.to().equals(TimeRange.ALL.to());
  }

  long interval() {
    return interval;
  }

  /** What is added to a multiple of the interval to get to the start of one of ours. */
  long offset() {
    return Math.floorMod(origin, interval);
  }

  /** Number of the interval that holds {@code millis}. */
  long index(long millis) {
    return Math.floorDiv(millis - origin, interval);
  }

  /** All intervals in order, from the counts of those that are not empty. */
  List<Bucket> fill(SortedMap<Long, Long> counts) {
    if (counts.isEmpty() && (openStart() || openEnd())) {
      return List.of();
    }
    long first = openStart() ? counts.firstKey() : 0;
    long last = openEnd() ? counts.lastKey() : index(TimeBounds.millis(range.to()) - 1);
    check(last - first + 1);
    List<Bucket> buckets = new ArrayList<>((int) (last - first + 1));
    for (long i = first; i <= last; i++) {
      buckets.add(
          new Bucket(Instant.ofEpochMilli(origin + i * interval), counts.getOrDefault(i, 0L)));
    }
    return buckets;
  }

  private void check(long buckets) {
    if (buckets > maxBuckets) {
      throw new QuerySyntaxException(
          Code.BUCKETS,
          "the time range holds "
              + buckets
              + " intervals; at most "
              + maxBuckets
              + " are allowed: take a longer interval or a shorter range");
    }
  }
}
