package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.detection.baseline.BaselineLimits;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.events.Event;

class BaselineTest {
  private static final Instant MONDAY = Instant.parse("2026-11-02T01:00:00Z");

  @TempDir Path folder;

  private static String rule(String baseline) {
    return """
    title: Gọi dịch vụ
    id: calls
    name: calls
    logsource: {product: lachan, service: dxp.opmon}
    detection:
      sel: {event.action: goi_dich_vu}
      condition: sel
    custom:
      entity: dxp.client.id
      baseline: %s
    """
        .formatted(baseline);
  }

  private static final String COUNT =
      "{kind: count, key: dxp.client.id, period: 1h, learn: 7d, factor: 3, least: 10}";

  private Detector detector(String... rules) {
    return new Detector(TestRules.rules(folder, rules), TestRules.CLOCK, Limits.DEFAULT);
  }

  private static Event.Builder call(String id, Instant at, String client) {
    return Event.builder(id, at, at)
        .set("event.dataset", "dxp.opmon")
        .set("event.action", "goi_dich_vu")
        .set("organization.id", "00721")
        .set("dvc.calendar.working", true)
        .set("dxp.client.id", client);
  }

  private static Event tick(Instant at) {
    return Event.builder("tick-" + at, at, at)
        .set("event.dataset", "lachan.platform")
        .set("dvc.calendar.working", true)
        .build();
  }

