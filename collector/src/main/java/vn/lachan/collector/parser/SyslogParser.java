package vn.lachan.collector.parser;

/** Any syslog message ({@code syslog}): header and text. A line without header is text only. */
final class SyslogParser implements Parser {
  @Override
  public ParseResult parse(LogLine line) {
    EventDraft draft = line.draft();
    if (!line.syslog().hasHeader()) {
      draft.tag("not_syslog");
    }
    draft.put("event.kind", "event");
    draft.put("message", line.message());
    if (!line.syslog().messageId().isEmpty()) {
      draft.put("event.code", line.syslog().messageId());
    }
    if (line.syslog().severity() >= 0 && line.syslog().severity() <= 3) {
      draft.put("event.type", java.util.List.of("error"));
    }
    return line.message().isBlank()
        ? new ParseResult.Unparsed(draft, "the message is empty")
        : new ParseResult.Parsed(draft);
  }
}
