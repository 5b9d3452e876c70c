package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each construct of the language means: one selection, one event, yes or no. */
class LanguageTest {
  @TempDir Path folder;

  private boolean matches(String detection, String json) throws IOException {
    Path file = folder.resolve("rule.yml");
    Files.writeString(
        file, "title: T\nlogsource: {category: test}\ndetection:\n" + detection.indent(2));
    RuleSet rules = RuleSet.load(List.of(file));
    assertThat(rules.rejected()).isEmpty();
    Engine engine = new Engine(rules, new Limits(1, Limits.DEFAULT.correlation(), true));
    List<Map<String, Object>> events = new ArrayList<>();
    JsonEvents.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        item -> events.add(item.fields()));
    return engine.matcher().match(new MapSource(events.getFirst())).length > 0;
  }

  private boolean selects(String selection, String json) throws IOException {
    return matches("sel:\n" + selection.indent(2) + "condition: sel", json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // plain values
        "F: abc ~ {\"F\":\"ABC\"} ~ true",
        "F: abc ~ {\"F\":\"abcd\"} ~ false",
        "F: 'a*d' ~ {\"F\":\"a\\nbcd\"} ~ true",
        "F: 'a?c' ~ {\"F\":\"abc\"} ~ true",
        "F: 'a?c' ~ {\"F\":\"ac\"} ~ false",
        "F: 'a\\*c' ~ {\"F\":\"abc\"} ~ false",
        "F: 'a\\*c' ~ {\"F\":\"a*c\"} ~ true",
        "F: 'C:\\\\Win\\*' ~ {\"F\":\"c:\\\\win*\"} ~ true",
        "F: [a, b] ~ {\"F\":\"b\"} ~ true",
        "F: ĐỒNG VĂN ~ {\"F\":\"Đồng Văn\"} ~ true",
        "Threat Name: x ~ {\"Threat Name\":\"X\"} ~ true",
        "F: a ~ {\"F\":[\"b\",\"a\"]} ~ true",
        "a.b: x ~ {\"a\":{\"b\":\"x\"}} ~ true",
        // numbers, truth values, null, empty
        "F: 4688 ~ {\"F\":4688} ~ true",
        "F: 4688 ~ {\"F\":\"4688\"} ~ true",
        "F: '4688' ~ {\"F\":4688} ~ true",
        "F: 1 ~ {\"F\":1.0} ~ true",
        "F: 0x17 ~ {\"F\":23} ~ true",
        "F: 0x17 ~ {\"F\":\"0x17\"} ~ true",
        "F: 00721 ~ {\"F\":\"00721\"} ~ true",
        "F: true ~ {\"F\":true} ~ true",
        "F: true ~ {\"F\":\"True\"} ~ true",
        "F: false ~ {\"F\":true} ~ false",
        "F: null ~ {\"F\":null} ~ true",
        "F: null ~ {\"G\":1} ~ true",
        "F: null ~ {\"F\":\"\"} ~ false",
        "F: '' ~ {\"F\":\"\"} ~ true",
        "F: '' ~ {\"G\":1} ~ false",
        "F: '*' ~ {\"F\":\"\"} ~ true",
        "F: '*' ~ {\"F\":null} ~ false",
        // generic modifiers
        "F|contains: bc ~ {\"F\":\"ABCD\"} ~ true",
        "F|startswith: bc ~ {\"F\":\"ABCD\"} ~ false",
        "F|startswith: ab ~ {\"F\":\"ABCD\"} ~ true",
        "F|endswith: cd ~ {\"F\":\"ABCD\"} ~ true",
        "F|contains|all: [a, d] ~ {\"F\":\"ABCD\"} ~ true",
        "F|contains|all: [a, x] ~ {\"F\":\"ABCD\"} ~ false",
        "F|contains: 'a*d' ~ {\"F\":\"xABCDx\"} ~ true",
        "F|cased: abc ~ {\"F\":\"ABC\"} ~ false",
        "F|contains|cased: BC ~ {\"F\":\"ABCD\"} ~ true",
        "F|cased|contains: bc ~ {\"F\":\"ABCD\"} ~ false",
        "F|exists: true ~ {\"F\":null} ~ true",
        "F|exists: false ~ {\"F\":\"\"} ~ false",
        "F|exists: false ~ {\"G\":1} ~ true",
        "F|neq: a ~ {\"F\":\"b\"} ~ true",
        "F|neq: a ~ {\"F\":\"A\"} ~ false",
        "F|neq: [a, b] ~ {\"F\":\"b\"} ~ false",
        "F|contains|neq: a ~ {\"F\":\"xyz\"} ~ true",
        "F|fieldref: G ~ {\"F\":\"a\",\"G\":\"A\"} ~ true",
        "F|fieldref|neq: G ~ {\"F\":\"a\",\"G\":\"b\"} ~ true",
        "F|fieldref|startswith: G ~ {\"F\":\"abc\",\"G\":\"AB\"} ~ true",
        "F|fieldref|endswith: G ~ {\"F\":\"abc\",\"G\":\"ab\"} ~ false",
        "F|fieldref|contains: G ~ {\"F\":\"abc\",\"G\":\"b\"} ~ true",
        "F|fieldref: G ~ {\"F\":\"a\"} ~ false",
        // windash
        "F|contains|windash: ' -foo' ~ {\"F\":\"x /foo\"} ~ true",
        "F|windash|contains: ' /foo' ~ {\"F\":\"x \u2014foo\"} ~ true",
        "F|contains|windash: 'a-b' ~ {\"F\":\"a/b\"} ~ false",
        "F|contains|windash: '-a -b' ~ {\"F\":\"\u2013A \u2015B\"} ~ true",
        // regular expressions
        "F|re: 'b.d' ~ {\"F\":\"abcde\"} ~ true",
        "F|re: 'B.D' ~ {\"F\":\"abcde\"} ~ false",
        "F|re|i: 'B.D' ~ {\"F\":\"abcde\"} ~ true",
        "F|re: '^b' ~ {\"F\":\"a\\nb\"} ~ false",
        "F|re|m: '^b' ~ {\"F\":\"a\\nb\"} ~ true",
        "F|re: 'a.b' ~ {\"F\":\"a\\nb\"} ~ false",
        "F|re|s: 'a.b' ~ {\"F\":\"a\\nb\"} ~ true",
        "F|re: '.{5,}' ~ {\"F\":\"abcd\\nabcd\"} ~ false",
        "F|re: '.{5,}' ~ {\"F\":\"abcdef\"} ~ true",
        "F|re|startswith: 'b' ~ {\"F\":\"ab\"} ~ false",
        "F|re: 'colou?r' ~ {\"F\":\"color\"} ~ true",
        "F|re: 'ab{0,2}c' ~ {\"F\":\"ac\"} ~ true",
        "F|re: '(a|b)c|d' ~ {\"F\":\"d\"} ~ true",
        "F|re: '[]x]+y' ~ {\"F\":\"]y\"} ~ true",
        // encodings
        "F|base64: foobar ~ {\"F\":\"Zm9vYmFy\"} ~ true",
        "F|base64offset|contains: foobar ~ {\"F\":\"eHhmb29iYXJ4\"} ~ true",
        "F|base64offset|contains: foobar ~ {\"F\":\"eGZvb2Jhcg==\"} ~ true",
        "F|wide|base64offset|contains: ping ~ {\"F\":\"cABpAG4AZwA=\"} ~ true",
        "F|utf16le|base64: ab ~ {\"F\":\"YQBiAA==\"} ~ true",
        "F|utf16be|base64: ab ~ {\"F\":\"AGEAYg==\"} ~ true",
        "F|utf16|base64: ab ~ {\"F\":\"//5hAGIA\"} ~ true",
        "F|wide: ab ~ {\"F\":\"a\\u0000b\\u0000\"} ~ true",
        // numbers and times
        "F|lt: 5 ~ {\"F\":4.5} ~ true",
        "F|lte: 5 ~ {\"F\":\"5\"} ~ true",
        "F|gt: 5 ~ {\"F\":5} ~ false",
        "F|gte: 5 ~ {\"F\":\"abc\"} ~ false",
        "F|gte: 5 ~ {\"G\":9} ~ false",
        "F|hour: 8 ~ {\"F\":\"2026-11-20T08:14:22+07:00\"} ~ true",
        "F|minute: 14 ~ {\"F\":\"2026-11-20 08:14:22.310\"} ~ true",
        "F|day: 20 ~ {\"F\":\"2026-11-20\"} ~ true",
        "F|week: 47 ~ {\"F\":\"2026-11-20\"} ~ true",
        "F|month: 11 ~ {\"F\":\"2026-11-20T08:14:22Z\"} ~ true",
        "F|year: 2026 ~ {\"F\":1795140862} ~ true",
        "F|hour|gte: 22 ~ {\"F\":\"2026-11-20T23:14:22Z\"} ~ true",
        "F|hour: 8 ~ {\"F\":\"soon\"} ~ false",
        // addresses
        "F|cidr: 10.60.0.0/16 ~ {\"F\":\"10.60.72.14\"} ~ true",
        "F|cidr: 10.60.0.0/16 ~ {\"F\":\"10.61.72.14\"} ~ false",
        "F|cidr: 2001:db8::/32 ~ {\"F\":\"2001:db8::1\"} ~ true",
        "F|cidr: 10.0.0.0/8 ~ {\"F\":\"host.example\"} ~ false",
        "F|cidr: [10.0.0.0/8, 192.168.0.0/16] ~ {\"F\":\"192.168.1.1\"} ~ true",
      })
  void selectsBy(String selection, String json, boolean expected) throws IOException {
    assertThat(selects(selection, json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "a or b and not c ~ {\"A\":1} ~ true",
        "a or b and not c ~ {\"B\":1,\"C\":1} ~ false",
        "(a or b) and not c ~ {\"A\":1,\"C\":1} ~ false",
        "not not a ~ {\"A\":1} ~ true",
        "1 of them ~ {\"X\":1} ~ false",
        "1 of them ~ {\"C\":1} ~ true",
        "all of them ~ {\"A\":1,\"B\":1,\"C\":1} ~ true",
        "1 of _* ~ {\"X\":1} ~ true",
        "a AND NOT b ~ {\"A\":1} ~ true",
        "[a and b, c] ~ {\"C\":1} ~ true",
      })
  void evaluatesConditions(String condition, String json, boolean expected) throws IOException {
    String detection =
        "a: {A: 1}\nb: {B: 1}\nc: {C: 1}\n_x: {X: 1}\ncondition: " + condition.strip();
    assertThat(matches(detection, json)).isEqualTo(expected);
  }

  @Test
  void looksForKeywordsInEveryValue() throws IOException {
    String json = "{\"message\":\"Failed password for root\",\"n\":[\"x\",\"needle in list\"]}";

    assertThat(selects("- PASSWORD for\n- other", json)).isTrue();
    assertThat(selects("- 'failed*root'", json)).isTrue();
    assertThat(selects("'|all': [failed, needle]", json)).isTrue();
    assertThat(selects("'|all': [failed, haystack]", json)).isFalse();
    assertThat(selects("'|re': 'F\\w+ p'", json)).isTrue();
    assertThat(selects("- message|contains: nothing\n- needle", json)).isTrue();
  }

  @Test
  void takesAListOfMapsAsAlternatives() throws IOException {
    String selection = "- {A: 1, B: 2}\n- C: 3";

    assertThat(selects(selection, "{\"A\":1}")).isFalse();
    assertThat(selects(selection, "{\"A\":1,\"B\":2}")).isTrue();
    assertThat(selects(selection, "{\"C\":3}")).isTrue();
  }

  @Test
  void staysQuickOnTextThatWasMadeToBeSlow() throws IOException {
    String text = "a".repeat(32_000);
    long start = System.nanoTime();

    assertThat(selects("F|re: '(a+)+b'", "{\"F\":\"" + text + "\"}")).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void findsOneNeedleAmongMany() throws IOException {
    StringBuilder values = new StringBuilder("F|contains: [");
    for (int i = 0; i < 500; i++) {
      values.append("needle").append(i).append("x, ");
    }
    assertThat(selects(values + "last]", "{\"F\":\"a Needle499X b\"}")).isTrue();
    assertThat(selects(values + "last]", "{\"F\":\"a needle500x b\"}")).isFalse();
  }
}
