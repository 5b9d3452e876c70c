package vn.lachan.app.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.TimeRange;

/** Search over the events. Events carry data about people, so every look is in the audit trail. */
@RestController
@RequestMapping("/api/events")
class EventController {
  private static final Duration DEFAULT_RANGE = Duration.ofHours(24);

  record EventView(
      String id,
      Instant timestamp,
      Instant ingested,
      @Nullable UnitName organization,
      Map<String, Object> fields) {}

  record Found(List<EventView> items, @Nullable String next, long tookMs) {}

  record Histogram(long interval, long total, List<Bar> items) {}

  record Bar(Instant start, long count) {}

  private final EventStore events;
  private final AuditTrail trail;
  private final Names names;
  private final Clock clock;

  EventController(EventStore events, AuditTrail trail, Names names, Clock clock) {
    this.events = events;
    this.trail = trail;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping
  Found search(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "") String q,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> to,
      @RequestParam Optional<String> after,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    long start = System.nanoTime();
    EventPage page =
        events.search(query(user, q, from, to), after.map(EventPage.Cursor::new), limit);
    if (after.isEmpty()) {
      trail.append(
          new AuditEntry(user.actor(), "event.search", "events:", user.unit(), Map.of("query", q)));
    }
    return new Found(
        page.events().stream().map(event -> view(event, names)).toList(),
        page.next().map(EventPage.Cursor::token).orElse(null),
        (System.nanoTime() - start) / 1_000_000);
  }

  @GetMapping("/{id}")
  EventView one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    Event event =
        events.find(id, user.scope()).orElseThrow(() -> ApiProblem.notFound("sự kiện " + id));
    trail.append(
        new AuditEntry(user.actor(), "event.view", "event:" + id, event.organization(), Map.of()));
    return view(event, names);
  }

  @GetMapping("/histogram")
  Histogram histogram(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "") String q,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> to,
      @RequestParam(defaultValue = "60") @Min(1) @Max(500) int buckets) {
    EventQuery query = query(user, q, from, to);
    long seconds = Duration.between(query.range().from(), query.range().to()).toSeconds();
    long interval = Math.max(1, Math.ceilDiv(seconds, buckets));
    List<Bar> bars =
        events.histogram(query, Duration.ofSeconds(interval)).stream()
            .map(bucket -> new Bar(bucket.start(), bucket.count()))
            .toList();
    return new Histogram(interval, bars.stream().mapToLong(Bar::count).sum(), bars);
  }

  @GetMapping("/top")
  List<EventStore.ValueCount> top(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "") String q,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> to,
      @RequestParam String field,
      @RequestParam(defaultValue = "10") @Min(1) @Max(100) int limit) {
    return events.topValues(query(user, q, from, to), field, limit);
  }

  static EventView view(Event event, Names names) {
    return new EventView(
        event.id(),
        event.timestamp(),
        event.ingested(),
        names.organization(event.organization()),
        event.fields());
  }

  private EventQuery query(SignedIn user, String q, Optional<Instant> from, Optional<Instant> to) {
    Instant end = to.orElseGet(() -> clock.instant().plusSeconds(60));
    Instant start = from.orElseGet(() -> end.minus(DEFAULT_RANGE));
    return new EventQuery(q, new TimeRange(start, end), user.scope());
  }
}
