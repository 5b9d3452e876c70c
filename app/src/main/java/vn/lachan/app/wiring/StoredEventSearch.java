package vn.lachan.app.wiring;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Replay;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.backtest.HistoryWalk;
import vn.lachan.detection.backtest.RuleQuery;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.QuerySyntaxException;
import vn.lachan.events.TimeRange;
import vn.lachan.playbooks.EventSearch;

/** Searches of playbooks in the event store, over the whole province. */
final class StoredEventSearch implements EventSearch {
  private static final int AT_ONCE = 10_000;

  /** Events that one rule is tried on at most; beyond, the search is not complete. */
  private static final long MOST = 5_000_000;

  private final EventStore store;
  private final Clock clock;

  StoredEventSearch(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Found rule(String rule, Instant from, Instant to, int limit) {
    RuleSet rules = RuleSet.parse("sigma", rule);
    if (!rules.rejected().isEmpty() || rules.rules().isEmpty()) {
      return new Found.Refused("Luật Sigma của bước không đọc được.");
    }
    List<String> queries =
        rules.rules().stream()
            .flatMap(info -> rules.eventRules(info.id()).stream())
            .map(RuleQuery.standard()::of)
            .distinct()
            .toList();
    Replay replay =
        new Replay(rules, clock, CorrelationLimits.DEFAULT, Replay.Arrival.WHEN_IT_HAPPENED);
    Set<String> ids = new LinkedHashSet<>();
    HistoryWalk walk =
        new HistoryWalk(store, OrganizationScope.PROVINCE, HistoryWalk.Order.HAPPENED, AT_ONCE);
    boolean whole =
        walk.walk(
            queries,
            from,
            to,
            (events, _) -> {
              for (Event event : events) {
                for (Alert alert : replay.evaluate(event)) {
                  ids.addAll(alert.eventIds());
                }
              }
              return replay.evaluated() < MOST && !Thread.currentThread().isInterrupted();
            });
    List<String> newest = new ArrayList<>(ids).reversed();
    return new Found.Events(ids.size(), newest.subList(0, Math.min(limit, newest.size())), whole);
  }

  @Override
  public Found query(String query, Instant from, Instant to, int limit) {
    EventQuery wanted = new EventQuery(query, new TimeRange(from, to), OrganizationScope.PROVINCE);
    try {
      List<String> ids = new ArrayList<>();
      Optional<EventPage.Cursor> after = Optional.empty();
      do {
        EventPage page = store.search(wanted, after, limit - ids.size());
        page.events().forEach(event -> ids.add(event.id()));
        after = page.next();
      } while (after.isPresent() && ids.size() < limit);
      return new Found.Events(store.count(wanted), ids, true);
    } catch (QuerySyntaxException e) {
      return new Found.Refused("Câu truy vấn không đọc được: " + e.getMessage());
    }
  }
}
