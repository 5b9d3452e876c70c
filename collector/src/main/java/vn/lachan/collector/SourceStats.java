package vn.lachan.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What came from one log source since the platform started.
 *
 * @param source id of the source
 * @param total lines received
 * @param bytes bytes of these lines
 * @param unparsed lines no parser understood
 * @param lastSeen when the last line came; empty when none did
 * @param ratePerMinute lines in the last full minute
 * @param skew how far the clock of the source was ahead (positive) or behind, told by the line that
 *     was least late in the last ten to twenty minutes; lines that come late do not make a slow
 *     clock
 * @param silentFor how long it has been silent beyond what is usual; zero when it is not
 * @param ways how its lines came in; empty when none did
 */
public record SourceStats(
    String source,
    long total,
    long bytes,
    long unparsed,
    Optional<Instant> lastSeen,
    long ratePerMinute,
    Duration skew,
    Duration silentFor,
    Set<Way> ways) {

  /** Whether it should have sent something by now. */
  public boolean silent() {
    return silentFor.isPositive();
  }
}
