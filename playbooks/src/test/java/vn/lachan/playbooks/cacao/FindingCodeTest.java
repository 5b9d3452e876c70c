package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingCodeTest {
  private static final Pattern PLACE = Pattern.compile("%(\\d\\$)?s");

  @ParameterizedTest
  @EnumSource
  void speaksBothLanguagesInOneSentenceEach(FindingCode code) {
    assertThat(code.vietnamese()).isNotBlank().endsWith(".").isNotEqualTo(code.english());
    assertThat(code.english()).isNotBlank().endsWith(".").isASCII();
    assertThat(places(code.vietnamese())).isEqualTo(places(code.english()));
  }

  private static long places(String text) {
    return PLACE.matcher(text).results().count();
  }

  @Test
  void everyWordIsItsOwn() {
    assertThat(Arrays.stream(FindingCode.values()).map(FindingCode::word))
        .doesNotHaveDuplicates()
        .allMatch(word -> word.matches("[a-z0-9-]+"));
  }
}
