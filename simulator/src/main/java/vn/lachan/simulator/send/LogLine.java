package vn.lachan.simulator.send;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One line of a log, before it is wrapped for a protocol.
 *
 * @param feed kind of log
 * @param at when it was written, by the clock of the host
 * @param host name of the host
 * @param app name of the program
 * @param process number of the process, empty when the program does not tell
 * @param text what was written, one line
 */
public record LogLine(Feed feed, Instant at, String host, String app, String process, String text) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
          .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

  /** The line as it stands in a file of the host: bare, or behind the prefix of rsyslog. */
  public String asFileLine() {
    return switch (feed) {
      case ONE_STOP, MONITORING, GATEWAY, PORTAL, WINDOWS, BACKUP -> text;
      case SECURITY_SERVER, HOST ->
          TIME.format(at)
              + " "
              + host
              + " "
              + app
              + (process.isEmpty() ? "" : "[" + process + "]")
              + ": "
              + text;
    };
  }

  /** A moment as the logs of the province write it: local time with offset. */
  public static String local(Instant at) {
    return TIME.format(at);
  }
}
