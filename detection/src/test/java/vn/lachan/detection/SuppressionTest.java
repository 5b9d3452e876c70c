package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {
  private static final String RULE =
      """
      title: Đăng nhập thất bại
      id: failed
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: failure}
        condition: sel
      custom:
        suppress: {fields: [source.ip], window: 1h}
      """;

  @TempDir Path folder;

  private Detector detector(String rule) {
    RuleSet rules = TestRules.rules(folder, rule);
    assertThat(rules.rejected()).isEmpty();
    return new Detector(rules, TestRules.CLOCK, Limits.DEFAULT);
  }

  @Test
  void aRuleAsksForItItself() {
    Detector detector = detector(RULE);
    Alert first =
        detector.evaluate(TestRules.login("a", 0, "failure", "lan", "10.0.0.1")).getFirst();
    Findings second = detector.examine(TestRules.login("b", 5, "failure", "hoa", "10.0.0.1"));
    assertThat(second.alerts()).isEmpty();
    assertThat(second.more())
        .containsExactly(new More(first.id(), "failed", 1, TestRules.START.plusSeconds(5)));
    assertThat(detector.evaluate(TestRules.login("c", 6, "failure", "hoa", "10.0.0.2"))).hasSize(1);
    assertThat(detector.evaluate(TestRules.login("d", 3600, "failure", "lan", "10.0.0.1")))
        .hasSize(1);
    assertThat(detector.moderationStats().folded()).containsEntry("failed", 1L);
  }

  @Test
  void worksForCorrelationsByTheirGroup() {
    Detector detector =
        detector(
            TestRules.LOGINS
                + """
                title: Nhiều lần
                id: many
                correlation:
                  type: event_count
                  rules: [failed]
                  group-by: [user.name]
                  timespan: 1m
                  condition: {gte: 2}
                custom:
                  suppress: {fields: [user.name], window: 1d}
                """);
    int alerts = 0;
    long more = 0;
    for (int i = 0; i < 10; i++) {
      int second = i * 100;
      detector.evaluate(TestRules.login("x" + i, second, "failure", "lan", "10.0.0.1"));
      Findings found =
          detector.examine(TestRules.login("y" + i, second + 1, "failure", "lan", "10.0.0.1"));
      alerts += found.alerts().size();
      more += found.more().size();
    }
    assertThat(alerts).isEqualTo(1);
    assertThat(more).isEqualTo(9);
  }

  @Test
  void anEventThatIsSeenAgainRaisesItsAlertAgain() {
    Detector detector = detector(RULE);
    Alert first =
        detector.evaluate(TestRules.login("a", 0, "failure", "lan", "10.0.0.1")).getFirst();
    assertThat(detector.evaluate(TestRules.login("a", 0, "failure", "lan", "10.0.0.1")))
        .extracting(Alert::id)
        .containsExactly(first.id());
  }

  @Test
  void tooManyWindowsEndEarly() {
    RuleSet rules = TestRules.rules(folder, RULE);
    Moderation few = new Moderation(java.util.List.of(), java.util.Map.of(), 2, 10);
    Detector detector = new Detector(rules, few, TestRules.CLOCK, Limits.DEFAULT);
    for (int i = 0; i < 3; i++) {
      detector.evaluate(TestRules.login("a" + i, i, "failure", "lan", "10.0.0." + i));
    }
    assertThat(detector.moderationStats().openWindows()).isEqualTo(2);
    assertThat(detector.moderationStats().endedEarly()).isEqualTo(1);
    assertThat(detector.evaluate(TestRules.login("b", 4, "failure", "lan", "10.0.0.0"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "suppress: 1h",
        "suppress: {fields: [a]}",
        "suppress: {window: 1x}",
        "suppress: {window: 8d}",
        "suppress: {fields: [a], window: 1h, other: 1}"
      })
  void aRuleThatAsksWronglyIsRefused(String custom) {
    RuleSet rules =
        TestRules.rules(
            folder, RULE.replace("suppress: {fields: [source.ip], window: 1h}", custom));
    assertThat(rules.rules()).isEmpty();
    assertThat(rules.rejected())
        .singleElement()
        .satisfies(rejected -> assertThat(rejected.reason()).contains("suppress"));
  }

  @Test
  void stateOfTheFirstVersionIsStillRead() throws java.io.IOException {
    Detector detector = detector(RULE);
    detector.evaluate(TestRules.login("a", 0, "failure", "lan", "10.0.0.1"));
    byte[] state = detector.saveState();
    java.nio.ByteBuffer old = java.nio.ByteBuffer.wrap(state.clone());
    old.putInt(4, 1);
    Detector other = detector(RULE);
    other.restoreState(old.array());
    assertThat(other.moderationStats().openWindows()).isZero();
    other.restoreState(state);
    assertThat(other.moderationStats().openWindows()).isEqualTo(1);
  }
}
