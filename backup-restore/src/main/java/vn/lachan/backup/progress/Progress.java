package vn.lachan.backup.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Counts what one task has done so far. Counting costs next to nothing; safe for many threads.
 *
 * <p>Bound to the thread that runs the task with {@link #during}; those who count take it with
 * {@link #current} on that thread and may hand it to others. Outside of any task counting goes
 * nowhere.
 */
public final class Progress {

  private static final ScopedValue<Progress> BOUND = ScopedValue.newInstance();

  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder troubles = new LongAdder();
  private final long began = System.nanoTime();
  private volatile long expectedFiles;
  private volatile long expectedBytes;

  /**
   * What was done until now.
   *
   * @param expectedFiles how many there will be, about; 0 when nobody knows
   * @param expectedBytes likewise
   */
  public record State(
      long files,
      long bytes,
      long troubles,
      long expectedFiles,
      long expectedBytes,
      Duration elapsed) {

    /** Bytes a second since the beginning. */
    public long rate() {
      return bytes * 1_000 / Math.max(1, elapsed.toMillis());
    }

    /** Between 0 and 1; 0 when nobody knows. */
    public double share() {
      if (expectedBytes > 0) {
        return Math.min(1, (double) bytes / expectedBytes);
      }
      return expectedFiles > 0 ? Math.min(1, (double) files / expectedFiles) : 0;
    }

    /** How long it will still take if it goes on like this. */
    public Optional<Duration> left() {
      double share = share();
      return share < 0.001
          ? Optional.empty()
          : Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share)));
    }
  }

  /** Runs {@code task}, which counts here. */
  public <T> T during(Supplier<T> task) {
    return ScopedValue.where(BOUND, this).call(task::get);
  }

  /** That of the task on this thread; outside of any task one that nobody reads. */
  public static Progress current() {
    return BOUND.isBound() ? BOUND.get() : new Progress();
  }

  /** Says how much there will be, about; 0 leaves what was said before. */
  public void expect(long files, long bytes) {
    if (files > 0) {
      expectedFiles = files;
    }
    if (bytes > 0) {
      expectedBytes = bytes;
    }
  }

  /** One file of {@code size} bytes is done. */
  public void file(long size) {
    files.increment();
    bytes.add(size);
  }

  /** Bytes that belong to no file of their own. */
  public void bytes(long count) {
    bytes.add(count);
  }

  /** Something went wrong with one file. */
  public void trouble() {
    troubles.increment();
  }

  public State state() {
    return new State(
        files.sum(),
        bytes.sum(),
        troubles.sum(),
        expectedFiles,
        expectedBytes,
        Duration.ofNanos(System.nanoTime() - began));
  }
}
