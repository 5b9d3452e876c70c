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
        "__yes__:value = true and not __n__:value = 11 | true"
      })
  void holdsOrNot(String text, boolean expected) {
    assertThat(Condition.parse(text).holds(VALUES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "__ip__:value",
        "__ip__:value =",
        "__ip__:value = 'x",
        "__ip__:value = 'x' AND",
        "(__ip__:value = 'x'",
        "__ip__:value = 'x')",
        "__ip__:value MATCHES '.*'",
        "__ip__ = 'x'",
        "ip = 'x'",
        "__ip__:value IN 'x'",
        "__ip__:value NOT = 'x'"
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

  @Test
  void namesItsVariables() {
    assertThat(Condition.parse("__a__:value = 1 OR NOT __b__:value = __c__:value").variables())
        .containsExactly("__a__", "__b__", "__c__");
  }
}
