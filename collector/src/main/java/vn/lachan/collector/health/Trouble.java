package vn.lachan.collector.health;

import java.time.Instant;

/**
 * What is wrong with a source that sends.
 *
 * @param kind what
 * @param source id of the source
 * @param unit code of its unit; empty for none
 * @param since when it was noticed
 * @param value what was measured: lines in a window, seconds, or a share from 0 to 1
 * @param usual what would have been usual, in the same unit
 * @param field the field that is missing; empty for other kinds
 */
public record Trouble(
    Kind kind,
    String source,
    String unit,
    Instant since,
    double value,
    double usual,
    String field) {

  /** What can be wrong with a source that sends. */
  public enum Kind {
    /** Far fewer lines than ever at this kind of time. */
    DROP,
    /** Its clock is off by more than its tolerance. */
    SKEW,
    /** Lines that no parser understands. */
    UNPARSED,
    /** A field that nearly every event had is missing. */
    FIELD
  }

  /** Troubles with the same key are one and the same. */
  String key() {
    return kind + " " + field;
  }
}
