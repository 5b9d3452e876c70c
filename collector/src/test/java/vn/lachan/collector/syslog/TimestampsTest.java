package vn.lachan.collector.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Instant NOW = Instant.parse("2026-11-20T01:15:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T08:14:22.310+07:00, 2026-11-20T01:14:22.310Z",
    "2026-11-20T01:14:22Z, 2026-11-20T01:14:22Z",
    "2026-11-20 08:14:22, 2026-11-20T01:14:22Z",
    "2026-11-20 08:14, 2026-11-20T01:14:00Z",
    "'2026-11-20 08:14:22,5 +0700', 2026-11-20T01:14:22.5Z",
    "2026-11-20T08:14:22.123456789+07, 2026-11-20T01:14:22.123456789Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "20261120081422, 2026-11-20T01:14:22Z",
    "1795137262, 2026-11-20T01:14:22Z",
    "1795137262310, 2026-11-20T01:14:22.310Z",
    "1795137262310000, 2026-11-20T01:14:22.310Z",
    "1795137262.310, 2026-11-20T01:14:22.310Z",
    "20/11/2026 08:14, 2026-11-20T01:14:00Z",
    "5/9/2026 08:14:22, 2026-09-05T01:14:22Z",
    "2026/11/20 08:14:22, 2026-11-20T01:14:22Z",
    "10/Oct/2000:13:55:36 -0700, 2000-10-10T20:55:36Z",
    "Mon Dec 26 16:15:55.103786 2016, 2016-12-26T09:15:55.103786Z",
    "Nov 20 08:14:22, 2026-11-20T01:14:22Z",
    "Nov  5 2025 08:14:22, 2025-11-05T01:14:22Z",
    "2024 Nov  5 08:14:22, 2024-11-05T01:14:22Z"
  })
  void readsTheFormsOfLogs(String text, Instant expected) {
    assertThat(Timestamps.parse(text, NOW, ZONE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "2026-13-20T08:14:22Z",
        "2026-02-30T08:14:22Z",
        "2026-11-20T25:14:22Z",
        "2026-11-20T08:14:22+99:00",
        "99999999999999999999",
        "20269920081422",
        "2026-11-20T08:14:22Zzz",
        "Nov 20 08:14",
        "99/99/2026 08:14"
      })
  void saysNothingAboutTheRest(String text) {
    assertThat(Timestamps.parse(text, NOW, ZONE)).isNull();
  }
}
