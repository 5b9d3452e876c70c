package vn.lachan.collector.syslog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a syslog message.
 *
 * @param priority facility times eight plus severity, -1 when there is none
 * @param rfc5424 whether it is of RFC 5424
 * @param timestamp when it was sent by the clock of the sender; null when it does not say, or says
 *     something unreadable
 * @param host name or address, empty when missing
 * @param app APP-NAME or TAG, empty when missing
 * @param process PROCID or the number in brackets after the TAG, empty when missing
 * @param messageId MSGID, empty when missing
 * @param data structured data by {@code id.name}
 * @param start byte where the message begins
 * @param end byte after the message, without line ends
 * @param deviations what is not as it should be, as tags
 */
public record SyslogMessage(
    int priority,
    boolean rfc5424,
    @Nullable Instant timestamp,
    String host,
    String app,
    String process,
    String messageId,
    Map<String, String> data,
    int start,
    int end,
    List<String> deviations) {

  /** The tag of a line that has no syslog header at all. */
  public static final String NOT_SYSLOG = "not_syslog";

  public SyslogMessage {
    data = Map.copyOf(data);
    deviations = List.copyOf(deviations);
  }

  /** Whether a header was found. */
  public boolean hasHeader() {
    return !deviations.contains(NOT_SYSLOG);
  }

  public int facility() {
    return priority < 0 ? -1 : priority >> 3;
  }

  public int severity() {
    return priority < 0 ? -1 : priority & 7;
  }
}
