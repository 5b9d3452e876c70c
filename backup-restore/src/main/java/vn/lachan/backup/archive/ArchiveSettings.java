package vn.lachan.backup.archive;

/**
 * How much work is done at once.
 *
 * @param threads files read or written at the same time, 1 to 64
 * @param filesInFlight files handed to the threads and not finished, which bounds the memory
 * @param rereads how often a file that changed while it was read is read again, 0 to 100
 * @param batchBytes bytes of files that one thread reads before it hashes and saves them together,
 *     64 KiB to 256 MiB; each thread holds about twice as much
 */
public record ArchiveSettings(int threads, int filesInFlight, int rereads, int batchBytes) {

  private static final int SMALLEST_BATCH = 64 << 10;
  private static final int LARGEST_BATCH = 256 << 20;

  public static final ArchiveSettings DEFAULT =
      new ArchiveSettings(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8), 2048);

  /** With two more readings of a file that changes, and batches of the usual size. */
  public ArchiveSettings(int threads, int filesInFlight) {
    this(threads, filesInFlight, 2, 4 << 20);
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
    if (batchBytes < SMALLEST_BATCH || batchBytes > LARGEST_BATCH) {
      throw new IllegalArgumentException("batchBytes 64 KiB to 256 MiB: " + batchBytes);
    }
  }
}
