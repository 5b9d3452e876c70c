package vn.lachan.collector.journal;

import java.time.Duration;
import java.util.List;

/**
 * How the journal is doing; counts are since it was opened.
 *
 * @param state whether it takes records
 * @param problem what keeps it from taking records, empty when nothing does
 * @param segments segment files
 * @param bytes bytes of all segments
 * @param maxBytes bytes they may have
 * @param pendingBytes bytes that wait for the disk
 * @param maxPendingBytes bytes that may
 * @param records records made durable
 * @param recordBytes bytes of these records
 * @param syncs how often the disk was asked to sync
 * @param syncTime how long that took in all
 * @param slowestSync how long the slowest took
 * @param refused records that were not taken
 * @param failures times the disk refused to write
 * @param damages damaged places found, each reported in the log and kept in {@code quarantine}
 * @param damagedBytes bytes of these places
 * @param cutBytes bytes cut from the torn end of the last segment when it was opened
 * @param readers how far each reader is
 * @param oldestUnread how long the oldest log that some reader has not read may have waited; up to
 *     the age of a segment more than it did; zero when nothing waits
 * @param stale whether that is longer than it should be
 * @param expiredRecords records deleted for their age before every reader had read them
 * @param expiredBytes their bytes on disk
 */
public record JournalStats(
    State state,
    String problem,
    int segments,
    long bytes,
    long maxBytes,
    long pendingBytes,
    long maxPendingBytes,
    long records,
    long recordBytes,
    long syncs,
    Duration syncTime,
    Duration slowestSync,
    long refused,
    long failures,
    long damages,
    long damagedBytes,
    long cutBytes,
    List<Reader> readers,
    Duration oldestUnread,
    boolean stale,
    long expiredRecords,
    long expiredBytes) {
  public JournalStats {
    readers = List.copyOf(readers);
  }

  /** Whether the journal takes records. */
  public enum State {
    OPEN,
    /** As many bytes as it may hold; waits for its readers. */
    FULL,
    /** Too little free space in the file system; waits for more. */
    LOW_SPACE,
    /** The disk refuses to write; tried again. */
    DISK_ERROR,
    CLOSED
  }

  /**
   * A reader.
   *
   * @param lagBytes bytes it has not committed yet
   */
  public record Reader(String name, JournalPosition committed, long lagBytes) {}
}
