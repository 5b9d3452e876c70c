package vn.lachan.incidents.evidence;

import java.time.Clock;
import java.time.Instant;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.store.Transactions;

/**
 * Keeps the whole result of a search as evidence: the query, the time range, what the store held,
 * and every event with its digest (docs/formats/sealed-search.md). The result is read page by page
 * and never whole in memory.
 *
 * <p>Nothing is kept when the result would be cut: when it has more events than the limit, is
 * larger than evidence may be, or changes while it is read. Safe for several threads.
 */
public final class SealedSearches {
  private final EventStore events;
  private final EvidenceFiles evidence;
  private final Clock clock;
  private final long maxEvents;

  /**
   * @param maxEvents most events one result may have
   */
  public SealedSearches(EventStore events, EvidenceFiles evidence, Clock clock, long maxEvents) {
    this.events = events;
    this.evidence = evidence;
    this.clock = clock;
    this.maxEvents = maxEvents;
  }

  /** Most events one result may have. */
  public long maxEvents() {
    return maxEvents;
  }

  /**
   * Seals what {@code by} sees of a search. An end in the future becomes this moment, so that the
   * result can be complete.
   *
   * @param query in the language of searches; empty for all events of the range
   * @throws InvalidRequestException when the result is empty or would be cut
   * @throws vn.lachan.events.QuerySyntaxException when the query cannot be read
   */
  public Evidence seal(
      Officer by, String incidentId, String query, TimeRange range, String description) {
    Instant now = Transactions.stored(clock.instant());
    if (!range.from().isBefore(now)) {
      throw new InvalidRequestException("from", "Khoảng thời gian ở tương lai.");
    }
    TimeRange past = new TimeRange(range.from(), range.to().isAfter(now) ? now : range.to());
    EventQuery asked = new EventQuery(query, past, by.scope());
    long expected = events.count(asked);
    if (expected == 0) {
      throw new InvalidRequestException("query", "Không có sự kiện nào khớp để niêm phong.");
    }
    if (expected > maxEvents) {
      throw new InvalidRequestException(
          "query",
          "Kết quả có %d sự kiện, quá giới hạn %d; hãy thu hẹp câu truy vấn hoặc thời gian."
              .formatted(expected, maxEvents));
    }
    SealedSearchStream content =
        new SealedSearchStream(
            events, asked, expected, new SealedSearchStream.Head(incidentId, by.id(), now));
    String name = "tim-kiem-" + now.toString().replace(":", "").substring(0, 17) + ".ndjson";
    return evidence.collect(
        by,
        incidentId,
        new NewEvidence(
            name, SealedSearchStream.MEDIA_TYPE, description, "Kho sự kiện của nền tảng Lá Chắn"),
        content,
        content::sealed);
  }
}
