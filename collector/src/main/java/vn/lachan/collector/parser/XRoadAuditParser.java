package vn.lachan.collector.parser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import vn.lachan.collector.parser.FieldTable.Kind;
import vn.lachan.collector.syslog.SyslogMessage;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Audit log of an X-Road security server ({@code dxp.audit}; X-Road UG-SS chapter 12):
 *
 * <pre>correlation-id: [hex] INFO  [component] ISO-time - {JSON}</pre>
 *
 * <p>Also without the correlation id, or the object alone, as some forwarders send it.
 */
final class XRoadAuditParser implements Parser {
  private static final byte[] MARK = "correlation-id:".getBytes(StandardCharsets.US_ASCII);
  private static final FieldTable TABLE =
      new FieldTable()
          .add("event", Kind.TEXT, "event.action")
          .add("user", Kind.TEXT, "user.name")
          .add("ipaddress", Kind.ADDRESS, "source")
          .add("auth", Kind.TEXT, "dvc.auth.method")
          .add("url", Kind.URL, "")
          .add("reason", Kind.TEXT, "event.reason")
          .add("warning", Kind.TEXT, "dxp.audit.warning");

  /** Whether the line is one of the audit log. */
  static boolean looksLike(byte[] bytes) {
    return indexOf(bytes, Math.min(bytes.length, 256)) >= 0;
  }

  private static int indexOf(byte[] bytes, int limit) {
    for (int i = 0; i + MARK.length <= limit; i++) {
      if (bytes[i] == 'c'
          && java.util.Arrays.equals(bytes, i, i + MARK.length, MARK, 0, MARK.length)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public ParseResult parse(LogLine line) {
    SyslogMessage header = line.syslog();
    EventDraft draft = line.draft();
    byte[] bytes = line.bytes();
    int mark = indexOf(bytes, bytes.length);
    int object = mark < 0 ? header.start() : mark;
    while (object < header.end() && bytes[object] != '{') {
      object++;
    }
    if (object >= header.end()) {
      return new ParseResult.Unparsed(draft, "no JSON object after the correlation id");
    }
    int from = mark >= 0 ? mark : header.start();
    prefix(line, draft, new String(bytes, from, object - from, StandardCharsets.UTF_8), mark >= 0);
    String problem = new TableReader(line, draft).read(TABLE, object, header.end());
    if (problem != null) {
      return new ParseResult.Unparsed(draft, problem);
    }
    String action = draft.text("event.action");
    if (action.isEmpty()) {
      return new ParseResult.Unparsed(draft, "the key event is missing");
    }
    boolean failed =
        action.toLowerCase(Locale.ROOT).endsWith(" failed") || draft.has("event.reason");
    draft.put("process.name", "xroad-audit");
    draft.put("event.kind", "event");
    draft.put("event.outcome", failed ? "failure" : "success");
    meaning(draft, action.toLowerCase(Locale.ROOT));
    draft.put("user.id", draft.get("user.name"));
    draft.put("message", action + " " + draft.text("user.name") + " " + draft.text("event.reason"));
    return new ParseResult.Parsed(draft);
  }

  /** What stands before the object; the correlation id, in brackets, only when {@code marked}. */
  private static void prefix(LogLine line, EventDraft draft, String prefix, boolean marked) {
    int open = marked ? prefix.indexOf('[') : -1;
    int close = marked ? prefix.indexOf(']', open + 1) : -1;
    if (open > 0 && close > open) {
      draft.put("trace.id", prefix.substring(open + 1, close).strip());
    }
    int component = prefix.indexOf('[', close + 1);
    int componentEnd = prefix.indexOf(']', component + 1);
    if (component > close && componentEnd > component && (close >= 0 || !marked)) {
      draft.put("log.level", prefix.substring(close + 1, component).strip());
      draft.put("dxp.audit.component", prefix.substring(component + 1, componentEnd).strip());
      String rest = prefix.substring(componentEnd + 1).strip();
      int end = rest.indexOf(' ');
      String time = end < 0 ? rest : rest.substring(0, end);
      draft.timestamp(Timestamps.parse(time, line.received(), line.zone()));
    }
  }

  private static void meaning(EventDraft draft, String action) {
    String category;
    String type;
    if (action.startsWith("log in") || action.contains("authentication")) {
      category = "authentication";
      type = "start";
    } else if (action.startsWith("log out")) {
      category = "authentication";
      type = "end";
    } else if (action.contains("access right")
        || action.contains("api key")
        || action.contains("member")) {
      category = "iam";
      type = typeOf(action);
    } else {
      category = "configuration";
      type = typeOf(action);
    }
    draft.put("event.category", List.of(category));
    draft.put("event.type", List.of(type));
  }

  private static String typeOf(String action) {
    if (action.startsWith("add") || action.startsWith("generate") || action.contains("create")) {
      return "creation";
    }
    return action.startsWith("delete") || action.contains("remove") ? "deletion" : "change";
  }
}
