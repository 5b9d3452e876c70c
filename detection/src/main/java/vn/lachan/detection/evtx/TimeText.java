package vn.lachan.detection.evtx;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as text, written by hand: every record has at least one. */
final class TimeText {

  /**
   * ISO 8601 in UTC with nine digits of the second.
   *
   * @param second without its fraction
   */
  static String of(Instant second, long nanos) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(second.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(30);
    digits(text, time.getYear(), 4).append('-');
    digits(text, time.getMonthValue(), 2).append('-');
    digits(text, time.getDayOfMonth(), 2).append('T');
    digits(text, time.getHour(), 2).append(':');
    digits(text, time.getMinute(), 2).append(':');
    digits(text, time.getSecond(), 2).append('.');
    return digits(text, nanos, 9).append('Z').toString();
  }

  /** Writes a number with at least so many digits. */
  static StringBuilder digits(StringBuilder text, long number, int digits) {
    String plain = Long.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(plain);
  }

  private TimeText() {}
}
