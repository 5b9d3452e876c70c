package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.detection.TestRules.login;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.events.Event;

class DetectorTest {
  private static final String RULE =
      """
      title: Tra cứu không gắn hồ sơ
      id: 11111111-2222-3333-4444-555555555555
      status: stable
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: tra_cuu_dan_cu}
        empty: {dvc.dossier.code: null}
        condition: sel and empty
      fields: [organization.id]
      level: high
      tags: [attack.t1213]
      custom:
        use_case: B02
        entity: user.name
        guide: [Hỏi cán bộ, Xem nhật ký]
      """;

  @TempDir Path folder;

  private static Event lookUp(String id) {
    return Event.builder(id, TestRules.START, TestRules.START)
        .set("event.dataset", "dvc.motcua")
        .set("event.action", "tra_cuu_dan_cu")
        .set("user.name", "can_bo_014")
        .set("source.ip", "10.60.72.14")
        .set("organization.id", "H60.x.00721")
        .build();
  }

  @Test
  void tellsWhoDidWhat() {
    RuleSet rules = TestRules.rules(folder, RULE);
    Detector detector = new Detector(rules, TestRules.CLOCK, Limits.DEFAULT);

    Alert alert = detector.evaluate(lookUp("e1")).getFirst();

    assertThat(alert.reason())
        .isEqualTo(
            "Tra cứu không gắn hồ sơ (user.name = can_bo_014, source.ip = 10.60.72.14,"
                + " event.action = tra_cuu_dan_cu, organization.id = H60.x.00721).");
    assertThat(alert.entity()).isEqualTo("can_bo_014");
    assertThat(alert.organization()).isEqualTo("H60.x.00721");
    assertThat(alert.dataset()).isEqualTo("dvc.motcua");
    assertThat(alert.fields()).containsKeys("event.action", "organization.id");
    assertThat(alert.detected()).isEqualTo(TestRules.CLOCK.instant());
    assertThat(alert.eventIds()).containsExactly("e1");
    assertThat(alert.id())
        .isEqualTo(detector.evaluate(lookUp("e1")).getFirst().id())
        .isNotEqualTo(detector.evaluate(lookUp("e2")).getFirst().id());
    assertThat(alert.ruleVersion()).hasSize(12);
    RuleInfo info = rules.rule(alert.ruleId()).orElseThrow();
    assertThat(info.guide()).containsExactly("Hỏi cán bộ", "Xem nhật ký");
    assertThat(info.custom("use_case")).isEqualTo("B02");
    assertThat(info.text()).startsWith("title: Tra cứu").endsWith("Xem nhật ký]\n");
  }

  @Test
  void knowsOtherLogsBySource() {
    Detector detector =
        new Detector(TestRules.rules(folder, RULE), TestRules.CLOCK, Limits.DEFAULT);
    Event other =
        Event.builder("x", TestRules.START, TestRules.START)
            .set("event.dataset", "dxp.opmon")
            .set("event.action", "tra_cuu_dan_cu")
            .build();

    assertThat(detector.evaluate(other)).isEmpty();
    assertThat(detector.stats().evaluated()).isEqualTo(1);
  }

  @Test
  void readsSigmasWebFieldsFromAccessLogs() {
    String rule =
        """
        title: Web
        id: web
        logsource: {category: webserver}
        detection:
          sel: {cs-method: GET, cs-uri-query|contains: '../', sc-status: 200, c-ip|cidr: 203.0.113.0/24}
          condition: sel
        """;
    Event request =
        Event.builder("x", TestRules.START, TestRules.START)
            .set("event.dataset", "nginx.access")
            .set("http.request.method", "GET")
            .set("url.query", "f=../../etc/passwd")
            .set("http.response.status_code", 200)
            .set("source.ip", "203.0.113.9")
            .build();

    Alert alert =
        new Detector(TestRules.rules(folder, rule), TestRules.CLOCK, Limits.DEFAULT)
            .evaluate(request)
            .getFirst();
    assertThat(alert.fields()).containsEntry("c-ip", "203.0.113.9");
    assertThat(alert.level()).isEqualTo(Level.MEDIUM);
  }

