package vn.lachan.collector.parser;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.collector.syslog.SyslogFormat;
import vn.lachan.collector.syslog.SyslogMessage;

/** One raw line with what a parser needs to know to read it. For one thread. */
public final class LogLine {
  private final byte[] bytes;
  private final Instant received;
  private final ZoneId zone;
  private final Pseudonymizer pseudonymizer;
  private @Nullable SyslogMessage syslog;
  private @Nullable String message;
  private boolean broken;

  /**
   * @param received decides the year of time stamps without one
   * @param zone the zone of time stamps without one
   */
  public LogLine(byte[] bytes, Instant received, ZoneId zone, Pseudonymizer pseudonymizer) {
    this.bytes = bytes;
    this.received = received;
    this.zone = zone;
    this.pseudonymizer = pseudonymizer;
  }

  /** The syslog header of the line; without header all of the line is message. */
  public SyslogMessage syslog() {
    SyslogMessage known = syslog;
    if (known == null) {
      known = startsWith((byte) '{') ? wholeLine() : SyslogFormat.parse(bytes, received, zone);
      syslog = known;
    }
    return known;
  }

  /** From now on the whole line is the message, whatever its beginning looks like. */
  public void ignoreHeader() {
    syslog = wholeLine();
    message = null;
  }

  private SyslogMessage wholeLine() {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return new SyslogMessage(
        -1,
        false,
        null,
        "",
        "",
        "",
        "",
        java.util.Map.of(),
        0,
        end,
        List.of(SyslogMessage.NOT_SYSLOG));
  }

  /** Whether the first byte of the line that is no blank is {@code wanted}. */
  boolean startsWith(byte wanted) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t') {
        return b == wanted;
      }
    }
    return false;
  }

  /** The message as text; broken UTF-8 and NUL become replacement characters. */
  public String message() {
    String text = message;
    if (text == null) {
      text = decode(bytes, syslog().start(), syslog().end());
      message = text;
    }
    return text;
  }

  /** Whether {@link #original} leaves out something that {@code draft} knows to be secret. */
  public boolean hides(EventDraft draft) {
    return !draft.secrets().isEmpty();
  }

  /** The whole line as text without the secrets {@code draft} knows of. */
  public String original(EventDraft draft) {
    if (draft.secrets().isEmpty()) {
      return decode(bytes, 0, bytes.length);
    }
    StringBuilder shown = new StringBuilder(bytes.length);
    int at = 0;
    List<EventDraft.Secret> secrets =
        draft.secrets().stream().sorted(Comparator.comparingInt(EventDraft.Secret::from)).toList();
    for (EventDraft.Secret secret : secrets) {
      if (secret.from() >= at && secret.to() <= bytes.length) {
        shown.append(decode(bytes, at, secret.from())).append(secret.shown());
        at = secret.to();
      }
    }
    return shown.append(decode(bytes, at, bytes.length)).toString();
  }

  private String decode(byte[] array, int from, int to) {
    String text = new String(array, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0 && !isValid(array, from, to)) {
      broken = true;
    }
    return text.indexOf('\0') >= 0 ? text.replace('\0', '\ufffd') : text;
  }

  private static boolean isValid(byte[] array, int from, int to) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, from, to - from));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /** Whether some text decoded so far was broken UTF-8. */
  public boolean hasBrokenText() {
    return broken;
  }

  public byte[] bytes() {
    return bytes;
  }

  public Instant received() {
    return received;
  }

  public ZoneId zone() {
    return zone;
  }

  Pseudonymizer pseudonymizer() {
    return pseudonymizer;
  }

  /** A draft with what the syslog header says. */
  public EventDraft draft() {
    SyslogMessage header = syslog();
    EventDraft draft = new EventDraft();
    if (!header.hasHeader()) {
      return draft;
    }
    draft.timestamp(header.timestamp());
    draft.put("host.name", header.host());
    draft.put("host.hostname", header.host());
    String app = header.app();
    if (!app.isEmpty()) {
      draft.put(
          "process.name", app.startsWith("/") ? app.substring(app.lastIndexOf('/') + 1) : app);
      draft.put("log.syslog.appname", app);
    }
    Values.putLong(draft, "process.pid", header.process());
    draft.put("log.syslog.procid", draft.has("process.pid") ? "" : header.process());
    draft.put("log.syslog.msgid", header.messageId());
    if (header.priority() >= 0) {
      draft.put("log.syslog.priority", (long) header.priority());
      draft.put("log.syslog.facility.code", (long) header.facility());
      draft.put("log.syslog.severity.code", (long) header.severity());
      draft.put("log.level", Values.severityName(header.severity()));
    }
    header.data().forEach((name, value) -> draft.put("log.syslog.structured_data." + name, value));
    header.deviations().forEach(draft::tag);
    if (header.timestamp() == null) {
      draft.tag("no_timestamp");
    }
    return draft;
  }
}
