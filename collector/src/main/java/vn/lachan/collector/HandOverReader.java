package vn.lachan.collector;

import java.time.Duration;

/** Reads what was handed over, under a name. For one thread at a time. */
public interface HandOverReader extends AutoCloseable {

  /**
   * The next logs, at most {@code max} and some megabytes. Waits at most {@code wait} for the
   * first; then returns what there is, or an empty batch.
   */
  HandOverBatch read(int max, Duration wait) throws InterruptedException;

  /**
   * Makes durable that {@code batch} and all batches before it are done with. May be tried again
   * when it fails.
   */
  void commit(HandOverBatch batch);

  /** Lets another reader take what is left. */
  @Override
  void close();
}
