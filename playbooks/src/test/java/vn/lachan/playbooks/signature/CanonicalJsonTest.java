package vn.lachan.playbooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.events.TestData;
import vn.lachan.playbooks.cacao.CacaoParser;
import vn.lachan.playbooks.cacao.CacaoResult;

class CanonicalJsonTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static String canonical(String json) {
    return new String(CanonicalJson.of(MAPPER.readTree(json)), StandardCharsets.UTF_8);
  }

  /** RFC 8785 section 3.2.2. */
  @Test
  void givesTheExampleOfTheRfc() {
    assertThat(
            canonical(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /** RFC 8785 section 3.2.3: by UTF-16 units. */
  @Test
  void sortsMembersAsTheRfcDoes() {
    assertThat(
            canonical(
                """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
                 "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
                 "\\u00f6":"Latin Small Letter O With Diaeresis"}
                """))
        .containsSubsequence("Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew");
  }

  /** RFC 8785 appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "5e-324, 5e-324",
    "-5e-324, -5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "9007199254740992, 9007199254740992",
    "295147905179352830000, 295147905179352830000",
    "9.999999999999997e22, 9.999999999999997e+22",
    "1e23, 1e+23",
    "1.0000000000000001e23, 1.0000000000000001e+23",
    "999999999999999700000, 999999999999999700000",
    "999999999999999900000, 999999999999999900000",
    "1e21, 1e+21",
    "9.999999999999997e-7, 9.999999999999997e-7",
    "0.000001, 0.000001",
    "333333333.3333332, 333333333.3333332",
    "333333333.33333343, 333333333.33333343",
    "-0.0000033333333333333333, -0.0000033333333333333333",
    "1424953923781206.2, 1424953923781206.2"
  })
  void writesNumbersAsTheRfcDoes(String number, String expected) {
    assertThat(canonical("[" + number + "]")).isEqualTo("[" + expected + "]");
  }

  @Test
  void refusesHalfACharacterAndNumbersBeyondDoublePrecision() {
    for (String json : List.of("[\"\\ud800\"]", "[1e400]")) {
      assertThatExceptionOfType(UncanonicalException.class).isThrownBy(() -> canonical(json));
    }
  }

  @Test
  void importAndExportChangeNothingOfAnyExample() throws IOException {
    Path folder = TestData.require("cacao");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".json") && !f.toString().contains("schemas"))
              .toList()) {
        String text = Files.readString(file);
        if (new CacaoParser().parse(text) instanceof CacaoResult.Read read) {
          String exported = read.playbook().source().toString();
          assertThat(new CacaoParser().parse(exported)).as(file.toString()).isEqualTo(read);
          assertThat(CanonicalJson.of(read.playbook().source()))
              .as(file.toString())
              .isEqualTo(CanonicalJson.of(MAPPER.readTree(text)));
        }
      }
    }
  }

  @Test
  void keepsForeignPartsAndEveryDigit() {
    String text =
        "{\"type\":\"playbook\",\"x\":[1.10,1E+2,12345678901234567890,0.1],\"workflow\":{"
            + "\"new--1\":{\"type\":\"new\",\"z\":1,\"a\":{\"y\":null}}},"
            + "\"playbook_extensions\":{\"extension-definition--1\":{\"x\":512.50}}}";

    CacaoResult.Read read = (CacaoResult.Read) new CacaoParser().parse(text);

    assertThat(read.playbook().source().toString()).isEqualTo(text);
  }
}
