package vn.lachan.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.Level;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.coverage.RuleCoverage;
import vn.lachan.detection.rulebook.RuleSource;
import vn.lachan.detection.rulebook.RuleState;

class RuleFilterTest {
  private static final RuleViews.Row RULE =
      row("a01", "Đăng nhập sau nhiều lần sai", Level.HIGH, 5, RuleCoverage.Verdict.FIRES);

  private static RuleViews.Row row(
      String id, String title, Level level, long alerts, RuleCoverage.@Nullable Verdict verdict) {
    return new RuleViews.Row(
        id,
        title,
        level,
        "stable",
        "EVENT",
        "lachan/dvc.motcua",
        List.of("attack.credential_access", "attack.T1110.003", "attack.g0016"),
        "tai-khoan/" + id + ".yml",
        "0123456789ab",
        true,
        alerts == 0 ? null : Instant.ofEpochSecond(alerts),
        alerts,
        alerts,
        0,
        0,
        RuleInfo.Origin.EXTERNAL,
        RuleState.ENABLED,
        RuleSource.IMPORTED,
        "SigmaHQ",
        "DRL 1.1",
        "Cán bộ thử",
        1,
        1,
        1,
        0,
        new RuleViews.SuppressionView(RuleViews.SuppressionMode.RULE, List.of(), null),
        verdict == null ? null : new RuleViews.ReachView(verdict, List.of()));
  }

  private static boolean fits(@Nullable String text, @Nullable String technique) {
    return new RuleFilter(text, null, null, null, null, null, technique, null).fits(RULE);
  }

  @Test
  void findsEveryWordWithOrWithoutDiacritics() {
    assertThat(fits("dang nhap sai", null)).isTrue();
    assertThat(fits("ĐĂNG sigmahq t1110", null)).isTrue();
    assertThat(fits("  ", null)).isTrue();
    assertThat(fits("đăng xuất", null)).isFalse();
  }

  @Test
  void aTechniqueFindsItsSubTechniques() {
    assertThat(fits(null, "T1110")).isTrue();
    assertThat(fits(null, "t1110.003")).isTrue();
    assertThat(fits(null, "T111")).isFalse();
  }

  @Test
  void tellsTacticsFromTechniquesAndGroups() {
    assertThat(RuleFilter.tactics(RULE.tags())).containsExactly("credential-access");
    assertThat(filter("credential-access", RuleCoverage.Verdict.FIRES).fits(RULE)).isTrue();
    assertThat(filter("impact", null).fits(RULE)).isFalse();
    assertThat(filter(null, RuleCoverage.Verdict.SOURCE_NEVER_SEEN).fits(RULE)).isFalse();
    assertThat(filter(null, RuleCoverage.Verdict.FIRES).fits(row("b", "B", Level.LOW, 0, null)))
        .isFalse();
  }

  private static RuleFilter filter(
      @Nullable String tactic, RuleCoverage.@Nullable Verdict verdict) {
    return new RuleFilter(null, null, null, null, null, tactic, null, verdict);
  }

  @Test
  void sortsByEveryColumnAndKeepsEqualOnesInOrder() {
    List<RuleViews.Row> rows =
        List.of(
            row("a", "Ổ đĩa", Level.LOW, 3, null),
            row("b", "Bàn phím", Level.CRITICAL, 0, RuleCoverage.Verdict.FIELD_NEVER_SEEN),
            row("c", "Đĩa cứng", Level.LOW, 9, RuleCoverage.Verdict.FIRES));
    assertThat(sorted(rows, RuleOrder.TITLE)).containsExactly("b", "c", "a");
    assertThat(sorted(rows, RuleOrder.LEVEL)).last().isEqualTo("b");
    assertThat(sorted(rows, RuleOrder.ALERTS)).containsExactly("b", "a", "c");
    assertThat(sorted(rows, RuleOrder.LAST_FIRED)).containsExactly("b", "a", "c");
    assertThat(sorted(rows, RuleOrder.VERDICT)).containsExactly("c", "b", "a");
    assertThat(sorted(rows, RuleOrder.FALSE)).containsExactly("c", "b", "a");
    assertThat(sorted(rows, RuleOrder.FILE)).containsExactly("a", "b", "c");
    assertThat(sorted(rows, RuleOrder.STATE)).containsExactly("a", "b", "c");
  }

  private static List<String> sorted(List<RuleViews.Row> rows, RuleOrder order) {
    return rows.stream()
        .sorted(order.comparator(Map.of("a", 0.9, "b", 0.1)))
        .map(RuleViews.Row::id)
        .toList();
  }
}
