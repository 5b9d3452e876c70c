package vn.lachan.app.schedule;

import java.time.Instant;

/**
 * A duty that rang and is done later.
 *
 * @param due when it should have been done
 * @param at when it rings again
 * @param attempt how often it was tried and failed
 */
public record PutOff(Cause cause, Instant due, Instant at, int attempt) {

  /** Why it was not done when it rang. */
  public enum Cause {
    /** Nothing is begun in a blackout window; this one ends then. */
    BLACKOUT,
    /** It was done and failed. */
    FAILED,
    /** Something else was being done for the plan. */
    BUSY
  }

  public PutOff {
    if (attempt < 0) {
      throw new IllegalArgumentException("a duty was not tried " + attempt + " times");
    }
  }
}
