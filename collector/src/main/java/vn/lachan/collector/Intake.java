package vn.lachan.collector;

import java.time.Duration;
import java.util.List;

/**
 * Takes raw logs and keeps them. Safe for use by several threads; logs handed over by one thread
 * stay in their order.
 */
public interface Intake {

  /** Patience of a sender that can be made to wait, such as a file or a TCP connection. */
  Duration FOREVER = Duration.ofDays(36_500);

  /**
   * Takes all of {@code logs} or none. Waits for room at most {@code patience}; does not wait for
   * the disk.
   */
  Receipt take(List<RawLog> logs, Duration patience) throws InterruptedException;

  /** What will be kept of the bytes of a record; the same when asked about its own answer. */
  default byte[] kept(byte[] record) {
    return record;
  }
}
