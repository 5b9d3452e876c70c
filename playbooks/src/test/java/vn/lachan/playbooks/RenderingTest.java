package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.playbooks.cacao.Variable;

class RenderingTest {
  private final Rendering rendering =
      new Rendering(
          Map.of(
              "__a__", variable("__a__", "string", "x/y?z=1&\"__b__:value\"\n"),
              "__b__", variable("__b__", "integer", "7"),
              "__path__", variable("__path__", "string", "/báo-cáo?x=1"),
              "__none__", variable("__none__", "string", null)));

  private static Variable variable(String name, String type, String value) {
    return new Variable(name, type, value, false, false, "");
  }

  @Test
  void neverLooksAtAValueAgain() {
    assertThat(rendering.forPeople("__a__:value|__b__:value"))
        .isEqualTo("x/y?z=1&\"__b__:value\"\n|7");
  }

  @Test
  void showsAPersonWhatAValueHides() {
    Variable file = variable("__tep__", "string", "anh\u202Egpj.exe");
    assertThat(new Rendering(Map.of("__tep__", file)).forPeople("Mở __tep__:value"))
        .isEqualTo("Mở anh⟦U+202E⟧gpj.exe");
  }

  @Test
  void encodesAPartOfAnAddressAndKeepsAWholePath() {
    assertThat(rendering.forUrl("/get?q=__a__:value&n=__b__:value"))
        .isEqualTo("/get?q=x%2Fy%3Fz%3D1%26%22__b__%3Avalue%22%0A&n=7");
    assertThat(rendering.forUrl("__path__:value")).isEqualTo("/báo-cáo?x=1");
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> rendering.forUrl("__a__:value"));
  }

  @Test
  void escapesForJsonInsideAndOutsideOfStrings() {
    assertThat(
            rendering.forBody(
                "{\"t\":\"<__a__:value>\",\"n\":__b__:value,\"s\":__a__:value}",
                "application/json"))
        .isEqualTo(
            "{\"t\":\"<x/y?z=1&\\\"__b__:value\\\"\\n>\",\"n\":7,"
                + "\"s\":\"x/y?z=1&\\\"__b__:value\\\"\\n\"}");
  }

  @Test
  void letsNoLineBreakIntoAHeader() {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> rendering.forHeader("X __a__:value"));
  }

  @Test
  void refusesAnUnknownValueWhereAMachineReadsIt() {
    assertThat(rendering.forPeople("Xem __none__:value")).isEqualTo("Xem (chưa có)");
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> rendering.forHeader("__none__:value"))
        .withMessageContaining("__none__");
  }
}
