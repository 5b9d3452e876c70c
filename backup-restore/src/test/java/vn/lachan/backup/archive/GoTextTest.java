package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTextTest {

  @Test
  void quotesAsGoDoes() {
    assertThat(quote("Tờ khai")).isEqualTo("Tờ khai");
    assertThat(quote("a\"b\\c'd")).isEqualTo("a\\\"b\\\\c'd");
    assertThat(quote("\u0007\b\f\n\r\t\u000b\u0001\u007f"))
        .isEqualTo("\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f");
    assertThat(quote("\u00a0\u00ad\u2028\ufeff")).isEqualTo("\\u00a0\\u00ad\\u2028\\ufeff");
    assertThat(quote("😀\ufffd")).isEqualTo("😀\ufffd");
    assertThat(GoText.quote(new byte[] {'a', (byte) 0xFF, (byte) 0xE1, (byte) 0xBB}))
        .isEqualTo("a\\xff\\xe1\\xbb");
  }

  private static String quote(String text) {
    return GoText.quote(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givesBackEveryNameItQuoted() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] name = new byte[random.nextInt(12)];
      random.nextBytes(name);
      assertThat(GoText.unquote(GoText.quote(name))).hasValue(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "\\q", "\\x4", "\\u12", "\\xzz", "\\U99999999", "\\8"})
  void refusesWhatGoWouldNotWrite(String text) {
    assertThat(GoText.unquote(text)).isEmpty();
  }

  @Test
  void escapesJsonAsGoDoes() {
    StringBuilder json = new StringBuilder();
    GoText.json("<a>&\u2028\u0001\"\\\n", json);

    assertThat(json).hasToString("\"\\u003ca\\u003e\\u0026\\u2028\\u0001\\\"\\\\\\n\"");
  }

  @Test
  void cutsTrailingZerosOfTimes() {
    ZoneId vietnam = ZoneId.of("Asia/Ho_Chi_Minh");

    assertThat(GoText.time(Instant.parse("2026-10-01T00:00:00Z"), ZoneId.of("UTC")))
        .isEqualTo("2026-10-01T00:00:00Z");
    assertThat(GoText.time(Instant.parse("2026-10-01T00:00:00.120003400Z"), vietnam))
        .isEqualTo("2026-10-01T07:00:00.1200034+07:00");
  }

  @Test
  void readsEveryTimeItWrites() {
    Random random = new Random(6);
    for (int i = 0; i < 5_000; i++) {
      long second = random.nextLong(-62_135_596_800L, 253_402_214_400L);
      Instant time = Instant.ofEpochSecond(second, random.nextInt(3) == 0 ? 0 : random.nextInt());
      ZoneId zone = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60));
      String text = GoText.time(time, zone);

      assertThat(GoText.instant(text))
          .as(text)
          .hasValue(time)
          .hasValue(OffsetDateTime.parse(text).toInstant());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T20:15Z",
        "2026-11-22T20:15:00+07",
        "1900-01-01T00:00:00+07:06:30",
        "2026-11-22t20:15:00z",
        "2026-11-22T20:15:00.Z",
        "+12026-11-22T20:15:00Z"
      })
  void readsTimesWrittenInOtherWays(String text) {
    assertThat(GoText.instant(text)).hasValue(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-22",
        "2026-13-22T20:15:00Z",
        "2026-02-30T20:15:00Z",
        "2026-11-22T24:15:00Z",
        "2026-11-22T20:15:00.1234567891Z",
        "2026-11-22T20:15:00",
        "2026-11-22T20:15:00+07:60",
        "2026-11-22T20:15:00+xx:99",
        "2026-11-22T20:15:00+19:00",
        "2026-11-22T20:1x:00Z"
      })
  void knowsWhatIsNoTime(String text) {
    assertThat(GoText.instant(text)).isEmpty();
  }
}
