package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldingTest {

  @Test
  void takesTheAccentsOfVietnameseAway() {
    assertThat(Folding.withoutAccents("Chứng thực Đường Nguyễn Huệ"))
        .isEqualTo("Chung thuc Duong Nguyen Hue");
    assertThat(Folding.withoutAccents("Łódź, Ørsted")).isEqualTo("Lodz, Orsted");
  }

  @Test
  void givesTheSameObjectWithoutAccents() {
    String text = "không".substring(0, 2) + "ong £5";
    assertThat(Folding.withoutAccents(text)).isSameAs(text);
  }

  @Test
  void composedAndDecomposedTextHaveOneForm() {
    Random random = new Random(42);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        int c = random.nextBoolean() ? random.nextInt(0x250) : 0x1e00 + random.nextInt(0x100);
        text.append((char) c);
      }
      String composed = text.toString();
      String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);

      assertThat(Normalizer.isNormalized(composed, Normalizer.Form.NFC)).as(composed).isTrue();
      assertThat(Folding.withoutAccents(composed)).isEqualTo(Folding.withoutAccents(decomposed));
      assertThat(Folding.composed(decomposed)).isEqualTo(composed);
    }
  }
}
