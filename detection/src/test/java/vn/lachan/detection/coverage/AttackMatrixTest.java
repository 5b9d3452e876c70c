package vn.lachan.detection.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;

class AttackMatrixTest {
  private static RuleInfo rule(String id, String tags) {
    return RuleSet.parse(
            "r.yml",
            "title: T\nid: "
                + id
                + "\nlogsource: {product: lachan}\ntags: ["
                + tags
                + "]\ndetection: {s: {a: b}, condition: s}\n")
        .rules()
        .getFirst();
  }

  @Test
  void countsOnlyRulesWhoseDataArrivesAsCover() {
    AttackMatrix matrix =
        AttackMatrix.of(
            List.of(
                new AttackMatrix.Counted(
                    rule("a", "attack.credential-access, attack.t1110.003"), true),
                new AttackMatrix.Counted(
                    rule("b", "attack.credential_access, attack.t1110.003, attack.t1078"), false),
                new AttackMatrix.Counted(rule("c", "attack.t1499, attack.g0016, cve.2026"), true),
                new AttackMatrix.Counted(rule("d", "attack.new-tactic, attack.t9999"), true)));

    assertThat(matrix.tactics().getFirst().tag()).isEqualTo("reconnaissance");
    AttackMatrix.Tactic access =
        matrix.tactics().stream()
            .filter(tactic -> tactic.tag().equals("credential-access"))
            .findFirst()
            .orElseThrow();
    assertThat(access.id()).isEqualTo("TA0006");
    assertThat(access.rules()).isEqualTo(2);
    assertThat(access.firing()).isEqualTo(1);
    assertThat(access.techniques())
        .containsExactly(
            new AttackMatrix.Technique("T1078", "Valid Accounts", List.of("b"), List.of()),
            new AttackMatrix.Technique(
                "T1110.003", "Password Spraying", List.of("a", "b"), List.of("a")));
    assertThat(access.techniques().getFirst().covered()).isFalse();
    assertThat(matrix.tactics().getLast().tag()).isEqualTo("new-tactic");
    assertThat(matrix.tactics().getLast().name()).isEqualTo("new-tactic");
    assertThat(matrix.tactics())
        .filteredOn(tactic -> tactic.tag().isEmpty())
        .singleElement()
        .satisfies(none -> assertThat(none.techniques().getFirst().id()).isEqualTo("T1499"));
  }

  @Test
  void knowsEveryTacticOfOurOwnRules() {
    List<AttackMatrix.Counted> own =
        RuleSet.builtIn().rules().stream()
            .map(rule -> new AttackMatrix.Counted(rule, true))
            .toList();

    assertThat(AttackMatrix.of(own).tactics())
        .allSatisfy(tactic -> assertThat(tactic.id()).as(tactic.tag()).isNotEmpty());
  }
}
