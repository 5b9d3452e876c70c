package vn.lachan.app.pipeline;

import java.util.List;

/** Takes what was handed over through the pipeline, on threads of its own. */
public interface DetectionWorker extends AutoCloseable {

  /** Begins, or goes on where the work was left the last time. */
  void start();

  /** Whether everything that was handed over so far is stored, looked at and queued for good. */
  boolean caughtUp();

  /**
   * What rules did, each of the detectors of this process by itself. What is {@link Counted#over}
   * is given once.
   */
  List<Counted> counted();

  /** What the detectors of this process hold, and did since it began. */
  DetectorTotals totals();

  /** Finishes what is at hand and stops. */
  @Override
  void close();
}
