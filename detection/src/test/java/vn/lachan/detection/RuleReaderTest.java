package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleReaderTest {
  private static RuleText rule(int i, String value) {
    String text =
        "title: Rule %d\nid: rule-%d\nlogsource: {product: x}\n".formatted(i, i)
            + "detection:\n  a: {field: '%s'}\n  condition: a\n".formatted(value);
    return new RuleText("rule-" + i + ".yml", text, "", RuleInfo.Origin.EXTERNAL);
  }

  private static List<RuleText> rules(int count) {
    return IntStream.range(0, count).mapToObj(i -> rule(i, "v" + i)).toList();
  }

  @Test
  void compilesAgainAtTheCostOfWhatChanged() {
    RuleReader reader = new RuleReader(Map.of());
    RuleSet before = reader.compile(rules(50));
    List<RuleText> changed = new ArrayList<>(rules(50));
    changed.set(7, rule(7, "other"));
    RuleSet after = reader.compile(changed);

    assertThat(reader.stats().parsed()).isEqualTo(51);
    assertThat(after.rules()).hasSize(50);
    assertThat(after.rule("rule-7").orElseThrow().version())
        .isNotEqualTo(before.rule("rule-7").orElseThrow().version());
    assertThat(after.rule("rule-8")).isEqualTo(before.rule("rule-8"));
  }

  @Test
  void keepsTheOrderOfTheFiles() {
    List<RuleText> texts = rules(300);
    assertThat(new RuleReader(Map.of()).compile(texts).rules())
        .extracting(RuleInfo::id)
        .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "rule-" + i).toList());
  }

  @Test
  void holdsNoMoreThanTwoGenerations() {
    RuleReader reader = new RuleReader(Map.of(), 10);
    rules(95).forEach(text -> reader.documents(text.name(), text.text()));
    assertThat(reader.stats().parsed()).isEqualTo(95);
    assertThat(reader.stats().remembered()).isBetween(10, 20);

    RuleReader none = new RuleReader(Map.of(), 0);
    none.compile(rules(5));
    none.compile(rules(5));
    assertThat(none.stats()).isEqualTo(new RuleReader.Stats(10, 0));
  }
}
