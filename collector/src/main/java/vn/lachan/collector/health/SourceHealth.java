package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.lachan.registry.HourType;

/**
 * How a source is doing.
 *
 * @param source id of the source
 * @param state whether it sends as it should
 * @param hours the kind of time that its unit has now
 * @param expected after this long without a line it counts as silent now; empty when it is not
 *     judged
 * @param since when it fell silent; empty when it did not
 * @param outage id of the outage that it is part of
 * @param usualLines fewest and most lines that are usual in a window of this kind of time; empty
 *     while unknown
 * @param windowLines lines of the last full window
 * @param unparsedShare share of lines of the last judged window that were not understood
 * @param fields how many of the events carry each field that was ever seen, lately, by share
 * @param troubles what is wrong
 */
public record SourceHealth(
    String source,
    State state,
    HourType hours,
    Optional<Duration> expected,
    Optional<Instant> since,
    Optional<String> outage,
    Optional<Usual> usualLines,
    long windowLines,
    double unparsedShare,
    List<FieldShare> fields,
    List<Trouble> troubles) {

  /** Whether a source sends as it should. */
  public enum State {
    /** It sends. */
    SENDING,
    /** It never sent anything. */
    NEVER,
    /** Not yet known what is usual. */
    LEARNING,
    /** It usually sends nothing at this kind of time. */
    RESTING,
    /** It should have sent something. */
    SILENT
  }

  /**
   * How many lines are usual.
   *
   * @param fewest nine of ten windows hold more
   * @param most nine of ten windows hold fewer
   */
  public record Usual(long fewest, long most) {}

  /**
   * How many events carry a field.
   *
   * @param share in the last judged window, 0 to 1
   * @param usual share that is usual
   */
  public record FieldShare(String field, double share, double usual) {}

  public SourceHealth {
    fields = List.copyOf(fields);
    troubles = List.copyOf(troubles);
  }
}
