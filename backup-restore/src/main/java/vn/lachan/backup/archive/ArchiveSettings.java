package vn.lachan.backup.archive;

/**
 * How much work is done at once.
 *
 * @param threads files read or written at the same time, 1 to 64
 * @param filesInFlight files handed to the threads and not finished, which bounds the memory
 */
public record ArchiveSettings(int threads, int filesInFlight) {

  public static final ArchiveSettings DEFAULT =
      new ArchiveSettings(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8), 512);

  public ArchiveSettings {
    if (threads < 1 || threads > 64 || filesInFlight < threads) {
      throw new IllegalArgumentException(
          "threads 1 to 64 and filesInFlight at least as many: " + threads + ", " + filesInFlight);
    }
  }
}
