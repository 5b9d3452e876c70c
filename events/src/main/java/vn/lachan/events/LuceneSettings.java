package vn.lachan.events;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link LuceneEventStore} works.
 *
 * @param refreshInterval after how long an appended event can be found at the latest
 * @param searchIdle after how long without a question the background refresh rests; the next
 *     question refreshes first
 * @param ramBufferMegabytes memory of one partition's writer before it writes a segment
 * @param indexThreads threads that index one batch
 * @param mergeThreads threads that merge segments of one partition
 * @param maxOpenWriters partitions that are written to at the same time
 * @param maxOpenPartitions partitions that are kept open for searching
 * @param idsReadAtOnce up to how many ids of a partition are read before it is written to; more are
 *     read in the background
 * @param maxUnrefreshedIds ids kept in memory before the partition is refreshed for their sake
 * @param maxCountedValues different values that are counted exactly by {@link EventStore#topValues}
 * @param limits what one question may ask
 */
public record LuceneSettings(
    Duration refreshInterval,
    Duration searchIdle,
    int ramBufferMegabytes,
    int indexThreads,
    int mergeThreads,
    int maxOpenWriters,
    int maxOpenPartitions,
    int idsReadAtOnce,
    int maxUnrefreshedIds,
    int maxCountedValues,
    SearchLimits limits) {

  /** One machine: uses its processors, 64 MB for each day that is written to. */
  public static final LuceneSettings DEFAULT =
      new LuceneSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          64,
          Runtime.getRuntime().availableProcessors(),
          1,
          4,
          40,
          50_000,
          200_000,
          500_000,
          SearchLimits.DEFAULT);

  public LuceneSettings {
    if (refreshInterval.isNegative() || searchIdle.isNegative()) {
      throw new IllegalArgumentException("refresh intervals are not negative");
    }
    if (ramBufferMegabytes < 1
        || indexThreads < 1
        || mergeThreads < 1
        || maxOpenWriters < 3
        || maxOpenPartitions < maxOpenWriters
        || idsReadAtOnce < 0
        || maxUnrefreshedIds < 1
        || maxCountedValues < 2) {
      throw new IllegalArgumentException(
          "a store needs memory, threads and at least 3 open partitions: " + indexThreads);
    }
    Objects.requireNonNull(limits, "limits");
  }

  /** The same with other limits on questions. */
  public LuceneSettings withLimits(SearchLimits other) {
    return new LuceneSettings(
        refreshInterval,
        searchIdle,
        ramBufferMegabytes,
        indexThreads,
        mergeThreads,
        maxOpenWriters,
        maxOpenPartitions,
        idsReadAtOnce,
        maxUnrefreshedIds,
        maxCountedValues,
        other);
  }
}
