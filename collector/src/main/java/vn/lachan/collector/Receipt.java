package vn.lachan.collector;

import java.util.concurrent.CompletableFuture;

/** What became of raw logs that were handed over. */
public sealed interface Receipt {

  /**
   * They will be kept.
   *
   * @param durable completes when every one of them would survive a crash of the machine; completes
   *     exceptionally only when the journal was closed before it could write them
   */
  record Taken(CompletableFuture<Void> durable) implements Receipt {}

  /** Not one of them was taken. */
  record Refused(Reason reason) implements Receipt {}

  /** Why raw logs were not taken. */
  enum Reason {
    /** More is waiting for the disk than may wait. */
    BUSY,
    /** The journal holds as many bytes as it may; its readers are behind. */
    FULL,
    /** The file system has less free space than must stay free. */
    LOW_SPACE,
    /** The disk refuses to write. */
    DISK_ERROR,
    /** The platform is stopping. */
    CLOSED
  }
}
