package vn.lachan.detection.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
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
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;

class BacktestsTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final TimeRange RANGE = new TimeRange(START, START.plus(Duration.ofDays(30)));
  private static final Clock CLOCK = Clock.fixed(RANGE.to(), ZoneId.of("Asia/Ho_Chi_Minh"));
  private static final String FAILED =
      """
      title: Đăng nhập thất bại
      id: failed
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: failure}
        condition: sel
      """;
  private static final String MANY =
      FAILED
          + """
          ---
          title: Nhiều lần thất bại
          id: many
          correlation:
            type: event_count
            rules: [failed]
            group-by: [user.name]
            timespan: 10m
            condition: {gte: 5}
          """;

  private final EventStore store = LuceneEventStore.inMemory();
  private Backtests backtests = trials(Moderation.NONE);

  private Backtests trials(Moderation decisions) {
    return new Backtests(store, BacktestSettings.DEFAULT, () -> decisions, CLOCK);
  }

  @AfterEach
  void close() {
    backtests.close();
    store.close();
  }

  private List<Event> fill(int events) {
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Instant time = START.plus(Duration.ofMinutes(2L * i));
      all.add(
          Event.builder("e" + i, time, time)
              .set("event.dataset", "dvc.motcua")
              .set("event.action", i % 100 < 10 ? "dang_nhap" : "xem_ho_so")
              .set("event.outcome", i % 100 < 10 ? "failure" : "success")
              .set("user.name", "can_bo_" + i / 100 % 3)
              .set("organization.id", i % 2 == 0 ? "00721" : "00700")
              .build());
    }
    store.append(all);
    store.refresh();
    return all;
  }

  private Backtest finished(Backtest started) throws InterruptedException {
    Backtest found = started;
    for (int i = 0; i < 600 && !found.state().isOver(); i++) {
      Thread.sleep(50);
      found = backtests.find(started.id(), OrganizationScope.PROVINCE).orElseThrow();
    }
    assertThat(found.problem()).isEmpty();
    return found;
  }

  @Test
  void tellsHowOftenARuleWouldHaveFired() throws InterruptedException {
    fill(10_000);

    Backtest done = finished(backtests.start(FAILED, RANGE, OrganizationScope.PROVINCE, "a"));

    assertThat(done.state()).isEqualTo(Backtest.State.DONE);
    assertThat(done.complete()).isTrue();
    assertThat(done.progress()).isEqualTo(1);
    assertThat(done.events()).isEqualTo(10_000);
    assertThat(done.read()).as("only what the store found").isEqualTo(1_000);
    assertThat(done.alerts()).isEqualTo(1_000);
    assertThat(done.alertsPerDay()).isBetween(33.3, 33.4);
    assertThat(done.days().stream().mapToLong(Backtest.Day::alerts).sum()).isEqualTo(1_000);
    assertThat(done.samples()).hasSize(20);
    assertThat(done.samples().getFirst().eventIds()).containsExactly("e0");
    assertThat(done.top().getFirst().field()).isEqualTo("entity");
    assertThat(done.top().getFirst().values())
        .containsExactly(
            new Backtest.Value("can_bo_0", 340),
            new Backtest.Value("can_bo_1", 330),
            new Backtest.Value("can_bo_2", 330));
  }

  private static Exemption exemption(String rule, String selection, Instant until) {
    Selection.Usable usable = (Selection.Usable) Selection.read(selection, Map.of());
    Instant approved = CLOCK.instant().minusSeconds(60);
    return new Exemption(rule, Set.of(rule), "", usable.detection(), approved, until);
  }

  @Test
  void tellsWhatTheExemptionsInForceNowWouldHaveHidden() throws InterruptedException {
    fill(10_000);
    backtests.close();
    backtests =
        trials(
            Moderation.of(
                List.of(
                    exemption("failed", "{\"user.name\": \"can_bo_1\"}", Instant.MAX),
                    exemption("failed", "{\"user.name\": \"can_bo_2\"}", CLOCK.instant()),
                    exemption("other", "{\"event.outcome\": \"failure\"}", Instant.MAX)),
                Map.of()));

    Backtest one = finished(backtests.start(FAILED, RANGE, OrganizationScope.PROVINCE, "a"));
    Backtest many = finished(backtests.start(MANY, RANGE, OrganizationScope.PROVINCE, "a"));

    assertThat(one.alerts()).isEqualTo(1_000);
    assertThat(one.hidden()).isEqualTo(330);
    assertThat(many.alerts()).isEqualTo(100);
    assertThat(many.hidden()).isEqualTo(33);
  }

  @Test
  void tellsWhatSuppressionWouldHaveFolded() throws InterruptedException {
    fill(10_000);
    backtests.close();
    backtests =
        trials(
            Moderation.of(
                List.of(),
                Map.of(
                    "failed",
                    Optional.of(new Suppression(List.of("user.name"), Duration.ofHours(1))))));

    Backtest done = finished(backtests.start(FAILED, RANGE, OrganizationScope.PROVINCE, "a"));

    assertThat(done.alerts()).isEqualTo(1_000);
    assertThat(done.folded()).isEqualTo(1_000 - 200);
    assertThat(done.hidden()).isZero();
  }

  @Test
  void countsAlertsOfACorrelationAsTheStreamWould() throws InterruptedException {
    List<Event> events = fill(10_000);
    Detector detector = new Detector(RuleSet.parse("r", MANY), CLOCK, Limits.DEFAULT);
    List<Alert> stream = events.stream().flatMap(e -> detector.evaluate(e).stream()).toList();

    Backtest done = finished(backtests.start(MANY, RANGE, OrganizationScope.PROVINCE, "a"));

    assertThat(stream).hasSize(100);
    assertThat(done.alerts()).isEqualTo(100);
    assertThat(done.ruleId()).isEqualTo("many");
    assertThat(done.matched()).isEqualTo(1_000);
    assertThat(stream.stream().map(Alert::id)).contains(done.samples().getFirst().id());
  }

  @Test
  void seesOnlyTheEventsOfWhoAsks() throws InterruptedException {
    fill(1_000);
    OrganizationScope own = OrganizationScope.units(Set.of("00721"));

    Backtest done = finished(backtests.start(FAILED, RANGE, own, "a"));

    assertThat(done.alerts()).isEqualTo(50);
    assertThat(backtests.find(done.id(), OrganizationScope.units(Set.of("00700")))).isEmpty();
    assertThat(backtests.find(done.id(), own)).isPresent();
    assertThat(backtests.all(OrganizationScope.units(Set.of("00700")))).isEmpty();
  }

  @Test
  void stopsAtItsBounds() throws InterruptedException {
    backtests.close();
    BacktestSettings small =
        new BacktestSettings(
            300,
            100,
            Duration.ofMinutes(1),
            Duration.ofDays(31),
            4,
            2,
            2,
            50,
            1,
            1,
            2,
            CorrelationLimits.DEFAULT);
    backtests = new Backtests(store, small, () -> Moderation.NONE, CLOCK);
    fill(10_000);

    Backtest done = finished(backtests.start(FAILED, RANGE, OrganizationScope.PROVINCE, "a"));

    assertThat(done.cut()).isEqualTo(Backtest.Cut.ALERTS);
    assertThat(done.complete()).isFalse();
    assertThat(done.alerts()).isEqualTo(100);
    assertThat(done.samples()).hasSize(4);
    assertThat(done.progress()).isBetween(0.02, 0.1);
    TimeRange year = new TimeRange(START, START.plus(Duration.ofDays(365)));
    assertThatExceptionOfType(BacktestRefusedException.class)
        .isThrownBy(() -> backtests.start(FAILED, year, OrganizationScope.PROVINCE, "a"))
        .matches(e -> e.reason() == BacktestRefusedException.Reason.RANGE);
  }

  @Test
  void canBeCancelled() {
    fill(1_000);
    Backtest started = backtests.start(FAILED, RANGE, OrganizationScope.PROVINCE, "a");

    Backtest cancelled = backtests.cancel(started.id(), OrganizationScope.PROVINCE).orElseThrow();

    assertThat(cancelled.state()).isNotEqualTo(Backtest.State.WAITING);
    assertThat(backtests.cancel("other", OrganizationScope.PROVINCE)).isEmpty();
  }

  @Test
  void refusesATextWithoutARule() {
    assertThatExceptionOfType(BacktestRefusedException.class)
        .isThrownBy(() -> backtests.start("title: x\n", RANGE, OrganizationScope.PROVINCE, "a"))
        .matches(e -> e.reason() == BacktestRefusedException.Reason.NO_RULE);
  }
}
