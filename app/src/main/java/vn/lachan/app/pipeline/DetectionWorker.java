package vn.lachan.app.pipeline;

/** Takes what was handed over through the pipeline, on threads of its own. */
public interface DetectionWorker extends AutoCloseable {

  /** Begins, or goes on where the work was left the last time. */
  void start();

  /** Whether everything that was handed over so far is stored, looked at and queued for good. */
  boolean caughtUp();

  /** Finishes what is at hand and stops. */
  @Override
  void close();
}
