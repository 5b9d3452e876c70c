package vn.lachan.detection.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Exemption;
import vn.lachan.detection.Limits;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.Selection;
import vn.lachan.detection.Suppression;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;

class BackfillTest {
  private static final Instant START = Instant.parse("2026-11-20T01:00:00Z");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T01:00:00Z"), ZoneId.of("Asia/Ho_Chi_Minh"));
  private static final BackfillSettings QUICK =
      new BackfillSettings(
          1_000_000,
          100,
          1_000,
          Duration.ofMinutes(10),
          Duration.ofMillis(10),
          CorrelationLimits.DEFAULT);
  private static final LedgerSettings NO_LOOK_BACK =
      new LedgerSettings(
          Duration.ofHours(2), Duration.ofDays(7), Duration.ZERO, 100, Duration.ofDays(90));
  private static final String OTHER =
      """
      title: Xem
      id: other
      logsource: {product: lachan}
      detection: {s: {event.action: xem}, condition: s}
      ---
      """;
  private static final String FAILED =
      """
      title: Thất bại
      id: failed
      logsource: {product: lachan}
      detection: {s: {event.outcome: failure}, condition: s}
      """;
  private static final String MANY =
      FAILED
          + """
          ---
          title: Nhiều
          id: many
          correlation:
            type: event_count
            rules: [failed]
            generate: true
            group-by: [user.name]
            timespan: 5m
            condition: {gte: 4}
          """;

  private final EventStore store = LuceneEventStore.inMemory();
  private final Map<String, Alert> queue = new LinkedHashMap<>();
  private final Map<String, Long> more = new LinkedHashMap<>();
  private Moderation decisions = Moderation.NONE;
  private final GapLedger ledger = new GapLedger(NO_LOOK_BACK, RuleHistory.NONE, CLOCK);

