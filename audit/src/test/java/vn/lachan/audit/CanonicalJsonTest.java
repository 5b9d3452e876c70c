package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  @Test
  void ordersNamesByUtf16CodeUnits() {
    // The example of RFC 8785 section 3.2.3.
    assertThat(
            json(
                Map.of(
                    "\u20ac", "Euro Sign",
                    "\r", "Carriage Return",
                    "\ufb33", "Hebrew Letter Dalet With Dagesh",
                    "1", "One",
                    "\ud83d\ude00", "Emoji: Grinning Face",
                    "\u0080", "Control",
                    "\u00f6", "Latin Small Letter O With Diaeresis")))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void escapesOnlyWhatMustBeEscaped() {
    // The string of RFC 8785 section 3.2.2.
    assertThat(json(Map.of("string", "\u20ac$\u000f\nA'B\"\\\\\"/")))
        .isEqualTo("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    assertThat(json(Map.of("c", "\b\t\n\f\r\u0000\u001f\u007f")))
        .isEqualTo("{\"c\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\"}");
  }

  @Test
  void writesNumbersListsAndEmptyThings() {
    assertThat(json(Map.of("a", -12L, "b", List.of(), "c", Map.of(), "d", List.of("x", "y"))))
        .isEqualTo("{\"a\":-12,\"b\":[],\"c\":{},\"d\":[\"x\",\"y\"]}");
  }

  @Test
  void refusesWhatHasNoExactForm() {
    assertThatIllegalArgumentException().isThrownBy(() -> json(Map.of("n", 1L << 53)));
    assertThatIllegalArgumentException().isThrownBy(() -> json(Map.of("n", 0.5)));
  }

  private static String json(Map<String, ?> object) {
    return new String(CanonicalJson.bytes(object), StandardCharsets.UTF_8);
  }
}
