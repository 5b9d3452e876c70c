package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTextTest {
  @Test
  void valuesAreNeverReadAsTemplates() {
    assertThat(fill("{{a}}", Map.of("a", "{{b}}", "b", "secret"))).isEqualTo("{{b}}");
  }

  @Test
  void showsTimesInVietnam() {
    assertThat(fill("{{a}}", Map.of("a", Instant.parse("2026-11-20T18:00:00Z"))))
        .isEqualTo("01:00:00 ngày 21/11/2026");
  }

  @Test
  void writesNumbersTheVietnameseWay() {
    assertThat(fill("{{a}}", Map.of("a", 1234567.5))).isEqualTo("1.234.567,5");
  }

  @Test
  void aDollarInAValueIsJustADollar() {
    assertThat(fill("{{a}}", Map.of("a", "$1 \\ x"))).isEqualTo("$1 \\ x");
  }

  @ParameterizedTest
  @CsvSource({"59, 59 giây", "61, 1 phút 1 giây", "3700, 1 giờ 1 phút", "90000, 1 ngày 1 giờ"})
  void writesDurationsInWords(long seconds, String words) {
    assertThat(fill("{{a|duration}}", Map.of("a", seconds))).isEqualTo(words);
  }

  private static String fill(String text, Map<String, Object> values) {
    return TemplateText.fill(text, new ReportContent(values)::at);
  }
}