  @AfterEach
  void close() {
    store.close();
  }

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      // Bursts of failures with quiet between them.
      boolean failure = i % 60 < 8;
      Instant time = START.plusSeconds(10L * i);
      events.add(
          Event.builder("e" + i, time.minusSeconds(i % 7), time)
              .set("event.dataset", "dvc.motcua")
              .set("event.action", "xem")
              .set("event.outcome", failure ? "failure" : "success")
              .set("user.name", "u" + i / 60 % 2)
              .build());
    }
    return events;
  }

  private Backfill backfill(RuleSet rules) {
    return new Backfill(
        store,
        ledger,
        () -> rules,
        _ -> decisions,
        found -> {
          found.alerts().forEach(alert -> queue.putIfAbsent(alert.id(), alert));
          found.more().forEach(one -> more.put(one.alertId(), one.count()));
        },
        () -> false,
        QUICK,
        CLOCK);
  }

  /** What a detector raises that had the rules all the time. */
  private static Map<String, Alert> always(RuleSet rules, List<Event> events) {
    Map<String, Alert> alerts = new LinkedHashMap<>();
    Detector detector = new Detector(rules, CLOCK, Limits.DEFAULT);
    events.forEach(event -> detector.evaluate(event).forEach(a -> alerts.put(a.id(), a)));
    return alerts;
  }

  /** The stream with other rules at first, and then with {@code late}, in batches of ten. */
  private void stream(List<Event> events, RuleSet before, RuleSet late, int change) {
    Detector detector = new Detector(before, CLOCK, Limits.DEFAULT);
    for (int from = 0; from < events.size(); from += 10) {
      List<Event> batch = events.subList(from, from + 10);
      if (from == change) {
        detector.replaceRules(late);
      }
      batch.forEach(event -> detector.evaluate(event).forEach(a -> queue.put(a.id(), a)));
      ledger.passed(detector.rules(), batch.getFirst().ingested(), batch.getLast().ingested());
    }
    store.append(events);
    store.refresh();
  }

  @Test
  void findsWhatARuleMissedThatCameLate() {
    List<Event> events = events();
    RuleSet late = RuleSet.parse("r", OTHER + MANY);
    stream(events, RuleSet.parse("r", OTHER.replace("---\n", "")), late, 300);
    Map<String, Alert> all = always(late, events);
    assertThat(queue.keySet()).isNotEqualTo(all.keySet());

    Backfill backfill = backfill(late);
    while (backfill.fillNext()) {}

    assertThat(queue.keySet()).isEqualTo(all.keySet());
    assertThat(ledger.gaps()).hasSize(2).allMatch(gap -> gap.state() == Gap.State.FILLED);
    assertThat(ledger.gaps()).allMatch(gap -> gap.reason() == Gap.Reason.NEW);
    assertThat(ledger.stats().open()).isZero();
  }

  @Test
  void changesNothingTheSecondTime() {
    List<Event> events = events();
    RuleSet late = RuleSet.parse("r", OTHER + MANY);
    stream(events, RuleSet.parse("r", OTHER.replace("---\n", "")), late, 300);
    Backfill backfill = backfill(late);
    while (backfill.fillNext()) {}
    Map<String, Alert> once = Map.copyOf(queue);

    ledger.gaps().forEach(gap -> assertThat(backfill.ask(gap.id())).isPresent());
    assertThat(ledger.stats().open()).isEqualTo(2);
    while (backfill.fillNext()) {}

    assertThat(queue).isEqualTo(once);
    assertThat(ledger.stats().open()).isZero();
  }

  @Test
  void looksAtTheTimeInWhichARuleWasRetired() {
    List<Event> events = events();
    RuleSet with = RuleSet.parse("r", OTHER + FAILED);
    RuleSet without = RuleSet.parse("r", OTHER.replace("---\n", ""));
    Detector detector = new Detector(with, CLOCK, Limits.DEFAULT);
    for (int i = 0; i < events.size(); i++) {
      if (i == 200) {
        detector.replaceRules(without);
      } else if (i == 400) {
        detector.replaceRules(with);
      }
      Event event = events.get(i);
      detector.evaluate(event).forEach(a -> queue.put(a.id(), a));
      ledger.passed(detector.rules(), event.ingested(), event.ingested());
    }
    store.append(events);
    store.refresh();

    Gap gap = ledger.gaps().getFirst();
    assertThat(gap.reason()).isEqualTo(Gap.Reason.RETIRED);
    assertThat(gap.ruleId()).isEqualTo("failed");
    assertThat(gap.from()).isEqualTo(events.get(199).ingested());
    assertThat(gap.to()).isEqualTo(events.get(400).ingested().plusMillis(1));
    assertThat(backfill(with).fillNext()).isTrue();
    assertThat(queue.keySet()).isEqualTo(always(with, events).keySet());
    assertThat(ledger.watermarks())
        .filteredOn(mark -> mark.ruleId().equals("failed"))
        .singleElement()
        .satisfies(mark -> assertThat(mark.since()).isEqualTo(events.get(400).ingested()));
  }

  @Test
  void aRestartIsNoGapAndForgetsNone() {
    RuleSet rules = RuleSet.parse("r", FAILED);
    ledger.passed(rules, START, START.plusSeconds(10));
    ledger.durable(START.plusSeconds(10));
    ledger.failed(START.plusSeconds(3));
    ledger.failed(START.plusSeconds(3));
    GapLedger next = new GapLedger(NO_LOOK_BACK, RuleHistory.NONE, CLOCK);
    next.restore(ledger.save());

    next.passed(RuleSet.parse("r", FAILED), START.plusSeconds(8), START.plusSeconds(90));

    assertThat(next.gaps()).isEqualTo(ledger.gaps()).hasSize(1);
    assertThat(next.gaps().getFirst().reason()).isEqualTo(Gap.Reason.FAILURE);
    assertThat(next.watermarks()).isEqualTo(ledger.watermarks());
    assertThat(next.watermarks().getFirst().until()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void aNewRuleAfterARestartLooksBack() {
    ledger.passed(RuleSet.parse("r", FAILED), START, START.plusSeconds(10));
    ledger.durable(START.plusSeconds(10));
    GapLedger next =
        new GapLedger(NO_LOOK_BACK, (_, _) -> Optional.of(START.minus(Duration.ofHours(1))), CLOCK);
    next.restore(ledger.save());

    next.passed(RuleSet.parse("r", OTHER + FAILED), START.plusSeconds(20), START.plusSeconds(30));

    assertThat(next.gaps()).hasSize(1);
    assertThat(next.gaps().getFirst().from()).isEqualTo(START.minus(Duration.ofHours(3)));
    assertThat(next.gaps().getFirst().to()).isEqualTo(START.plusSeconds(30).plusMillis(1));
  }

  @Test
  void leavesAFloodToPeople() {
    RuleSet rules = RuleSet.parse("r", FAILED);
    ledger.passed(rules, START, START.plusSeconds(10));
    ledger.flooded("failed", START, START.plusSeconds(10));
    store.append(events());
    store.refresh();
    Backfill backfill = backfill(rules);

    assertThat(backfill.fillNext()).isFalse();
    String id = ledger.gaps().getFirst().id();
    assertThat(backfill.ask(id).orElseThrow().automatic()).isTrue();
    assertThat(backfill.fillNext()).isTrue();
    assertThat(ledger.gap(id).orElseThrow().alerts()).isEqualTo(2);
  }

  @Test
  void runsEveryRuleOverAnEventOnWhichTheyFailed() {
    RuleSet rules = RuleSet.parse("r", OTHER + FAILED);
    store.append(events());
    store.refresh();
    ledger.passed(rules, START, START.plusSeconds(10));
    ledger.failed(START);

    assertThat(backfill(rules).fillNext()).isTrue();

    assertThat(queue.values()).extracting(Alert::ruleId).containsExactly("other", "failed");
  }

  private static Exemption exemption(String rule, Instant from, Instant until) {
    Selection.Usable usable =
        (Selection.Usable) Selection.read("{\"user.name\": \"u0\"}", Map.of());
    return new Exemption("x", Set.of(rule), "", usable.detection(), from, until);
  }

  @Test
  void raisesNothingThatAnExemptionHolds() {
    RuleSet rules = RuleSet.parse("r", FAILED);
    store.append(events());
    store.refresh();
    Instant end = START.plusSeconds(6_000);
    ledger.passed(rules, START, end);
    ledger.failed(START);
    ledger.flooded("failed", START, end);
    Gap gap =
        ledger.gaps().stream()
            .filter(one -> one.reason() == Gap.Reason.FLOOD)
            .findFirst()
            .orElseThrow();
    decisions =
        Moderation.of(
            List.of(exemption("failed", CLOCK.instant().minusSeconds(1), Instant.MAX)), Map.of());
    Backfill backfill = backfill(rules);
    backfill.ask(gap.id());
    while (backfill.fillNext()) {}

    assertThat(queue.values()).isNotEmpty().noneMatch(alert -> alert.entity().equals("u0"));
    assertThat(ledger.gap(gap.id()).orElseThrow())
        .satisfies(filled -> assertThat(filled.hidden()).isEqualTo(40))
        .satisfies(filled -> assertThat(filled.alerts()).isEqualTo(40));
  }

  @Test
  void foldsWhatTheStreamWouldHaveFolded() {
    List<Event> events = events();
    RuleSet rules = RuleSet.parse("r", FAILED);
    decisions =
        Moderation.of(
            List.of(),
            Map.of(
                "failed",
                Optional.of(new Suppression(List.of("user.name"), Duration.ofMinutes(1)))));
    Map<String, Alert> stream = new LinkedHashMap<>();
    Detector detector = new Detector(rules, decisions, CLOCK, Limits.DEFAULT);
    events.forEach(event -> detector.evaluate(event).forEach(a -> stream.put(a.id(), a)));
    store.append(events);
    store.refresh();
    ledger.passed(rules, START, START.plusSeconds(6_000));
    ledger.flooded("failed", START, START.plusSeconds(6_000));
    Backfill backfill = backfill(rules);
    backfill.ask(ledger.gaps().getFirst().id());

    assertThat(backfill.fillNext()).isTrue();

    assertThat(queue.keySet()).isEqualTo(stream.keySet()).hasSizeLessThan(80);
    assertThat(more.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(ledger.gaps().getFirst().folded())
        .isEqualTo(80L - stream.size());
  }

  @Test
  void readsALedgerOfAnEarlierVersion() {
    RuleSet rules = RuleSet.parse("r", FAILED);
    ledger.passed(rules, START, START.plusSeconds(10));
    ledger.failed(START);
    String saved = new String(ledger.save(), StandardCharsets.UTF_8);
    String earlier = saved.replace(",\"hidden\":0,\"folded\":0", "");
    assertThat(earlier).isNotEqualTo(saved);
    GapLedger next = new GapLedger(NO_LOOK_BACK, RuleHistory.NONE, CLOCK);

    next.restore(earlier.getBytes(StandardCharsets.UTF_8));

    assertThat(next.gaps()).isEqualTo(ledger.gaps());
  }
}
