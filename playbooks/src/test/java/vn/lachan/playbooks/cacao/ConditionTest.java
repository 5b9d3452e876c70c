package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final Map<String, Variable> VALUES =
      Map.of(
          "__ip__", variable("ipv4-addr", "1.2.3.4"),
          "__n__", variable("integer", "10"),
          "__yes__", variable("bool", "True"),
          "__name__", variable("string", "máy O'Brien"),
          "__unknown__", variable("string", null));

  private static Variable variable(String type, String value) {
    return new Variable("", type, value, false, false, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "__ip__:value = '1.2.3.4' | true",
        "[__ip__:value == '1.2.3.4'] | true",
        "__ip__:value != '1.2.3.4' | false",
        "__ip__:value <> '9.9.9.9' | true",
        "__n__:value > 9 | true",
        "__n__:value >= 10.0 AND __n__:value <= 10 | true",
        "__n__:value < 9 | false",
        "__yes__:value = true | true",
        "__yes__:value = false | false",
        "NOT __yes__:value = false | true",
        "__ip__:value = 'x' OR __n__:value = 10 AND __yes__:value = true | true",
        "(__n__:value = 10 OR __ip__:value = 'x') AND __yes__:value = false | false",
        "__ip__:value IN ('9.9.9.9', '1.2.3.4') | true",
        "__ip__:value NOT IN ('9.9.9.9') | true",
        "__name__:value LIKE 'máy%' | true",
        "__name__:value LIKE 'm_y O\\'Brien' | true",
        "__name__:value NOT LIKE '%.*%' | true",
        "__ip__:value = __ip__:value | true",
        "__unknown__:value = '' | false",
        "__unknown__:value != 'x' | false",
        "__missing__:value != 'x' | false",
        "__yes__:value = true and not __n__:value = 11 | true",
        "__ip__:value NOT = '9.9.9.9' | true",
        "__name__:value MATCHES 'O.B' | true",
        "__name__:value MATCHES '^O.B' | false",
        "__name__:value NOT MATCHES '^máy' | false",
        "__ip__:value ISSUBSET '1.2.0.0/16' | true",
        "__ip__:value ISSUBSET '1.3.0.0/16' | false",
        "__ip__:value NOT ISSUBSET '1.3.0.0/16' | true",
        "'1.2.0.0/16' ISSUPERSET __ip__:value | true",
        "'1.2.3.4' ISSUPERSET __ip__:value | true",
        "'2001:db8::/32' ISSUPERSET '2001:db8:1::7' | true",
        "'2001:db8::/32' ISSUPERSET __ip__:value | false",
        "__name__:value ISSUBSET '0.0.0.0/0' | false",
        "__unknown__:value ISSUBSET '0.0.0.0/0' | false",
        "__yes__:value | true",
        "NOT __yes__:value OR __unknown__:value | false",
        "(__yes__:value) AND __n__:value = 10 | true",
        "EXISTS __ip__:value | true",
        "EXISTS __unknown__:value | false",
        "NOT EXISTS __missing__:value AND __n__:value = 10 | true",
        "NOT __unknown__:value = 1 | true",
        "__ip__ = '1.2.3.4' | true",
        "__yes__ | true",
        "__ip__:value = \"1.2.3.4\" | true",
        "__ip__:value = 1.2.3.4 | true",
        "__name__:value != confirm | true",
        "__ip__:value IN (9.9.9.9, 1.2.3.4) | true",
        "__ip__:value ISSUBSET 1.2.0.0/16 AND __n__:value = 10 | true",
        "t'2026-01-01T00:00:00Z' < t'2026-01-02T00:00:00Z' | true",
        "((__n__:value = 1 OR __n__:value = 10) AND NOT (__ip__:value = 'x')) | true"
      })
  void holdsOrNot(String text, boolean expected) {
    assertThat(Condition.parse(text).holds(VALUES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'x'",
        "true",
        "__ip__:value =",
        "__ip__:value = 'x",
        "__ip__:value = 'x' AND",
        "(__ip__:value = 'x'",
        "__ip__:value = 'x')",
        "__ip__:value MATCHES '(?=x)'",
        "__ip__:value MATCHES '('",
        "__ip__:value ISSUBSET 'mạng'",
        "__ip__:value ISSUBSET '10.0.0.0/33'",
        "__ip__:value NOT EXISTS",
        "t'hôm qua' = 'x'",
        "h'0' = 'x'",
        "confirm = __ip__:value",
        "__ip__:value = AND",
        "__ip__:value = name:value",
        "__ip__:value = 'x' && __n__:value = 1",
        "__ip__:value = 1.2.3.4 5",
        "ip = 'x'",
        "__ip__:value IN 'x'"
      })
  void refusesWhatTheGrammarDoesNotKnow(String text) {
    assertThatExceptionOfType(ConditionSyntaxException.class)
        .isThrownBy(() -> Condition.parse(text));
  }

  @Test
  void refusesDeepNestingInsteadOfRunningOutOfStack() {
    String text = "(".repeat(1900) + "__n__:value = 1" + ")".repeat(1900);

    assertThatExceptionOfType(ConditionSyntaxException.class)
        .isThrownBy(() -> Condition.parse(text));
  }

  /** What other programs write, and what it can only mean. */
  @Test
  void saysWhatItReadWithGoodWill() {
    assertThat(Condition.read("__n__ > 5 AND __a__:value = \"x y\" OR __b__:value = tăng").loose())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("__n__", "__n__:value", "\"x y\"", "'x y'", "tăng", "'tăng'"));
    assertThat(
            Condition.read("__n__:value > 5 AND __a__:value = 'x' AND __c__:value = true").loose())
        .isEmpty();
  }

  @Test
  void namesItsVariables() {
    assertThat(Condition.parse("__a__:value = 1 OR NOT __b__:value = __c__:value").variables())
        .containsExactly("__a__", "__b__", "__c__");
  }

  @Test
  void matchesInTimeLinearInTheText() {
    Map<String, Variable> values = Map.of("__t__", variable("string", "a".repeat(100_000)));

    for (String text :
        new String[] {"__t__:value MATCHES '(a+)+$b'", "__t__:value LIKE '%a%a%a%a%a%a%a%a%a%b'"}) {
      assertThat(Condition.parse(text).holds(values)).isFalse();
    }
  }
}
