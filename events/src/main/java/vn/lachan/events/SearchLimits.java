package vn.lachan.events;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How much one question may ask of a store.
 *
 * @param maxTextLength characters of a query's text
 * @param maxClauses words, phrases, ranges and so on in one query
 * @param maxDepth parentheses within parentheses
 * @param leadingWildcards whether a pattern may begin with {@code *} or {@code ?}, which reads
 *     every value of the field
 * @param maxPageSize events of one page; a larger page is cut to this
 * @param maxBuckets intervals of one histogram
 * @param maxTopValues values of one count; a larger number is cut to this
 * @param timeout how long one question may take in one partition
 * @param zone where a date without an offset is understood to be
 */
public record SearchLimits(
    int maxTextLength,
    int maxClauses,
    int maxDepth,
    boolean leadingWildcards,
    int maxPageSize,
    int maxBuckets,
    int maxTopValues,
    Duration timeout,
    ZoneId zone) {

  /** Generous for people, bounded for programs. */
  public static final SearchLimits DEFAULT =
      new SearchLimits(
          8_192, 256, 32, true, 1_000, 10_000, 1_000, Duration.ofSeconds(30), DateText.VIETNAM);

  public SearchLimits {
    if (maxTextLength < 1
        || maxClauses < 1
        || maxDepth < 1
        || maxPageSize < 1
        || maxBuckets < 1
        || maxTopValues < 1) {
      throw new IllegalArgumentException("every search limit is at least 1");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the search timeout is positive, not " + timeout);
    }
    Objects.requireNonNull(zone, "zone");
  }

  /** The same, with or without patterns that begin with a wildcard. */
  public SearchLimits withLeadingWildcards(boolean allowed) {
    return new SearchLimits(
        maxTextLength,
        maxClauses,
        maxDepth,
        allowed,
        maxPageSize,
        maxBuckets,
        maxTopValues,
        timeout,
        zone);
  }

  /** How many events a page holds when {@code limit} are asked for. */
  int pageSize(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one event, not " + limit);
    }
    return Math.min(limit, maxPageSize);
  }

  /** How many values a count holds when {@code limit} are asked for. */
  int topValues(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a count holds at least one value, not " + limit);
    }
    return Math.min(limit, maxTopValues);
  }
}
