package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.playbooks.cacao.Variable;

/**
 * Values in scripts, read back by the lexical grammar of strings in the PowerShell Language
 * Specification (2.3.5.2): there is no PowerShell on this machine.
 */
class PowerShellGrammarTest {
  private static final String SINGLE = "'\u2018\u2019\u201A\u201B";
  private static final String DOUBLE = "\"\u201C\u201D\u201E";
  private static final String ALPHABET =
      SINGLE + DOUBLE + "`$(){}@#;|&<>\n\r\t \u00A0-\u2013\u2015\\/%a0nữ_:[]*?~^!=,.";

  private static String script(String template, String value) {
    Variable variable = new Variable("__a__", "string", value, false, false, "");
    return new Rendering(Map.of("__a__", variable)).forPowerShell(template);
  }

  /** A string literal from {@code at} on: what it stands for, and where it ends. */
  private record Literal(String value, int end) {
    static Literal read(String script, int at) {
      return isOf(SINGLE, script, at) ? verbatim(script, at + 1) : expandable(script, at + 1);
    }

    /** Any character but a single quote, or two single quotes. */
    private static Literal verbatim(String script, int begin) {
      StringBuilder value = new StringBuilder();
      for (int i = begin; i < script.length(); i++) {
        if (isOf(SINGLE, script, i)) {
          if (!isOf(SINGLE, script, i + 1)) {
            return new Literal(value.toString(), i + 1);
          }
          i++;
        }
        value.append(script.charAt(i));
      }
      throw new AssertionError("the string does not end: " + script);
    }

    /** Any character but a double quote, a dollar or a backtick; two double quotes; an escape. */
    private static Literal expandable(String script, int begin) {
      StringBuilder value = new StringBuilder();
      for (int i = begin; i < script.length(); i++) {
        if (script.charAt(i) == '$') {
          throw new AssertionError("something is put in at " + i + ": " + script);
        }
        if (script.charAt(i) == '`') {
          i++;
          assertThat("abefnrtuv0").as("no character of its own").doesNotContain(at(script, i));
        } else if (isOf(DOUBLE, script, i)) {
          if (!isOf(DOUBLE, script, i + 1)) {
            return new Literal(value.toString(), i + 1);
          }
          i++;
        }
        value.append(script.charAt(i));
      }
      throw new AssertionError("the string does not end: " + script);
    }

    private static boolean isOf(String quotes, String script, int at) {
      return at < script.length() && quotes.indexOf(script.charAt(at)) >= 0;
    }

    private static String at(String script, int at) {
      return String.valueOf(script.charAt(at));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Get-Item __a__:value",
        "Get-Item '__a__:value'",
        "Get-Item \"__a__:value\"",
        "Get-Item \u2018__a__:value\u2019",
        "Get-Item \u201C__a__:value\u201D"
      })
  void anyValueIsOneStringThatStandsForTheValue(String template) {
    Random random = new Random(Long.getLong("lachan.powershell.seed", 5L));
    for (int n = 0; n < Integer.getInteger("lachan.powershell.values", 3_000); n++) {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      String script = script(template, value.toString());
      Literal literal = Literal.read(script, "Get-Item ".length());
      assertThat(literal.end()).as("%s: %s", value, script).isEqualTo(script.length());
      assertThat(literal.value()).as(script).isEqualTo(value.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Get-Item \u201C$(x '__a__:value')\u201D",
        "@\u2018\n__a__:value\n\u2019@",
        "& ([scriptblock]::Create(__a__:value))",
        "pwsh -c __a__:value",
        "cmd.exe /c __a__:value",
        "Get-Item \u2018__a__:value"
      })
  void aScriptThatWouldReadAValueTwiceIsRefused(String template) {
    assertThatExceptionOfType(RenderException.class).isThrownBy(() -> script(template, "x"));
  }
}
