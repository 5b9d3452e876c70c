package vn.lachan.backup.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

  private static final String KEY = "Tờ khai đăng ký";
  private static final String APART = Normalizer.normalize(KEY, Normalizer.Form.NFD);

  @Test
  void countsMarksWithTheLetterTheyStandOn() {
    assertThat(APART.length()).isGreaterThan(KEY.length());
    assertThat(Columns.of(KEY)).isEqualTo(15);
    assertThat(Columns.of(APART)).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({"戶籍, 4", "한국, 4", "ｱ, 1", "Ａ, 2", "😀, 2", "a\u200Db, 2", "'', 0"})
  void countsTwoForWideSignsAndNoneForJoiners(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "Tờ khai, 7, Tờ khai",
    "Tờ khai, 6, Tờ kh…",
    "戶籍謄本, 6, 戶籍…",
    "戶籍謄本, 5, 戶籍…",
    "戶籍謄本, 4, 戶…",
    "😀😀, 3, 😀…",
    "abc, 1, …",
    "abc, 0, ''"
  })
  void keepsTheBeginningThatFits(String text, int columns, String kept) {
    assertThat(Columns.head(text, columns)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "xã 1/hồ sơ.pdf, 14, xã 1/hồ sơ.pdf",
    "xã 1/hồ sơ.pdf, 10, …hồ sơ.pdf",
    "xã 1/戶籍.pdf, 8, …籍.pdf",
    "xã 1/戶籍.pdf, 9, …戶籍.pdf",
    "abc, 1, …",
    "abc, 0, ''"
  })
  void keepsTheEndThatFits(String text, int columns, String kept) {
    assertThat(Columns.tail(text, columns)).isEqualTo(kept);
  }

  @Test
  void cutsNoMarkFromItsLetter() {
    for (int columns = 1; columns <= 15; columns++) {
      String head = Columns.head(APART, columns);
      String tail = Columns.tail(APART, columns);
      assertThat(Columns.of(head)).isEqualTo(columns);
      assertThat(Columns.of(tail)).isEqualTo(columns);
      assertThat(KEY).startsWith(Normalizer.normalize(head, Normalizer.Form.NFC).replace("…", ""));
      assertThat(KEY).endsWith(Normalizer.normalize(tail, Normalizer.Form.NFC).replace("…", ""));
    }
  }

  @Test
  void leavesNothingThatSteersATerminal() {
    assertThat(Columns.plain("a\u001b[2J\r\n\tb\u0007\u009b1A\u202Egpj.exe\u2028\ud800"))
        .isEqualTo("a?[2J???b??1A?gpj.exe??");
    assertThat(Columns.plain("hồ sơ 😀 한 " + APART)).isEqualTo("hồ sơ 😀 한 " + APART);
  }
}
