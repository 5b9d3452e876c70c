package vn.lachan.collector.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a journal.
 *
 * @param segmentBytes size at which a new segment file is begun
 * @param maxBytes bytes all segments together may have; when reached, nothing more is taken until
 *     the readers have caught up; at least three segments
 * @param minFreeBytes bytes of the file system that must stay free
 * @param pendingBytes bytes that may wait for the disk in memory
 * @param groupDelay how long the first record of a group may wait for others before the group is
 *     written and synced
 * @param groupRecords a group of this many records is written at once
 * @param retryInterval how often a full or broken disk is tried again, and ages are looked at
 * @param segmentAge a segment is ended when it is so old, so that what was read can leave the disk;
 *     at the latest after twice this time it does
 * @param staleAfter what waits longer for a reader makes the journal stale: seen, never deleted
 * @param keepAtMost nothing is kept longer, read or not; a segment is deleted as a whole when its
 *     first record may be so old, so records may leave up to {@code segmentAge} earlier; empty for
 *     never
 */
public record JournalSettings(
    long segmentBytes,
    long maxBytes,
    long minFreeBytes,
    long pendingBytes,
    Duration groupDelay,
    int groupRecords,
    Duration retryInterval,
    Duration segmentAge,
    Duration staleAfter,
    Optional<Duration> keepAtMost) {

  /**
   * 64 MiB segments, 10 GiB in all, 1 GiB stays free, 16 MiB wait, groups of 2 ms or 2,000, an hour
   * a segment, stale after a day, nothing deleted unread.
   */
  public static final JournalSettings DEFAULT =
      new JournalSettings(
          64L << 20,
          10L << 30,
          1L << 30,
          16L << 20,
          Duration.ofMillis(2),
          2_000,
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Optional.empty());

  public JournalSettings {
    if (segmentBytes < 4_096 || segmentBytes > 1L << 30) {
      throw new IllegalArgumentException("a segment has 4 KiB to 1 GiB, not " + segmentBytes);
    }
    if (maxBytes < 3 * segmentBytes) {
      throw new IllegalArgumentException("a journal holds at least three segments");
    }
    if (minFreeBytes < 0 || pendingBytes < 1 || groupRecords < 1) {
      throw new IllegalArgumentException("limits of a journal are positive");
    }
    if (groupDelay.isNegative() || !retryInterval.isPositive()) {
      throw new IllegalArgumentException("delays of a journal are positive");
    }
    if (!segmentAge.isPositive() || !staleAfter.isPositive()) {
      throw new IllegalArgumentException("ages of a journal are positive");
    }
    if (keepAtMost.isPresent() && keepAtMost.get().compareTo(segmentAge) < 0) {
      throw new IllegalArgumentException(
          "a segment is ended (after " + segmentAge + ") before it is deleted for its age");
    }
  }

  public JournalSettings withMaxBytes(long value) {
    return new JournalSettings(
        segmentBytes,
        value,
        minFreeBytes,
        pendingBytes,
        groupDelay,
        groupRecords,
        retryInterval,
        segmentAge,
        staleAfter,
        keepAtMost);
  }

  public JournalSettings withSegmentBytes(long value) {
    return new JournalSettings(
        value,
        maxBytes,
        minFreeBytes,
        pendingBytes,
        groupDelay,
        groupRecords,
        retryInterval,
        segmentAge,
        staleAfter,
        keepAtMost);
  }

  public JournalSettings withMinFreeBytes(long value) {
    return new JournalSettings(
        segmentBytes,
        maxBytes,
        value,
        pendingBytes,
        groupDelay,
        groupRecords,
        retryInterval,
        segmentAge,
        staleAfter,
        keepAtMost);
  }

  public JournalSettings withRetryInterval(Duration value) {
    return new JournalSettings(
        segmentBytes,
        maxBytes,
        minFreeBytes,
        pendingBytes,
        groupDelay,
        groupRecords,
        value,
        segmentAge,
        staleAfter,
        keepAtMost);
  }

  public JournalSettings withPendingBytes(long value) {
    return new JournalSettings(
        segmentBytes,
        maxBytes,
        minFreeBytes,
        value,
        groupDelay,
        groupRecords,
        retryInterval,
        segmentAge,
        staleAfter,
        keepAtMost);
  }

  public JournalSettings withGroupDelay(Duration value) {
    return new JournalSettings(
        segmentBytes,
        maxBytes,
        minFreeBytes,
        pendingBytes,
        value,
        groupRecords,
        retryInterval,
        segmentAge,
        staleAfter,
        keepAtMost);
  }

  /** With these ages of segments; what they mean stands at the components. */
  public JournalSettings withAges(Duration segment, Duration stale, Optional<Duration> most) {
    return new JournalSettings(
        segmentBytes,
        maxBytes,
        minFreeBytes,
        pendingBytes,
        groupDelay,
        groupRecords,
        retryInterval,
        segment,
        stale,
        most);
  }
}
