package vn.lachan.detection.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void foldsEachCharacterByItself() {
    assertThat(Texts.fold("C:\\Windows\\CMD.exe /C DIR?"))
        .isEqualTo("c:\\windows\\cmd.exe /c dir?");
    assertThat(Texts.fold("ĐỒNG VĂN")).isEqualTo("đồng văn");
    assertThat(Texts.fold("@[`{AZ")).isEqualTo("@[`{az");
    assertThat(Texts.fold("K")).isEqualTo("k");
    assertThat(Texts.fold("A?\ud800B")).isEqualTo("a?\ud800b");
    assertThat(Texts.fold("\ud800")).isEqualTo("\ud800");
  }

  @Test
  void givesTheSameTextBackWhereNothingChanges() {
    String text = "nothing to fold here 0123 \\ ~";
    assertThat(Texts.fold(text)).isSameAs(text);
  }

  @Test
  void foldsPiecesLikeTheWhole() {
    Random random = new Random(7);
    String alphabet = "aAzZ@[`{?09 éÉĐđßİıKſ\ud83d\ude00\ud800";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      StringBuilder folded = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        folded.append(Character.toLowerCase(Character.toUpperCase(text.charAt(i))));
      }
      String whole = Texts.fold(text.toString());
      if (text.chars().allMatch(c -> c < 0x80)) {
        assertThat(whole).isEqualTo(text.toString().toLowerCase(Locale.ROOT));
      } else {
        assertThat(whole).isEqualTo(folded.toString());
      }
    }
  }
}
