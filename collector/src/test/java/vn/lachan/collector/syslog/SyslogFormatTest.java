package vn.lachan.collector.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogFormatTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Instant NOW = Instant.parse("2026-11-20T01:15:00Z");

  private static SyslogMessage parse(String line) {
    return SyslogFormat.parse(line.getBytes(StandardCharsets.UTF_8), NOW, ZONE);
  }

  private static String message(String line) {
    SyslogMessage parsed = parse(line);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, parsed.start(), parsed.end() - parsed.start(), StandardCharsets.UTF_8);
  }

  @Test
  void readsRfc5424() {
    String line =
        "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 123 ID47"
            + " [exampleSDID@32473 iut=\"3\" eventSource=\"Ứng \\\"dụng\\\" \\]\"][b@1 c=\"\"] \ufeffAn application event";

    SyslogMessage parsed = parse(line);

    assertThat(parsed.rfc5424()).isTrue();
    assertThat(parsed.facility()).isEqualTo(20);
    assertThat(parsed.severity()).isEqualTo(5);
    assertThat(parsed.timestamp()).isEqualTo(Instant.parse("2003-10-11T22:14:15.003Z"));
    assertThat(parsed.host()).isEqualTo("mymachine.example.com");
    assertThat(parsed.app()).isEqualTo("evntslog");
    assertThat(parsed.process()).isEqualTo("123");
    assertThat(parsed.messageId()).isEqualTo("ID47");
    assertThat(parsed.data())
        .containsEntry("exampleSDID@32473.iut", "3")
        .containsEntry("exampleSDID@32473.eventSource", "Ứng \"dụng\" ]")
        .containsEntry("b@1.c", "");
    assertThat(message(line)).isEqualTo("An application event");
    assertThat(parsed.deviations()).isEmpty();
  }

  @Test
  void readsRfc5424OfNothingButNils() {
    SyslogMessage parsed = parse("<34>1 - - - - - -");

    assertThat(parsed.rfc5424()).isTrue();
    assertThat(parsed.timestamp()).isNull();
    assertThat(parsed.host() + parsed.app() + parsed.process() + parsed.messageId()).isEmpty();
    assertThat(message("<34>1 - - - - - -")).isEmpty();
    assertThat(message("<34>1 - - - - - - hello")).isEqualTo("hello");
  }

  @Test
  void keepsABrokenStructureAsMessage() {
    String line = "<34>1 - h a - - [x y=1] m";

    assertThat(message(line)).isEqualTo("[x y=1] m");
    assertThat(parse(line).deviations()).containsExactly("bad_structured_data");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <34>Oct 11 22:14:15 mymachine su: 'su root' failed       | mymachine | su      |      | 'su root' failed
          <13>Feb  5 17:32:18 10.0.0.99 Use the BFG!               | 10.0.0.99 |         |      | Use the BFG!
          <13>Nov 20 08:00:00 h app[12]: x                         | h         | app     | 12   | x
          <13>Nov 20 08:00:00 app[12]: x                           |           | app     | 12   | x
          <13>Nov 20 08:00:00 app: x                               |           | app     |      | x
          <13>2026-11-20T08:00:00.123+07:00 h app: x               | h         | app     |      | x
          2026-11-20T08:00:00+07:00 h postfix/smtpd[1713]: x       | h         | postfix/smtpd | 1713 | x
          Nov 20 08:00:00 h CRON[1]: (root) CMD (x)                | h         | CRON    | 1    | (root) CMD (x)
          <13>app[1]: x                                            |           | app     | 1    | x
          <13>app: x                                               |           | app     |      | x
          <13>hello world                                          |           |         |      | hello world
          <13>Nov 20 2026 08:00:00 fw : %ASA-6-1: Built            | fw        |         |      | : %ASA-6-1: Built
          <189>123: *Nov 20 08:00:00.123: %SYS-5-CONFIG: x         |           | %SYS-5-CONFIG |  | x
          <13>Nov 20 08:00:00 fe80::1 app: x                       | fe80::1   | app     |      | x
          <13>Nov 20 08:00:00 h motcua[77]: {"a": 1}               | h         | motcua  | 77   | {"a": 1}
          <13>Nov 20 08:00:00 h motcua {"a": 1}                    | h         | motcua  |      | {"a": 1}
          <13>Nov 20 08:00:00 h {"a": "b: c"}                      | h         |         |      | {"a": "b: c"}
          """)
  void readsRfc3164AndWhatBecameOfIt(
      String line, String host, String app, String process, String message) {
    SyslogMessage parsed = parse(line);

    assertThat(parsed.host()).isEqualTo(host == null ? "" : host);
    assertThat(parsed.app()).isEqualTo(app == null ? "" : app);
    assertThat(parsed.process()).isEqualTo(process == null ? "" : process);
    assertThat(message(line)).isEqualTo(message);
    assertThat(parsed.hasHeader()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "hello world",
    "{\"a\":1}",
    "<abc> x",
    "1.2.3.4 - - [20/Nov/2026:08:00:00 +0700] x",
    "''"
  })
  void whatIsNoSyslogIsAllMessage(String line) {
    assertThat(parse(line).hasHeader()).isFalse();
    assertThat(message(line)).isEqualTo(line);
  }

  @Test
  void anImpossiblePriorityIsTheDefaultOne() {
    assertThat(parse("<999>app: x").priority()).isEqualTo(13);
    assertThat(parse("<999>app: x").deviations()).containsExactly("bad_priority");
  }

  @ParameterizedTest
  @CsvSource({
    "Dec 31 23:59:59, 2027-01-01T00:00:30+07:00, 2026-12-31T16:59:59Z",
    "Jan  1 00:00:00, 2026-12-31T23:59:59+07:00, 2026-12-31T17:00:00Z",
    "Jan  1 00:00:10, 2027-01-01T00:00:05+07:00, 2026-12-31T17:00:10Z",
    "Nov 20 08:00:00, 2026-11-20T08:00:05+07:00, 2026-11-20T01:00:00Z",
    "Feb 29 08:00:00, 2027-02-01T00:00:00+07:00, 2028-02-29T01:00:00Z"
  })
  void theYearIsTheOneThatIsClosest(String time, String now, Instant expected) {
    SyslogMessage parsed =
        SyslogFormat.parse(
            ("<13>" + time + " h app: x").getBytes(StandardCharsets.UTF_8),
            java.time.OffsetDateTime.parse(now).toInstant(),
            ZONE);

    assertThat(parsed.timestamp()).isEqualTo(expected);
  }

  @Test
  void neverFails() {
    Random random = new Random(5);
    byte[] line =
        "<34>1 2026-11-20T08:00:00+07:00 h a 1 - [x y=\"z\"] m".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = java.util.Arrays.copyOf(line, random.nextInt(line.length + 1));
      for (int j = 0; j < 3 && changed.length > 0; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      SyslogMessage parsed = SyslogFormat.parse(changed, NOW, ZONE);
      assertThat(parsed.start()).isBetween(0, parsed.end());
      assertThat(parsed.end()).isLessThanOrEqualTo(changed.length);
    }
  }
}