  /** {@code many} calls in each of {@code hours} hours from {@code from}. */
  private static List<Event> hours(Instant from, int hours, int many, String client) {
    List<Event> events = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < many; i++) {
        Instant at = from.plus(Duration.ofHours(hour)).plusSeconds(i);
        events.add(call(client + "-" + at, at, client).build());
      }
    }
    return events;
  }

  private static List<Alert> all(Detector detector, List<Event> events) {
    List<Alert> alerts = new ArrayList<>();
    events.forEach(event -> alerts.addAll(detector.evaluate(event)));
    return alerts;
  }

  @Test
  void raisesNothingWhileItLearnsAndSaysSo() {
    Detector detector = detector(rule(COUNT));

    assertThat(all(detector, hours(MONDAY, 100, 5, "A"))).isEmpty();
    assertThat(all(detector, hours(MONDAY.plus(Duration.ofHours(101)), 1, 500, "A"))).isEmpty();
    assertThat(detector.stats().baseline().learning()).isEqualTo(1);
    assertThat(detector.stats().baseline().rules()).isEqualTo(1);
  }

  @Test
  void raisesOnceAPeriodWhenMoreThanTheFactorOfTheUsual() {
    Detector detector = detector(rule(COUNT));
    all(detector, hours(MONDAY, 200, 20, "A"));

    List<Alert> alerts = all(detector, hours(MONDAY.plus(Duration.ofHours(200)), 1, 100, "A"));

    assertThat(alerts).hasSize(1);
    Alert alert = alerts.getFirst();
    assertThat(alert.reason())
        .isEqualTo(
            "Gọi dịch vụ: 61 sự kiện trong kỳ 1 giờ (ngưỡng học được 60) (dxp.client.id = A).");
    assertThat(alert.entity()).isEqualTo("A");
    assertThat(alert.organization()).isEqualTo("00721");
    assertThat(alert.eventIds()).hasSize(20);
    assertThat(alert.fields())
        .containsEntry("lachan.measured", "61")
        .containsEntry("lachan.limit", "60");
    assertThat(detector.stats().baseline().learning()).isZero();
  }

  @Test
  void judgesEachKeyByItsOwnPast() {
    Detector detector = detector(rule(COUNT));
    all(detector, hours(MONDAY, 200, 2, "small"));
    all(detector, hours(MONDAY, 200, 40, "large"));
    Instant later = MONDAY.plus(Duration.ofHours(200));

    assertThat(all(detector, hours(later, 1, 30, "large"))).isEmpty();
    assertThat(all(detector, hours(later, 1, 30, "small"))).hasSize(1);
  }

  @Test
  void judgesOtherHoursByThemselves() {
    Detector detector = detector(rule(COUNT));
    all(detector, hours(MONDAY, 200, 40, "A"));
    Instant night = MONDAY.plus(Duration.ofHours(210));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(
          call("n" + i, night.plusSeconds(i), "A").set("dvc.calendar.working", false).build());
    }

    assertThat(all(detector, events)).hasSize(1);
  }

  @Test
  void aBurstDoesNotBecomeTheUsual() {
    Detector detector = detector(rule(COUNT));
    all(detector, hours(MONDAY, 200, 20, "A"));
    Instant later = MONDAY.plus(Duration.ofHours(200));

    List<Alert> alerts = all(detector, hours(later, 5, 1000, "A"));

    assertThat(alerts).hasSize(5);
  }

  @Test
  void leastMayDependOnTheLevelOfTheUnit() {
    String least = "{default: 10, xa: 10, so: 100}";
    Detector detector =
        detector(
            rule("{kind: count, key: dxp.client.id, period: 1h, learn: 1d, least: " + least + "}"));
    all(detector, hours(MONDAY, 30, 1, "A"));
    all(detector, hours(MONDAY, 30, 1, "B"));
    Instant later = MONDAY.plus(Duration.ofHours(31));
    List<Event> commune = new ArrayList<>();
    List<Event> department = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Instant at = later.plusSeconds(i);
      commune.add(call("A" + i, at, "A").set("dvc.unit.level", "xa").build());
      department.add(call("B" + i, at, "B").set("dvc.unit.level", "so").build());
    }

    assertThat(all(detector, commune)).hasSize(1);
    assertThat(all(detector, department)).isEmpty();
  }

  @Test
  void countsDifferentValuesNotEvents() {
    Detector detector =
        detector(
            rule(
                "{kind: distinct, field: url.path, key: dxp.client.id, period: 1h, learn: 1d, least: 9}"));
    List<Event> usual = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Instant at = MONDAY.plusSeconds(i * 60L);
      usual.add(call("u" + i, at, "A").set("url.path", "/" + i % 5).build());
    }
    Instant later = MONDAY.plus(Duration.ofDays(3));
    List<Event> same = new ArrayList<>();
    List<Event> different = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      same.add(call("s" + i, later.plusSeconds(i), "A").set("url.path", "/1").build());
      different.add(call("d" + i, later.plusSeconds(60 + i), "A").set("url.path", "/" + i).build());
    }

    assertThat(all(detector, usual)).isEmpty();
    assertThat(all(detector, same)).isEmpty();
    assertThat(all(detector, different)).hasSize(1);
  }

  @Test
  void comparesSumsAndSingleValues() {
    Detector detector =
        detector(
            rule(
                "{kind: sum, field: http.response.bytes, key: dxp.client.id, period: 1d, learn: 3d}"),
            rule("{kind: value, field: http.response.bytes, key: dxp.client.id, period: 1h, learn: 3d, quantile: 0.99, factor: 5}")
                .replace("id: calls", "id: large")
                .replace("name: calls", "name: large"));
    List<Event> usual = new ArrayList<>();
    for (int i = 0; i < 24 * 6; i++) {
      Instant at = MONDAY.plus(Duration.ofHours(i));
      usual.add(call("u" + i, at, "A").set("http.response.bytes", 1000L + i).build());
    }
    Instant later = MONDAY.plus(Duration.ofDays(6));

    assertThat(all(detector, usual)).isEmpty();
    assertThat(
            all(detector, List.of(call("x", later, "A").set("http.response.bytes", 6000L).build())))
        .extracting(Alert::ruleId)
        .containsExactly("large");
    assertThat(
            all(
                detector,
                List.of(
                    call("y", later.plusSeconds(4000), "A")
                        .set("http.response.bytes", 90_000L)
                        .build())))
        .extracting(Alert::ruleId)
        .containsExactlyInAnyOrder("calls", "large");
    assertThat(
            all(
                detector,
                List.of(call("z", later, "A").set("http.response.bytes", "nothing").build())))
        .isEmpty();
    assertThat(detector.stats().baseline().incomplete()).isEqualTo(2);
  }

  @Test
  void tellsAValueThatWasNotThereBefore() {
    Detector detector =
        detector(
            rule(
                "{kind: first_seen, field: source.ip, key: dxp.client.id, period: 90d, learn: 7d}"));
    List<Event> usual = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Instant at = MONDAY.plus(Duration.ofDays(i));
      usual.add(call("u" + i, at, "A").set("source.ip", "10.0.0." + i % 3).build());
    }
    Instant later = MONDAY.plus(Duration.ofDays(11));

    assertThat(all(detector, usual)).isEmpty();
    assertThat(
            all(
                detector,
                List.of(
                    call("n1", later, "A").set("source.ip", "10.0.0.9").build(),
                    call("n2", later, "A").set("source.ip", "10.0.0.9").build(),
                    call("o1", later, "A").set("source.ip", "10.0.0.1").build(),
                    call("b1", later, "B").set("source.ip", "10.0.0.8").build())))
        .extracting(alert -> alert.eventIds().getFirst())
        .containsExactly("n1");
  }

  @Test
  void doesNotJudgeAKeyWithMoreValuesThanItRemembers() {
    BaselineLimits few =
        new BaselineLimits(2, 3, 10, 5, 100, Duration.ofMinutes(10), Duration.ofMinutes(5));
    String rule =
        rule("{kind: first_seen, field: source.ip, key: dxp.client.id, period: 90d, learn: 1d}");
    Detector detector =
        new Detector(
            TestRules.rules(folder, rule),
            TestRules.CLOCK,
            new Limits(100, CorrelationLimits.DEFAULT, false, few));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Instant at = MONDAY.plus(Duration.ofHours(i * 10L));
      events.add(call("u" + i, at, "A").set("source.ip", "10.0.0." + i).build());
      events.add(call("v" + i, at, "K" + i).set("source.ip", "10.0.0.1").build());
    }

    assertThat(all(detector, events)).isEmpty();
    assertThat(detector.stats().baseline().keys()).isEqualTo(2);
    assertThat(detector.stats().baseline().unjudged()).isPositive();
    assertThat(detector.stats().baseline().droppedKeys()).isPositive();
  }

  @Test
  void tellsAKeyThatComesBack() {
    Detector detector = detector(rule("{kind: reappears, key: dxp.client.id, period: 45d}"));
    Instant back = MONDAY.plus(Duration.ofDays(46));

    List<Alert> alerts =
        all(
            detector,
            List.of(
                call("a", MONDAY, "A").build(),
                call("b", MONDAY.plus(Duration.ofDays(44)), "B").build(),
                call("c", back, "A").build(),
                call("d", back, "B").build(),
                call("e", back, "new").build()));

    assertThat(alerts).extracting(alert -> alert.eventIds().getFirst()).containsExactly("c");
    assertThat(alerts.getFirst().reason()).startsWith("Gọi dịch vụ: trở lại sau 46 ngày");
  }

  private static final String SILENCE =
      "{kind: silence, key: dxp.client.id, period: 30m, learn: 2h, hours: all}";

  private static List<Event> ticks(Instant from, Duration length) {
    List<Event> events = new ArrayList<>();
    for (Instant at = from; at.isBefore(from.plus(length)); at = at.plusSeconds(60)) {
      events.add(tick(at));
    }
    return events;
  }

  @Test
  void noticesSilenceByTheTimeThatOtherEventsTell() {
    Detector detector = detector(rule(SILENCE));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 180; i += 5) {
      events.add(call("c" + i, MONDAY.plusSeconds(i * 60L), "A").build());
      events.addAll(ticks(MONDAY.plusSeconds(i * 60L), Duration.ofMinutes(5)));
    }
    assertThat(all(detector, events)).isEmpty();

    List<Alert> alerts =
        all(detector, ticks(MONDAY.plus(Duration.ofHours(3)), Duration.ofHours(5)));

    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().at()).isEqualTo(MONDAY.plus(Duration.ofMinutes(175 + 30)));
    assertThat(alerts.getFirst().eventIds()).containsExactly("c175");
    assertThat(alerts.getFirst().organization()).isEqualTo("00721");
    assertThat(alerts.getFirst().reason())
        .isEqualTo("Gọi dịch vụ: im lặng 30 phút (giới hạn 30 phút) (dxp.client.id = A).");
  }

  @Test
  void aPlatformThatSawNothingAtAllBlamesNobody() {
    Detector detector = detector(rule(SILENCE));
    all(detector, hours(MONDAY, 1, 1, "A"));
    all(detector, ticks(MONDAY, Duration.ofHours(3)));
    all(detector, hours(MONDAY.plus(Duration.ofHours(3)), 1, 1, "A"));

    assertThat(all(detector, List.of(tick(MONDAY.plus(Duration.ofHours(9)))))).isEmpty();
    assertThat(detector.stats().baseline().blindMillis())
        .isEqualTo(Duration.ofMinutes(6 * 60 - 5).toMillis());
  }

  @Test
  void noticesAnAnswerThatDoesNotCome() {
    String rule =
        """
        title: Bưu chính
        id: post
        logsource: {product: lachan, service: dvc.motcua}
        detection:
          sel: {event.action: [gui_buu_chinh, nhan_buu_chinh]}
          condition: sel
        custom:
          baseline: {kind: missing, key: dvc.postal.order, field: event.action, opens: gui_buu_chinh,
            closes: nhan_buu_chinh, period: 1h, hours: working}
        """;
    Detector detector = detector(rule);
    List<Event> events = new ArrayList<>();
    events.add(post("s1", MONDAY, "gui_buu_chinh", "V1"));
    events.add(post("s2", MONDAY, "gui_buu_chinh", "V2"));
    events.add(post("r2", MONDAY.plusSeconds(300), "nhan_buu_chinh", "V2"));
    events.addAll(ticks(MONDAY.plusSeconds(360), Duration.ofHours(2)));

    List<Alert> alerts = all(detector, events);

    assertThat(alerts).extracting(alert -> alert.eventIds().getFirst()).containsExactly("s1");
    assertThat(alerts.getFirst().fields()).containsEntry("dvc.postal.order", "V1");
    assertThat(detector.stats().baseline().keys()).isZero();
  }

  private static Event post(String id, Instant at, String action, String order) {
    return Event.builder(id, at, at)
        .set("event.dataset", "dvc.motcua")
        .set("event.action", action)
        .set("dvc.postal.order", order)
        .set("dvc.calendar.working", true)
        .build();
  }

  @Test
  void countsAnEventOnceAndLateOnesWhereTheyBelong() {
    Detector detector = detector(rule(COUNT));
    all(detector, hours(MONDAY, 200, 5, "A"));
    Instant end = MONDAY.plus(Duration.ofHours(200));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      events.add(call("x" + i, end.plusSeconds(3000 + i), "A").build());
    }
    List<Event> twice = new ArrayList<>(events);
    twice.addAll(events);
    events = twice;
    events.add(call("next", end.plusSeconds(3700), "A").build());
    assertThat(all(detector, events)).isEmpty();

    Instant arrived = end.plusSeconds(3800);
    Event late =
        Event.builder("late", end.plusSeconds(3500), arrived)
            .set("event.dataset", "dxp.opmon")
            .set("event.action", "goi_dich_vu")
            .set("dvc.calendar.working", true)
            .set("dxp.client.id", "A")
            .build();
    Event later =
        Event.builder("later", end.plusSeconds(3501), arrived)
            .set("event.dataset", "dxp.opmon")
            .set("event.action", "goi_dich_vu")
            .set("dvc.calendar.working", true)
            .set("dxp.client.id", "A")
            .build();
    assertThat(all(detector, List.of(late))).isEmpty();
    assertThat(all(detector, List.of(later))).hasSize(1);
    Event tooLate =
        Event.builder("too-late", end.minusSeconds(7200), arrived)
            .set("event.dataset", "dxp.opmon")
            .set("event.action", "goi_dich_vu")
            .set("dxp.client.id", "A")
            .build();
    assertThat(all(detector, List.of(tooLate))).isEmpty();
    assertThat(detector.stats().baseline().late()).isEqualTo(1);
  }

  @Test
  void feedsCorrelationsOnlyWithWhatIsNotUsual() {
    String chain =
        rule(COUNT)
            + """
            ---
            title: Nhiều máy khách cùng tăng
            id: many
            correlation:
              type: value_count
              rules: [calls]
              timespan: 2h
              condition: {field: dxp.client.id, gte: 2}
            """;
    Detector detector = detector(chain);
    all(detector, hours(MONDAY, 200, 20, "A"));
    all(detector, hours(MONDAY, 200, 20, "B"));
    Instant later = MONDAY.plus(Duration.ofHours(200));

    assertThat(all(detector, hours(later, 1, 100, "A"))).isEmpty();
    assertThat(all(detector, hours(later, 1, 100, "B")))
        .extracting(Alert::ruleId)
        .containsExactly("many");
  }

  /** One long stream of everything, cut at any place. */
  @Test
  void goesOnAfterARestartAsIfNothingHadHappened() {
    String[] rules = {
      rule(COUNT.replace("7d", "2d")),
      other(
          "distinct",
          "{kind: distinct, field: url.path, key: dxp.client.id, period: 1h, learn: 1d, factor: 1.1, least: 3}"),
      other(
          "value",
          "{kind: value, field: http.response.bytes, key: dxp.client.id, period: 1h, learn: 1d, factor: 1.2}"),
      other(
          "seen",
          "{kind: first_seen, field: url.path, key: dxp.client.id, period: 30d, learn: 1d}"),
      other("back", "{kind: reappears, key: dxp.client.id, period: 1d}"),
      other(
          "quiet",
          "{kind: silence, key: dxp.client.id, period: 30m, learn: 1h, factor: 2, hours: working}"),
      other(
          "ask",
          "{kind: missing, key: url.path, field: dxp.client.id, opens: C1, closes: C2, period: 1h}")
    };
    List<Event> events = randomEvents(new Random(42), 6000);
    RuleSet set = TestRules.rules(folder, rules);
    List<Alert> whole = all(new Detector(set, TestRules.CLOCK, Limits.DEFAULT), events);
    List<Alert> again = all(new Detector(set, TestRules.CLOCK, Limits.DEFAULT), events);
    List<Alert> pieces = new ArrayList<>();
    Detector detector = new Detector(set, TestRules.CLOCK, Limits.DEFAULT);
    for (int i = 0; i < events.size(); i++) {
      if (i % 97 == 0) {
        Detector next = new Detector(set, TestRules.CLOCK, Limits.DEFAULT);
        next.restoreState(detector.saveState());
        if (i % 2 == 0) {
          next.replaceRules(set);
        }
        detector = next;
      }
      pieces.addAll(detector.evaluate(events.get(i)));
    }

    assertThat(set.rejected()).isEmpty();
    assertThat(whole)
        .extracting(Alert::ruleId)
        .contains("calls", "distinct", "value", "seen", "quiet", "ask", "back");
    assertThat(again).isEqualTo(whole);
    assertThat(pieces).isEqualTo(whole);
  }

  private static String other(String id, String baseline) {
    return rule(baseline).replace("id: calls", "id: " + id).replace("name: calls", "name: " + id);
  }

  private static List<Event> randomEvents(Random random, int count) {
    List<Event> events = new ArrayList<>();
    Instant at = MONDAY;
    for (int i = 0; i < count; i++) {
      at = at.plusSeconds(random.nextInt(240));
      Instant time = random.nextInt(10) == 0 ? at.minusSeconds(random.nextInt(4000)) : at;
      int client = random.nextInt(100) == 0 ? 5 + random.nextInt(20) : random.nextInt(4);
      Event.Builder event =
          Event.builder("e" + i, time, at)
              .set("event.dataset", random.nextInt(8) == 0 ? "other.log" : "dxp.opmon")
              .set("event.action", "goi_dich_vu")
              .set("dxp.client.id", "C" + client)
              .set(
                  "url.path",
                  "/" + (int) Math.abs(random.nextGaussian() * (i % 700 < 650 ? 3 : 20)))
              .set("http.response.bytes", (long) random.nextInt(1000));
      if (random.nextInt(4) > 0) {
        event.set("dvc.calendar.working", i % 500 < 300);
      }
      events.add(event.build());
      if (i % 600 == 599) {
        for (int k = 0; k < 80; k++) {
          events.add(
              call("burst" + i + "-" + k, at.plusSeconds(k), "C1")
                  .set("url.path", "/1")
                  .set("http.response.bytes", 5L)
                  .build());
        }
        at = at.plusSeconds(80);
      }
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{kind: often} | baseline kind 'often' is not one of count",
        "{period: 1h} | baseline lacks 'kind'",
        "{kind: count, learn: 7d} | baseline lacks 'period'",
        "{kind: count, period: 1h} | baseline lacks 'learn'",
        "{kind: count, period: 1d, learn: 1h} | 'learn' is shorter than 'period'",
        "{kind: count, period: 10s, learn: 1h} | period '10s' is not a number with m, h, d or w",
        "{kind: distinct, period: 1h, learn: 1d} | baseline lacks 'field'",
        "{kind: count, period: 1h, learn: 1d, field: x} | baseline attribute 'field' is not known for kind count",
        "{kind: count, period: 1h, learn: 1d, factor: viel} | 'factor' wants a number",
        "{kind: count, period: 1h, learn: 1d, quantile: 2} | 'quantile' must be from 0.01 to 1.0",
        "{kind: count, period: 1h, learn: 1d, least: {xa: 3}} | 'least' lacks 'default'",
        "{kind: silence, period: 1h, learn: 1d} | baseline kind silence needs 'key'",
        "{kind: silence, key: a, period: 1h, learn: 1d, hours: split} | baseline hours 'split' is not one of",
        "{kind: missing, key: a, field: b, opens: c, period: 1h} | baseline lacks 'closes'",
        "often | 'baseline' must be a map",
      })
  void refusesWhatItDoesNotUnderstandWithLine(String baseline, String reason) {
    RuleSet rules = TestRules.rules(folder, rule(baseline));

    assertThat(rules.rules()).isEmpty();
    assertThat(rules.rejected()).hasSize(1);
    assertThat(rules.rejected().getFirst().reason()).contains(reason);
    assertThat(rules.rejected().getFirst().line()).isEqualTo(10);
  }

  @Test
  void refusesABaselineOnACorrelation() {
    RuleSet rules =
        TestRules.rules(
            folder,
            TestRules.LOGINS
                + """
                title: Nhiều
                id: many
                correlation: {type: event_count, rules: [failed], timespan: 1h, condition: {gte: 2}}
                custom:
                  baseline: {kind: count, period: 1h, learn: 1d}
                """);

    assertThat(rules.rejected().getFirst().reason())
        .isEqualTo("a baseline belongs to a rule about single events");
  }
}
