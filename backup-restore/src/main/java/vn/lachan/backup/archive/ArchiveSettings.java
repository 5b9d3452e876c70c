package vn.lachan.backup.archive;

/**
 * How much work is done at once.
 *
 * @param threads files read or written at the same time, 1 to 64
 * @param filesInFlight files handed to the threads and not finished, which bounds the memory
 * @param rereads how often a file that changed while it was read is read again, 0 to 100
 */
public record ArchiveSettings(int threads, int filesInFlight, int rereads) {

  public static final ArchiveSettings DEFAULT =
      new ArchiveSettings(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8), 512);

  /** With two more readings of a file that changes. */
  public ArchiveSettings(int threads, int filesInFlight) {
    this(threads, filesInFlight, 2);
  }

  public ArchiveSettings {
    if (threads < 1 || threads > 64 || filesInFlight < threads || rereads < 0 || rereads > 100) {
      throw new IllegalArgumentException(
          "threads 1 to 64, filesInFlight at least as many, rereads 0 to 100: "
              + threads
              + ", "
              + filesInFlight
              + ", "
              + rereads);
    }
  }
}
