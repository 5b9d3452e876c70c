package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.events.Event;

class ExplanationTest {
  private static final String RULE =
      """
      title: Đăng nhập lạ
      id: odd-login
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        selection_action: {event.action: [dang_nhap, dang_xuat], user.name|startswith: [ad, op]}
        selection_place: {source.ip|cidr: 10.0.0.0/8}
        filter: {user.name: admin}
        words: [dang, khac]
        condition: all of selection_* and words and not filter
      level: low
      """;
  private static final String MANY =
      """
      title: Nhiều lần
      id: many
      correlation:
        type: event_count
        rules: [failed]
        group-by: [user.name]
        timespan: 10m
        condition: {gte: 3}
      level: high
      """;

  @TempDir Path folder;

  private Explanation explain(String text, String rule, Event event) {
    return TestRules.rules(folder, text)
        .explain(rule, event, TestRules.CLOCK.getZone())
        .orElseThrow();
  }

  private static Event login(String user, String ip) {
    return TestRules.login("e1", 0, "failure", user, ip);
  }

  @Test
  void showsEveryPartOfTheConditionWithItsAnswer() {
    Explanation why = explain(RULE, "odd-login", login("opera", "192.168.1.1"));

    assertThat(why.matches()).isFalse();
    assertThat(why.logSource().fits()).isTrue();
    assertThat(why.text())
        .isEqualTo(
            """
            ✗ Đăng nhập lạ (odd-login): không khớp
              ✓ nguồn nhật ký: quy tắc cần lachan/-/dvc.motcua, sự kiện là lachan/-/dvc.motcua
              ✗ tất cả:
                ✗ all of selection_*
                  ✗ tất cả:
                    ✓ selection_action
                      ✓ tất cả:
                        ✓ event.action cần ✓“dang_nhap” ✗“dang_xuat”, sự kiện có “dang_nhap”
                        ✓ user.name|startswith cần ✓“op” ✗“ad”, sự kiện có “opera”
                    ✗ selection_place
                      ✗ source.ip|cidr cần ✗“10.0.0.0/8”, sự kiện có “192.168.1.1”
                ✓ words
                  ✓ (từ khóa) cần ✓“dang” ✗“khac”, sự kiện có “dang_nhap”
                ✓ không phải:
                  ✗ filter
                    ✗ user.name cần ✗“admin”, sự kiện có “opera”
            """);
  }

  @Test
  void saysThatTheRuleIsForOtherLogs() {
    Explanation why =
        explain(RULE.replace("dvc.motcua", "dxp.lgsp"), "odd-login", login("opera", "10.1.1.1"));

    assertThat(why.matches()).isFalse();
    assertThat(why.logSource().fits()).isFalse();
    assertThat(why.detection().orElseThrow().holds()).isTrue();
  }

  @Test
  void showsFiltersAndMissingFields() {
    String filter =
        """
        ---
        title: Trừ quản trị
        logsource: {product: lachan, service: dvc.motcua}
        filter: {rules: [odd-login], selection: {host.name: pc1}, condition: not selection}
        """;
    Explanation why = explain(RULE + filter, "odd-login", login("opera", "10.1.1.1"));

    assertThat(why.matches()).isTrue();
    assertThat(why.text())
        .contains("✓ Trừ quản trị")
        .contains("✗ host.name cần ✗“pc1”, sự kiện không có giá trị");
  }

  @Test
  void writesTheSameAsJson() {
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(explain(RULE, "odd-login", login("admin", "10.1.1.1")).json());

    assertThat(json.at("/matches").booleanValue()).isFalse();
    assertThat(json.at("/logsource/fits").booleanValue()).isTrue();
    assertThat(json.at("/detection/all/2/not/name").asString()).isEqualTo("filter");
    assertThat(json.at("/detection/all/2/not/is/wanted/0/holds").booleanValue()).isTrue();
    assertThat(json.at("/detection/all/2/not/is/actual").asString()).isEqualTo("admin");
  }

  @Test
  void showsHowTheGroupOfACorrelationStands() {
    RuleSet rules = TestRules.rules(folder, TestRules.LOGINS + MANY);
    Detector detector = new Detector(rules, TestRules.CLOCK, Limits.DEFAULT);
    detector.evaluate(TestRules.login("e1", 1, "failure", "lan", "10.0.0.1"));
    Event second = TestRules.login("e2", 2, "failure", "lan", "10.0.0.1");
    detector.evaluate(second);

    Explanation why = detector.explain("many", second).orElseThrow();

    assertThat(why.matches()).isTrue();
    Explanation.Part part = why.correlation().orElseThrow().parts().getFirst();
    assertThat(part.counts()).isTrue();
    assertThat(part.group()).containsEntry("user.name", "lan");
    assertThat(part.kept()).contains(2);
    assertThat(part.measured()).contains("2");
    assertThat(why.text()).contains("nhóm user.name = lan: giá trị hiện tại 2, đang giữ 2 sự kiện");
    assertThat(detector.stats().evaluated()).isEqualTo(2);
  }

  @Test
  void saysWhatAnEventLacksForACorrelation() {
    RuleSet rules = TestRules.rules(folder, TestRules.LOGINS + MANY);
    Event nobody =
        Event.builder("e1", TestRules.START, TestRules.START)
            .set("event.dataset", "dvc.motcua")
            .set("event.action", "dang_nhap")
            .set("event.outcome", "failure")
            .build();

    Explanation why = rules.explain("many", nobody, TestRules.CLOCK.getZone()).orElseThrow();

    assertThat(why.matches()).isFalse();
    assertThat(why.text()).contains("✗ sự kiện thiếu user.name");
    assertThat(why.json()).contains("\"missing\":[\"user.name\"]");
  }

  @Test
  void knowsOnlyRulesThatRun() {
    Optional<Explanation> why =
        TestRules.rules(folder, RULE)
            .explain("none", login("lan", "10.1.1.1"), TestRules.CLOCK.getZone());

    assertThat(why).isEmpty();
  }

  @Test
  void isPrintedByTheCommandForOneEventOrForAll() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("r.yml"),
            """
            title: T
            id: t
            logsource: {category: test}
            detection: {s: {A: 1}, condition: s}
            ---
            title: U
            id: u
            """);
    String events = "{\"A\":1}\n{\"A\":2}\n";

    assertThat(match(0, events, rules, "--explain", "t"))
        .contains("- #0\n✓ T (t): khớp")
        .contains("- #1\n✗ T (t): không khớp")
        .contains("✗ A cần ✗“1”, sự kiện có “2”");
    assertThat(match(0, events, rules, "--explain", "t", "--event", "1", "--json").lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("{\"rule_id\":\"t\"");
    assertThat(match(2, events, rules, "--explain", "v")).contains("no rule has the id or name v");
    assertThat(match(2, events, rules, "--explain", "u")).contains("rule u is refused");
    assertThat(match(2, events, rules, "--event", "1")).contains("go with --explain");
  }

  private static String match(int code, String events, Path rules, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("--rules", rules.toString(), "-"));
    args.addAll(List.of(options));
    int actual =
        new MatchCommand(new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)))
            .run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(actual).isEqualTo(code);
    return (code == 0 ? out : err).toString(StandardCharsets.UTF_8);
  }
}
