package vn.lachan.detection.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.Replay;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.detection.match.LogSources;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.OrganizationScope;

class RuleQueryTest {
  private static final Clock CLOCK =
      Clock.fixed(RandomHistory.START, ZoneId.of("Asia/Ho_Chi_Minh"));

  private static String query(String rule) {
    RuleSet rules = RuleSet.parse("r.yml", rule);
    assertThat(rules.rejected()).isEmpty();
    return new RuleQuery(LogSources.standard())
        .of(rules.eventRules(rules.rules().getLast().id()).getFirst());
  }

  @Test
  void asksForTheDatasetAndTheValues() {
    String query =
        query(
            """
            title: T
            id: t
            logsource: {product: lachan, service: dvc.motcua}
            detection:
              sel: {event.action: tra_cuu_dan_cu, user.name|startswith: can_bo_}
              empty: {dvc.dossier.code: null}
              condition: sel and empty
            """);

    assertThat(query)
        .contains("event.dataset:dvc.motcua")
        .contains("event.action:tra_cuu_dan_cu")
        .contains("user.name:can_bo_*")
        .contains("NOT _exists_:dvc.dossier.code");
  }

  @Test
  void asksForWhatTheFieldIsCalledInTheLogs() {
    assertThat(
            query(
                """
                title: T
                id: t
                logsource: {category: webserver}
                detection: {s: {cs-method: POST}, condition: s}
                """))
        .contains("http.request.method:post");
  }

  @Test
  void staysSmallEnoughForTheStore() {
    StringBuilder rule =
        new StringBuilder(
            "title: T\nid: t\nlogsource: {product: windows}\ndetection:\n  s:\n    Image|endswith:\n");
    for (int i = 0; i < 3_000; i++) {
      rule.append("      - '\\tool").append(i).append(".exe'\n");
    }
    rule.append("    CommandLine|contains: vssadmin\n  condition: s\n");

    assertThat(query(rule.toString())).hasSizeLessThan(8_192).contains("vssadmin");
  }

  /** Whatever the engine matches, the query finds; -Dlachan.seeds=20 looks longer. */
  @Test
  void findsAllThatTheEngineMatches() {
    List<String> missed = new ArrayList<>();
    int matches = 0;
    int selective = 0;
    for (long seed = 1; seed <= Long.getLong("lachan.seeds", 2); seed++) {
      RandomHistory history = new RandomHistory(seed);
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        events.add(history.event(i));
      }
      try (EventStore store = LuceneEventStore.inMemory()) {
        store.append(events);
        store.refresh();
        for (int number = 0; number < 150; number++) {
          String text = history.rule(number);
          RuleSet rules = RuleSet.parse("r.yml", text);
          if (!rules.rules().isEmpty()) {
            Set<String> found = found(store, query(text));
            selective += found.size() < events.size() ? 1 : 0;
            Replay replay =
                new Replay(rules, CLOCK, CorrelationLimits.DEFAULT, Replay.Arrival.AS_STORED);
            for (Event event : events) {
              if (!replay.evaluate(event).isEmpty()) {
                matches++;
                if (!found.contains(event.id())) {
                  missed.add(text + query(text) + "\n" + event.fields());
                }
              }
            }
          }
        }
      }
    }
    assertThat(missed).as("of " + matches + " matches").isEmpty();
    assertThat(matches).isGreaterThan(500);
    assertThat(selective).isGreaterThan(50);
  }

  private static Set<String> found(EventStore store, String query) {
    Set<String> ids = new HashSet<>();
    new HistoryWalk(store, OrganizationScope.PROVINCE, HistoryWalk.Order.RECEIVED, 1_000)
        .walk(
            List.of(query),
            RandomHistory.START,
            RandomHistory.START.plusSeconds(7_200),
            (events, _) -> {
              events.forEach(event -> ids.add(event.id()));
              return true;
            });
    return ids;
  }
}
