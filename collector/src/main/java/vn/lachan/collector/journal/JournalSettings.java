package vn.lachan.collector.journal;

import java.time.Duration;

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
 * @param retryInterval how often a full or broken disk is tried again
 */
public record JournalSettings(
    long segmentBytes,
    long maxBytes,
    long minFreeBytes,
    long pendingBytes,
    Duration groupDelay,
    int groupRecords,
    Duration retryInterval) {

  /** 64 MiB segments, 10 GiB in all, 1 GiB stays free, 16 MiB wait, groups of 2 ms or 2,000. */
  public static final JournalSettings DEFAULT =
      new JournalSettings(
          64L << 20,
          10L << 30,
          1L << 30,
          16L << 20,
          Duration.ofMillis(2),
          2_000,
          Duration.ofSeconds(1));

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
  }

  public JournalSettings withMaxBytes(long bytes) {
    return new JournalSettings(
        segmentBytes, bytes, minFreeBytes, pendingBytes, groupDelay, groupRecords, retryInterval);
  }

  public JournalSettings withSegmentBytes(long bytes) {
    return new JournalSettings(
        bytes, maxBytes, minFreeBytes, pendingBytes, groupDelay, groupRecords, retryInterval);
  }

  public JournalSettings withMinFreeBytes(long bytes) {
    return new JournalSettings(
        segmentBytes, maxBytes, bytes, pendingBytes, groupDelay, groupRecords, retryInterval);
  }

  public JournalSettings withRetryInterval(Duration interval) {
    return new JournalSettings(
        segmentBytes, maxBytes, minFreeBytes, pendingBytes, groupDelay, groupRecords, interval);
  }

  public JournalSettings withPendingBytes(long bytes) {
    return new JournalSettings(
        segmentBytes, maxBytes, minFreeBytes, bytes, groupDelay, groupRecords, retryInterval);
  }
}
