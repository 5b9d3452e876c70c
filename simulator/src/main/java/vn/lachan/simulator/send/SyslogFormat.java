package vn.lachan.simulator.send;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line as a message of RFC 5424, severity informational, no structured data. */
final class SyslogFormat {
  private static final int INFORMATIONAL = 6;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
          .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

  private SyslogFormat() {}

  static byte[] message(LogLine line) {
    String text =
        "<%d>1 %s %s %s %s - - %s"
            .formatted(
                line.feed().facility() * 8 + INFORMATIONAL,
                TIME.format(line.at()),
                line.host(),
                line.app(),
                line.process().isEmpty() ? "-" : line.process(),
                line.text());
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
