package vn.lachan.backup.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final LongSupplier nanoTime;
  private final long began;
  private volatile long expectedFiles;
  private volatile long expectedBytes;
  private volatile @Nullable String last;

  public Progress() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime that of the system, or another in tests
   */
  public Progress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

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
  public void file(String path, long size) {
    files.increment();
    bytes.add(size);
    last = path;
  }

  /** A file that was done not long ago, for people to see; empty before the first. */
  public Optional<String> last() {
    return Optional.ofNullable(last);
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
        Duration.ofNanos(nanoTime.getAsLong() - began));
  }
}
