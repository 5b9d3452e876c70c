package vn.lachan.collector.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of one syslog message: RFC 5424, RFC 3164, and what devices and files make of
 * them (no priority, no host, no tag, ISO or Cisco time stamps). Never refuses: what is no syslog
 * is all message, with the deviation {@link SyslogMessage#NOT_SYSLOG}.
 *
 * <p>One instance reads one line.
 */
public final class SyslogFormat {
  private static final int LONGEST_HEADER = 2_048;
  private static final int LONGEST_TAG = 128;

  private final byte[] line;
  private final Instant received;
  private final ZoneId zone;
  private final List<String> deviations = new ArrayList<>(0);
  private final Map<String, String> data = new HashMap<>(4);
  private int at;
  private int end;
  private int priority = -1;
  private @Nullable Instant timestamp;
  private String host = "";
  private String app = "";
  private String process = "";
  private String messageId = "";

  private SyslogFormat(byte[] line, Instant received, ZoneId zone) {
    this.line = line;
    this.received = received;
    this.zone = zone;
    this.end = line.length;
  }

  /**
   * Reads a header.
   *
   * @param received decides the year of a time stamp without one
   * @param zone the zone of a time stamp without one
   */
  public static SyslogMessage parse(byte[] line, Instant received, ZoneId zone) {
    return new SyslogFormat(line, received, zone).parse();
  }

  private SyslogMessage parse() {
    while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r' || line[end - 1] == 0)) {
      end--;
    }
    readPriority();
    boolean rfc5424 = priority >= 0 && read5424();
    if (!rfc5424 && !read3164() && priority < 0) {
      deviations.add(SyslogMessage.NOT_SYSLOG);
    }
    return new SyslogMessage(
        priority,
        rfc5424,
        timestamp,
        host,
        app,
        process,
        messageId,
        data,
        Math.min(at, end),
        end,
        deviations);
  }

  private void readPriority() {
    if (byteAt(0) != '<') {
      return;
    }
    int value = 0;
    int i = 1;
    while (i < 5 && isDigit(byteAt(i))) {
      value = value * 10 + byteAt(i) - '0';
      i++;
    }
    if (i > 1 && byteAt(i) == '>') {
      at = i + 1;
      if (value <= 191) {
        priority = value;
      } else {
        priority = 13; // RFC 3164, 4.3.3
        deviations.add("bad_priority");
      }
    }
  }

  // ---- RFC 5424

  private boolean read5424() {
    int begin = at;
    int version = 0;
    while (at - begin < 2 && isDigit(byteAt(at))) {
      version = version * 10 + byteAt(at) - '0';
      at++;
    }
    if (version == 0 || byteAt(at) != ' ') {
      at = begin;
      return false;
    }
    at++;
    String time = token();
    if (!time.equals("-")) {
      Timestamps.Match match = time.length() < 19 ? null : Timestamps.iso(time, 0, zone);
      if (match == null || match.end() != time.length()) {
        at = begin;
        return false;
      }
      timestamp = match.instant();
    }
    host = nil(token());
    app = nil(token());
    process = nil(token());
    messageId = nil(token());
    readStructuredData();
    if (byteAt(at) == ' ') {
      at++;
    }
    skipByteOrderMark();
    return true;
  }

  private String token() {
    int from = at;
    while (at < end && line[at] != ' ' && at - from < LONGEST_HEADER) {
      at++;
    }
    String token = text(from, at);
    if (at < end) {
      at++;
    }
    return token;
  }

  private static String nil(String token) {
    return token.equals("-") ? "" : token;
  }

  private void readStructuredData() {
    if (byteAt(at) == '-' && (at + 1 >= end || line[at + 1] == ' ')) {
      at++;
      return;
    }
    int begin = at;
    while (byteAt(at) == '[') {
      if (!readElement()) {
        at = begin;
        data.clear();
        deviations.add("bad_structured_data");
        return;
      }
    }
  }

  private boolean readElement() {
    int from = ++at;
    while (at < end && line[at] != ' ' && line[at] != ']') {
      at++;
    }
    String id = text(from, at);
    while (byteAt(at) == ' ') {
      at++;
      int nameFrom = at;
      while (at < end && line[at] != '=' && line[at] != ' ' && line[at] != ']') {
        at++;
      }
      String name = text(nameFrom, at);
      if (byteAt(at) != '=' || byteAt(at + 1) != '"') {
        return false;
      }
      at += 2;
      int valueFrom = at;
      boolean escaped = false;
      while (at < end && line[at] != '"') {
        if (line[at] == '\\') {
          escaped = true;
          at++;
        }
        at++;
      }
      if (at >= end) {
        return false;
      }
      String value = new String(line, valueFrom, at - valueFrom, StandardCharsets.UTF_8);
      data.put(id + "." + name, escaped ? unescape(value) : value);
      at++;
    }
    if (byteAt(at) != ']') {
      return false;
    }
    at++;
    return true;
  }

  private static String unescape(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && "\"\\]".indexOf(value.charAt(i + 1)) >= 0) {
        i++;
        c = value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  // ---- RFC 3164 and what became of it

  /** Whether anything of a header was found. */
  private boolean read3164() {
    int begin = at;
    skipSequenceNumber();
    boolean timed = readTimestamp();
    if (!timed) {
      at = begin;
      return readTag();
    }
    if (byteAt(at) == ':') {
      at++;
    }
    skipBlanks();
    if (readTag()) {
      return true;
    }
    readHost();
    if (!readTag() && !readTagBeforeJson()) {
      skipBlanks();
    }
    skipByteOrderMark();
    return true;
  }

  /** {@code 123: } before the time stamp, as Cisco writes it. */
  private void skipSequenceNumber() {
    int i = at;
    while (isDigit(byteAt(i)) && i - at < 12) {
      i++;
    }
    if (i > at && byteAt(i) == ':' && byteAt(i + 1) == ' ') {
      at = i + 2;
    }
    if (byteAt(at) == '*' || byteAt(at) == '.') {
      at++;
    }
  }

  private boolean readTimestamp() {
    String window = text(at, Math.min(end, at + 48));
    if (window.length() < 15) {
      return false;
    }
    char first = window.charAt(0);
    Timestamps.Match match =
        first >= '0' && first <= '9' && window.charAt(4) == '-' && window.length() >= 16
            ? Timestamps.iso(window, 0, zone)
            : Timestamps.rfc3164(window, 0, received, zone);
    if (match == null) {
      return false;
    }
    int after = at + match.end();
    byte next = byteAt(after);
    if (after < end && next != ' ' && next != ':') {
      return false;
    }
    timestamp = match.instant();
    at = after;
    return true;
  }

  private void readHost() {
    int from = at;
    int i = at;
    while (i < end && line[i] != ' ' && i - from < 255) {
      i++;
    }
    if (i > from && i < end && isHost(from, i)) {
      host = text(from, i);
      at = i;
      skipBlanks();
    }
  }

  private boolean isHost(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = line[i];
      boolean allowed =
          isDigit(b)
              || (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || b < 0
              || b == '.'
              || b == '-'
              || b == '_'
              || b == ':'
              || b == '%'
              || b == '/';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code tag:}, {@code tag[pid]:} or {@code tag[pid]}; leaves the place alone when it is none.
   */
  private boolean readTag() {
    int i = at;
    while (i < end && i - at < LONGEST_TAG && isTagByte(line[i])) {
      i++;
    }
    int tagEnd = i;
    if (tagEnd == at || isDigitsOnly(at, tagEnd)) {
      return false;
    }
    String pid = "";
    if (byteAt(i) == '[') {
      int from = i + 1;
      int to = from;
      while (to < end && line[to] != ']' && line[to] != ' ' && to - from < 64) {
        to++;
      }
      if (byteAt(to) != ']' || to == from) {
        return false;
      }
      pid = text(from, to);
      i = to + 1;
    }
    if (byteAt(i) == ':') {
      i++;
      if (i < end && line[i] != ' ' && pid.isEmpty()) {
        return false; // a time or an IPv6 address
      }
    } else if (pid.isEmpty() || (i < end && line[i] != ' ')) {
      return false;
    }
    app = text(at, tagEnd);
    process = pid;
    at = i;
    if (byteAt(at) == ' ') {
      at++;
    }
    return true;
  }

  /** {@code motcua {"a":1}}: rsyslog puts no colon after a tag that was configured without one. */
  private boolean readTagBeforeJson() {
    int i = at;
    while (i < end && i - at < LONGEST_TAG && isTagByte(line[i])) {
      i++;
    }
    if (host.isEmpty() || i == at || byteAt(i) != ' ' || byteAt(i + 1) != '{') {
      return false;
    }
    app = text(at, i);
    at = i + 1;
    return true;
  }

  private boolean isDigitsOnly(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(line[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTagByte(byte b) {
    return b > ' ' && b != ':' && b != '[' && b != '{' && b != '"' && b != '<' && b != ',';
  }

  private void skipBlanks() {
    while (byteAt(at) == ' ') {
      at++;
    }
  }

  private void skipByteOrderMark() {
    if (byteAt(at) == (byte) 0xef
        && byteAt(at + 1) == (byte) 0xbb
        && byteAt(at + 2) == (byte) 0xbf) {
      at += 3;
    }
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  private byte byteAt(int index) {
    return index < end ? line[index] : 0;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