  @Test
  void givesWindowsEventsInJsonTheirLogSource() {
    String rule =
        """
        title: Windows
        id: win
        logsource: {product: windows, category: process_creation}
        detection:
          sel: {Image|endswith: '\\\\vssadmin.exe', CommandLine|contains|all: [delete, shadows]}
          condition: sel
        """;
    Event event =
        Event.builder("x", TestRules.START, TestRules.START)
            .set("event.dataset", "json")
            .set("Channel", "Security")
            .set("EventID", 4688)
            .set("NewProcessName", "C:\\Windows\\System32\\vssadmin.exe")
            .set("CommandLine", "vssadmin Delete Shadows /all")
            .build();

    assertThat(
            new Detector(TestRules.rules(folder, rule), TestRules.CLOCK, Limits.DEFAULT)
                .evaluate(event))
        .hasSize(1);
  }

  @Test
  void holdsBackAFloodAndCountsIt() {
    Limits limits = new Limits(3, CorrelationLimits.DEFAULT, false);
    Detector detector = new Detector(TestRules.rules(folder, RULE), TestRules.CLOCK, limits);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      alerts.addAll(detector.evaluate(lookUp("e" + i)));
    }

    assertThat(alerts).hasSize(3);
    assertThat(detector.evaluate(lookUp("e1"))).as("seen again").hasSize(1);
    assertThat(detector.stats().suppressed()).isEqualTo(7);
    assertThat(detector.stats().rules().values()).allMatch(rule -> rule.suppressed() == 7);
  }

  @Test
  void refusesAStateThatIsNotOne() {
    Detector detector =
        new Detector(TestRules.rules(folder, RULE), TestRules.CLOCK, Limits.DEFAULT);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> detector.restoreState(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
        .withMessage("not a detector state");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> detector.restoreState(new byte[2]))
        .withMessage("detector state is damaged");
  }

  @Test
  void appliesFiltersToTheRulesTheyName() {
    String filter =
        """
        title: Tài khoản kiểm thử
        logsource: {product: lachan}
        filter:
          rules: [11111111-2222-3333-4444-555555555555]
          selection: {user.name|startswith: can_bo_}
          condition: not selection
        """;
    RuleSet plain = TestRules.rules(folder, RULE);
    RuleSet filtered = TestRules.rules(folder, RULE, filter);

    assertThat(new Detector(filtered, TestRules.CLOCK, Limits.DEFAULT).evaluate(lookUp("e")))
        .isEmpty();
    assertThat(filtered.rules().getFirst().version())
        .isNotEqualTo(plain.rules().getFirst().version());
  }

  @Test
  void refusesTheSecondOfTwoRulesWithOneId() {
    RuleSet rules = TestRules.rules(folder, RULE, RULE);

    assertThat(rules.rules()).hasSize(1);
    assertThat(rules.rejected().getFirst().reason()).contains("already used in").contains("rule0");
  }

  @Test
  void readsTheHourInTheZoneOfItsClock() {
    String rule =
        """
        title: Giờ
        id: hour
        logsource: {product: lachan}
        detection: {s: {'@timestamp|hour': 8}, condition: s}
        """;

    assertThat(
            new Detector(TestRules.rules(folder, rule), TestRules.CLOCK, Limits.DEFAULT)
                .evaluate(lookUp("e")))
        .hasSize(1);
  }

  @Test
  void evaluatesOwnRulesQuickly() {
    RuleSet rules = RuleSet.builtIn();
    RuleSet used =
        rules.rules().isEmpty()
            ? TestRules.rules(folder, RULE, TestRules.LOGINS.replaceAll("---\\s*$", ""))
            : rules;
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      events.add(
          i % 50 == 0
              ? login("l" + i, i / 20, "failure", "u" + i % 97, "10.0.0." + i % 200)
              : Event.builder("v" + i, TestRules.START.plusSeconds(i / 20), TestRules.START)
                  .set("event.dataset", "dvc.motcua")
                  .set("event.action", "xem_ho_so")
                  .set("event.outcome", "success")
                  .set("user.name", "can_bo_" + i % 300)
                  .set("source.ip", "10.60.72." + i % 250)
                  .set("organization.id", "H60.x.00721")
                  .set("dvc.dossier.code", "H60.99.721-261120-" + i)
                  .set("dvc.actor.type", "can_bo")
                  .set("dvc.calendar.working", true)
                  .build());
    }
    DetectionBench.Result result = DetectionBench.run(used, events, 5);

    System.out.println("[detection] one-stop events, " + used.rules().size() + " rules: " + result);
    assertThat(result.bestPerSecond()).isGreaterThan(10_000);
  }
}
