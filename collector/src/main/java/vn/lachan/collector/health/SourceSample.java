package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The counters of one source at one moment. Counters that are smaller than before began anew.
 *
 * @param source id of the source
 * @param unit code of the unit that it belongs to; empty for none
 * @param likeness equal for a source that was merely given another id
 * @param gap the longest usual gap when an administrator set one; it then wins over what is learned
 * @param tolerance how far its clock may be off
 * @param lines lines received
 * @param unparsed of these not understood
 * @param lastSeen when the last line came
 * @param skew how far its clock is ahead
 * @param events events whose fields were looked at
 * @param carried how many of these had a field, by name of the field
 */
public record SourceSample(
    String source,
    String unit,
    String likeness,
    Optional<Duration> gap,
    Duration tolerance,
    long lines,
    long unparsed,
    Optional<Instant> lastSeen,
    Duration skew,
    long events,
    Map<String, Long> carried) {
  public SourceSample {
    carried = Map.copyOf(carried);
  }
}
