package vn.lachan.collector.dataset.step;

/** One thing that is done with a line. Compiled once, stateless, used by many threads. */
@FunctionalInterface
public interface Step {

  /** Does it; false when the line is not of the form the step expects. Never throws. */
  boolean run(Slots slots);

  /** Runs {@code steps} in order until one fails. */
  static boolean all(Step[] steps, Slots slots) {
    for (Step step : steps) {
      if (!step.run(slots)) {
        return false;
      }
    }
    return true;
  }
}
