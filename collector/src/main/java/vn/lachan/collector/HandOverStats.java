package vn.lachan.collector;

import java.time.Duration;

/**
 * How a hand-over is doing; counts are since it was opened.
 *
 * @param state whether it takes anything
 * @param problem what keeps it from taking, or the last thing that went wrong; empty when nothing
 *     did
 * @param bytes bytes it holds; 0 where others keep them
 * @param maxBytes most it may hold; 0 where others decide
 * @param pendingBytes bytes that wait in memory to become durable
 * @param maxPendingBytes most that may wait so
 * @param lag what the readers of this process still have to read
 * @param unit what {@code lag} counts
 * @param damages damaged places found
 * @param refused logs that were not taken, or taken and given up with an error to their sender
 * @param oldestUnread how long the oldest log that was not read may have waited; zero when nothing
 *     waits or others know
 * @param stale whether that is longer than it should be
 * @param expired logs that were deleted for their age before they were read
 */
public record HandOverStats(
    State state,
    String problem,
    long bytes,
    long maxBytes,
    long pendingBytes,
    long maxPendingBytes,
    long lag,
    Unit unit,
    long damages,
    long refused,
    Duration oldestUnread,
    boolean stale,
    long expired) {
  private static final long BUSY_BYTES = 4L << 20;
  private static final long BUSY_LOGS = 5_000;

  /** Whether anything is taken. */
  public enum State {
    OPEN,
    /** As many bytes as it may hold; waits for its readers. */
    FULL,
    /** Too little free space on the disk; waits for more. */
    LOW_SPACE,
    /** The disk refuses to write; tried again. */
    DISK_ERROR,
    /** Others cannot be reached, or not quickly enough; tried again. */
    WAITING,
    CLOSED
  }

  /** What a lag counts. */
  public enum Unit {
    BYTES,
    LOGS
  }

  /** Whether more waits than about a second of work. */
  public boolean busy() {
    return lag > (unit == Unit.BYTES ? BUSY_BYTES : BUSY_LOGS);
  }
}
