package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.detection.TestRules.login;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.events.Event;

class CorrelationTest {
  /** A rule that has nothing to do with logins. */
  private static final String UNRELATED =
      """
      title: Khác
      id: other
      logsource: {product: lachan}
      detection: {s: {event.action: khac}, condition: s}
      """;

  @TempDir Path folder;

  private Detector detector(String correlation) {
    RuleSet rules = TestRules.rules(folder, TestRules.LOGINS + correlation);
    assertThat(rules.rejected()).isEmpty();
    return new Detector(rules, TestRules.CLOCK, Limits.DEFAULT);
  }

  private static String rule(String attributes) {
    return "title: Luật\nid: top\nlevel: high\ncorrelation:\n" + attributes.indent(2);
  }

  private static List<Alert> all(Detector detector, List<Event> events) {
    List<Alert> alerts = new ArrayList<>();
    events.forEach(event -> alerts.addAll(detector.evaluate(event)));
    return alerts;
  }

  private static List<Event> failures(int count, int everySeconds, String user) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(login(user + "-" + i, i * everySeconds, "failure", user, "203.0.113.9"));
    }
    return events;
  }

  @Test
  void countsEventsInASlidingWindow() {
    String rule =
        rule(
            "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                + "condition: {gte: 5}");

    assertThat(all(detector(rule), failures(5, 15, "lan"))).hasSize(1);
    assertThat(all(detector(rule), failures(20, 16, "lan"))).isEmpty();
    assertThat(all(detector(rule), failures(4, 1, "lan"))).isEmpty();
  }

  @Test
  void raisesOneAlertForOneTroubleAndAnotherWhenItGoesOn() {
    Detector detector =
        detector(
            rule(
                "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                    + "condition: {gte: 5}"));

    List<Alert> alerts = all(detector, failures(100, 5, "lan"));

    assertThat(alerts).extracting(Alert::at).isSorted();
    assertThat(alerts.getFirst().at()).isEqualTo(TestRules.START.plusSeconds(20));
    assertThat(alerts.get(1).at()).isEqualTo(TestRules.START.plusSeconds(20 + 65));
    assertThat(alerts).hasSize(8);
    assertThat(alerts).extracting(Alert::id).doesNotHaveDuplicates();
  }

  @Test
  void saysInVietnameseWhatWasSeen() {
    Alert alert =
        all(
                detector(
                    rule(
                        "type: value_count\nrules: [failed]\ngroup-by: [source.ip]\n"
                            + "timespan: 10m\ncondition: {field: user.name, gte: 3}")),
                List.of(
                    login("a", 0, "failure", "lan", "203.0.113.9"),
                    login("b", 1, "failure", "lan", "203.0.113.9"),
                    login("c", 60, "failure", "hoa", "203.0.113.9"),
                    login("d", 61, "failure", "mai", "203.0.113.10"),
                    login("e", 90, "failure", "minh", "203.0.113.9")))
            .getFirst();

    assertThat(alert.reason())
        .isEqualTo(
            "Luật: 3 giá trị khác nhau của user.name trong 1 phút 30 giây (ngưỡng ≥ 3 trong 10"
                + " phút) (source.ip = 203.0.113.9).");
    assertThat(alert.eventIds()).containsExactly("a", "b", "c", "e");
    assertThat(alert.entity()).isEqualTo("203.0.113.9");
    assertThat(alert.organization()).isEqualTo("H60.x.00721");
    assertThat(alert.level()).isEqualTo(Level.HIGH);
  }

  @Test
  void findsRulesInTheirOrder() {
    String rule =
        rule(
            "type: temporal_ordered\nrules: [failed, success]\ngroup-by: [user.name]\n"
                + "timespan: 5m");
    Event failed = login("f", 0, "failure", "lan", "1.1.1.1");
    Event success = login("s", 200, "success", "lan", "1.1.1.1");
    Event other = login("o", 201, "success", "hoa", "1.1.1.1");
    Event early = login("e", -10, "success", "lan", "1.1.1.1");
    Event late = login("l", 301, "success", "lan", "1.1.1.1");

    assertThat(all(detector(rule), List.of(failed, success)).getFirst().eventIds())
        .containsExactly("f", "s");
    assertThat(all(detector(rule), List.of(early, failed, other))).isEmpty();
    assertThat(all(detector(rule), List.of(failed, late))).isEmpty();
    assertThat(all(detector(rule), List.of(success, failed)))
        .as("arrived in the wrong order")
        .hasSize(1);
  }

  @Test
  void findsRulesInAnyOrder() {
    String rule =
        rule("type: temporal\nrules: [failed, success]\ngroup-by: [user.name]\ntimespan: 5m");
    Event failed = login("f", 10, "failure", "lan", "1.1.1.1");
    Event early = login("e", 0, "success", "lan", "1.1.1.1");

    assertThat(all(detector(rule), List.of(early, failed))).hasSize(1);
    assertThat(all(detector(rule), List.of(early))).isEmpty();
  }

  @Test
  void seesAFailureSeriesThatGoesOnBeforeTheSuccess() {
    String chain =
        """
        title: Nhiều lần thất bại
        id: many
        name: many
        correlation:
          type: event_count
          rules: [failed]
          group-by: [user.name]
          timespan: 15m
          condition: {gte: 5}
        ---
        """
            + rule(
                "type: temporal_ordered\nrules: [many, success]\ngroup-by: [user.name]\n"
                    + "timespan: 15m");
    List<Event> events = new ArrayList<>(failures(28, 60, "lan"));
    events.add(login("in", 28 * 60, "success", "lan", "203.0.113.9"));

    List<Alert> alerts = all(detector(chain), events);

    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().ruleId()).isEqualTo("top");
    assertThat(alerts.getFirst().eventIds()).endsWith("in").hasSizeGreaterThan(5);
  }

  @Test
  void letsBaseRulesRaiseAlertsOnlyWhenAsked() {
    String attributes =
        "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
            + "condition: {gte: 2}";

    assertThat(all(detector(rule(attributes)), failures(2, 1, "lan")))
        .extracting(Alert::ruleId)
        .containsExactly("top");
    assertThat(all(detector(rule(attributes) + "generate: true\n"), failures(2, 1, "lan")))
        .extracting(Alert::ruleId)
        .containsExactly("base-failed", "base-failed", "top");
  }

  @Test
  void resolvesAliases() {
    String rule =
        rule(
            "type: temporal\nrules: [failed, success]\ngroup-by: [who]\ntimespan: 5m\n"
                + "aliases: {who: {failed: source.ip, success: user.name}}");

    assertThat(
            all(
                detector(rule),
                List.of(
                    login("f", 0, "failure", "lan", "x"),
                    login("s", 1, "success", "x", "9.9.9.9"))))
        .hasSize(1);
  }

  @Test
  void evaluatesRangesWhenAnEventArrives() {
    String rule =
        rule(
            "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                + "condition: {gt: 2, lte: 4}");

    assertThat(all(detector(rule), failures(3, 1, "lan"))).hasSize(1);
    assertThat(all(detector(rule), failures(2, 1, "lan"))).isEmpty();
  }

  @Test
  void addsUpAndAverages() {
    String sum =
        rule(
            "type: value_sum\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                + "condition: {field: source.ip, gt: 10}");

    assertThat(
            all(
                detector(sum),
                List.of(
                    login("a", 0, "failure", "lan", "5.5"),
                    login("b", 1, "failure", "lan", "not a number"),
                    login("c", 2, "failure", "lan", "5"))))
        .hasSize(1);
  }

  @Test
  void doesNotCountAnEventTwice() {
    Detector detector =
        detector(
            rule(
                "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                    + "condition: {gte: 3}"));
    Event event = login("same", 0, "failure", "lan", "1.1.1.1");

    assertThat(all(detector, List.of(event, event, event))).isEmpty();
  }

  @Test
  void countsEventsThatComeLateWhereTheyBelong() {
    String rule =
        rule(
            "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                + "condition: {gte: 5}");
    List<Event> events = new ArrayList<>();
    Instant arrived = TestRules.START.plusSeconds(7200);
    for (int i = 0; i < 5; i++) {
      Instant time = TestRules.START.plusSeconds(10L * i);
      events.add(TestRules.login("lan-" + i, time, arrived, "failure", "lan", "1.1.1.1"));
    }
    Instant future = TestRules.START.plus(Duration.ofDays(4000));
    events.add(TestRules.login("future", future, arrived, "failure", "lan", "1.1.1.1"));
    Collections.shuffle(events, new Random(7));

    List<Alert> alerts = all(detector(rule), events);

    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().eventIds())
        .containsExactly("lan-0", "lan-1", "lan-2", "lan-3", "lan-4");
  }

  @Test
  void givesTheSameAlertsWhereverItIsCutAndReplayed() {
    String all =
        rule(
                "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                    + "condition: {gte: 4}")
            + "---\n"
            + rule("type: value_count\nrules: [failed]\ngroup-by: [source.ip]\ntimespan: 2m\n"
                    + "condition: {field: user.name, gte: 3}")
                .replace("id: top", "id: values")
            + "---\n"
            + rule("type: temporal_ordered\nrules: [failed, success]\ngroup-by: [user.name]\n"
                    + "timespan: 30s")
                .replace("id: top", "id: ordered");
    List<Event> events = mixed(300);
    List<String> expected = all(detector(all), events).stream().map(Alert::id).toList();
    assertThat(expected).hasSizeGreaterThan(20);
    for (int cut = 0; cut < events.size(); cut += 7) {
      Detector before = detector(all);
      List<String> ids = new ArrayList<>();
      events.subList(0, cut).forEach(event -> add(before.evaluate(event), ids));
      Detector after = detector(all);
      after.restoreState(before.saveState());
      int overlap = Math.max(0, cut - 13);
      events.subList(overlap, events.size()).forEach(event -> add(after.evaluate(event), ids));

      assertThat(ids).as("cut at " + cut).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void goesOnFromPagesAsIfItHadNotBeenKilled() {
    String all =
        rule(
            "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                + "condition: {gte: 4}\ngenerate: true");
    List<Event> events = mixed(400);
    RuleSet rules = TestRules.rules(folder, TestRules.LOGINS + all);
    Limits few = new Limits(30, CorrelationLimits.DEFAULT, false);
    List<String> expected =
        all(new Detector(rules, TestRules.CLOCK, few), events).stream().map(Alert::id).toList();
    assertThat(expected).hasSizeGreaterThan(40);
    for (int killed = 30; killed < events.size(); killed += 35) {
      List<StatePage> pages = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      Detector before = new Detector(rules, TestRules.CLOCK, few);
      int saved = 0;
      for (int i = 0; i < killed; i++) {
        add(before.evaluate(events.get(i)), ids);
        if (i % 25 == 24) {
          pages.add(before.saveChanges());
          saved = i + 1;
        }
      }
      long needed = pages.getLast().neededFrom();
      pages.removeIf(page -> page.number() < needed);
      Detector after = new Detector(rules, TestRules.CLOCK, few);
      after.restoreState(pages);
      events.subList(saved, events.size()).forEach(event -> add(after.evaluate(event), ids));

      assertThat(ids).as("killed at " + killed).containsExactlyElementsOf(expected);
      assertThat(after.saveChanges().number()).isEqualTo(pages.getLast().number() + 1);
    }
  }

  private static void add(List<Alert> alerts, List<String> ids) {
    for (Alert alert : alerts) {
      if (!ids.contains(alert.id())) {
        ids.add(alert.id());
      }
    }
  }

  private static List<Event> mixed(int count) {
    Random random = new Random(42);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          login(
              "m" + i,
              i * 5 - random.nextInt(20),
              random.nextInt(5) == 0 ? "success" : "failure",
              "u" + random.nextInt(5),
              "10.0.0." + random.nextInt(3)));
    }
    return events;
  }

  @Test
  void keepsStateOfRulesThatStayTheSame() {
    String rule =
        rule(
            "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                + "condition: {gte: 5}");
    Detector detector = detector(rule);
    all(detector, failures(4, 1, "lan"));

    detector.replaceRules(TestRules.rules(folder, TestRules.LOGINS + rule, UNRELATED));
    List<Alert> alerts = detector.evaluate(login("fifth", 5, "failure", "lan", "1.1.1.1"));

    assertThat(alerts).hasSize(1);
    detector.replaceRules(
        TestRules.rules(folder, TestRules.LOGINS + rule.replace("gte: 5", "gte: 2")));
    assertThat(detector.stats().correlation().entries()).isZero();
  }

  @Test
  void keepsNoMoreThanItMay() {
    RuleSet rules =
        TestRules.rules(
            folder,
            TestRules.LOGINS
                + rule(
                    "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1h\n"
                        + "condition: {gte: 500}"));
    CorrelationLimits few = new CorrelationLimits(8, 10, 20, 20_000, Duration.ZERO);
    Detector detector = new Detector(rules, TestRules.CLOCK, new Limits(10, few, false));
    for (int user = 0; user < 30; user++) {
      all(detector, failures(30, 1, "u" + user));
    }

    assertThat(detector.stats().correlation().groups()).isLessThanOrEqualTo(8);
    assertThat(detector.stats().correlation().bytes()).isBetween(10_000L, 20_000L);
    assertThat(detector.stats().correlation().droppedGroups()).isPositive();
    assertThat(detector.stats().correlation().droppedEntries()).isPositive();
  }

  @Test
  void forgetsGroupsThatAreOver() {
    Detector detector =
        detector(
            rule(
                "type: event_count\nrules: [failed]\ngroup-by: [user.name]\ntimespan: 1m\n"
                    + "condition: {gte: 50}"));
    all(detector, failures(3, 1, "lan"));
    detector.evaluate(login("later", 100_000, "failure", "hoa", "1.1.1.1"));

    assertThat(detector.stats().correlation().groups()).isEqualTo(1);
    assertThat(detector.stats().correlation().droppedGroups()).isZero();
  }

  @Test
  void countsEventsThatCannotBeGrouped() {
    Detector detector =
        detector(
            rule(
                "type: event_count\nrules: [failed]\ngroup-by: [host.name]\ntimespan: 1m\n"
                    + "condition: {gte: 1}"));

    assertThat(all(detector, failures(3, 1, "lan"))).isEmpty();
    assertThat(detector.stats().correlation().ungrouped()).isEqualTo(3);
  }

  @Test
  void refusesReferencesThatLeadNowhereOrRound() {
    RuleSet rules =
        TestRules.rules(
            folder,
            """
            title: A
            id: a
            correlation: {type: event_count, rules: [b], timespan: 1m, condition: {gte: 1}}
            ---
            title: B
            id: b
            correlation: {type: event_count, rules: [a], timespan: 1m, condition: {gte: 1}}
            ---
            title: C
            id: c
            correlation: {type: event_count, rules: [nobody], timespan: 1m, condition: {gte: 1}}
            """);

    assertThat(rules.rules()).isEmpty();
    assertThat(rules.rejected())
        .extracting(RejectedRule::rule)
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(rules.rejected().getLast().reason())
        .isEqualTo("refers to rule 'nobody', which is not among the rules that run");
  }

  @Test
  void refusesANameThatSeveralRulesOfOtherFilesHave() {
    String base =
        """
        title: Cơ sở
        id: %s
        name: co_so
        logsource: {product: lachan}
        detection: {s: {event.action: khac}, condition: s}
        """;
    String top =
        """
        title: Nhiều
        id: top
        correlation:
          type: event_count
          rules: [%s]
          group-by: [user.name]
          timespan: 5m
          condition: {gte: 2}
        """;

    RuleSet ambiguous =
        TestRules.rules(folder, base.formatted("a"), base.formatted("b"), top.formatted("co_so"));
    assertThat(ambiguous.rejected())
        .singleElement()
        .satisfies(rejected ->
            assertThat(rejected.reason())
                .startsWith("refers to rule 'co_so', a name of several rules: ")
                .contains("rule0.yml:1, ")
                .endsWith("rule1.yml:1"));

    RuleSet own =
        TestRules.rules(
            folder,
            base.formatted("a"),
            base.formatted("b"),
            base.formatted("c") + "---\n" + top.formatted("co_so"));
    assertThat(own.rejected()).isEmpty();
    RuleSet byId =
        TestRules.rules(folder, base.formatted("a"), base.formatted("b"), top.formatted("b"));
    assertThat(byId.rejected()).isEmpty();
  }
}
