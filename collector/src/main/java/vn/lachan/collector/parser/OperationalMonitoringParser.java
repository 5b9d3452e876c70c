package vn.lachan.collector.parser;

import java.time.Instant;
import java.util.List;
import vn.lachan.collector.parser.FieldTable.Kind;
import vn.lachan.collector.syslog.SyslogMessage;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Operational monitoring records of an X-Road security server ({@code dxp.opmon}; X-Road PR-OPMON
 * 1.7): one JSON object a line.
 */
final class OperationalMonitoringParser implements Parser {
  private static final FieldTable TABLE = new FieldTable();
  private static final List<String> TIMES =
      List.of("monitoringDataTs", "requestInTs", "requestOutTs", "responseInTs", "responseOutTs");

  static {
    TIMES.forEach(key -> TABLE.add(key, Kind.OWN, ""));
    TABLE
        .add("securityServerInternalIp", Kind.TEXT, "observer.ip")
        .add("securityServerType", Kind.TEXT, "dxp.server_role")
        .add("clientXRoadInstance", Kind.TEXT, "dxp.client.instance")
        .add("clientMemberClass", Kind.TEXT, "dxp.client.class")
        .add("clientMemberCode", Kind.TEXT, "dxp.client.member")
        .add("clientSubsystemCode", Kind.TEXT, "dxp.client.subsystem")
        .add("serviceXRoadInstance", Kind.TEXT, "dxp.service.instance")
        .add("serviceMemberClass", Kind.TEXT, "dxp.service.class")
        .add("serviceMemberCode", Kind.TEXT, "dxp.service.member")
        .add("serviceSubsystemCode", Kind.TEXT, "dxp.service.subsystem")
        .add("serviceCode", Kind.TEXT, "service.name")
        .add("serviceVersion", Kind.TEXT, "service.version")
        .add("serviceType", Kind.TEXT, "service.type")
        .add("restMethod", Kind.TEXT, "http.request.method")
        .add("restPath", Kind.URL, "")
        .add("representedPartyClass", Kind.OWN, "")
        .add("representedPartyCode", Kind.OWN, "")
        .add("messageId", Kind.TEXT, "transaction.id")
        .add("xRequestId", Kind.TEXT, "trace.id")
        .add("messageUserId", Kind.PERSON, "dxp.user_id_hash", "user")
        .add("messageIssue", Kind.TEXT, "dxp.issue")
        .add("messageProtocolVersion", Kind.TEXT, "dxp.protocol_version")
        .add("xRoadVersion", Kind.TEXT, "dxp.xroad_version")
        .add("clientSecurityServerAddress", Kind.TEXT, "client.address")
        .add("serviceSecurityServerAddress", Kind.TEXT, "server.address")
        .add("requestSize", Kind.WHOLE, "http.request.bytes")
        .add("requestMimeSize", Kind.WHOLE, "dxp.request.mime_bytes")
        .add("requestAttachmentCount", Kind.WHOLE, "dxp.request.attachments")
        .add("responseSize", Kind.WHOLE, "http.response.bytes")
        .add("responseMimeSize", Kind.WHOLE, "dxp.response.mime_bytes")
        .add("responseAttachmentCount", Kind.WHOLE, "dxp.response.attachments")
        .add("succeeded", Kind.OWN, "")
        .add("statusCode", Kind.WHOLE, "http.response.status_code")
        .add("faultCode", Kind.TEXT, "error.code")
        .add("faultString", Kind.TEXT, "error.message");
  }

  @Override
  public ParseResult parse(LogLine line) {
    SyslogMessage header = line.syslog();
    EventDraft draft = line.draft();
    TableReader reader = new TableReader(line, draft);
    String problem = reader.read(TABLE, header.start(), header.end());
    if (problem != null) {
      return new ParseResult.Unparsed(draft, problem);
    }
    String messageId = draft.text("transaction.id");
    if (messageId.isEmpty() && !draft.has("service.name") && !draft.has("dxp.client.member")) {
      return new ParseResult.Unparsed(
          draft, "none of the keys messageId, serviceCode, clientMemberCode is there");
    }
    if (!messageId.isEmpty()) {
      draft.givenId(messageId + "." + draft.text("dxp.server_role"));
    }
    times(draft, reader);
    parties(draft, reader);
    result(draft, reader.own("succeeded"));
    String issue = draft.text("dxp.issue");
    if (DossierCode.isValid(issue)) {
      draft.put("dvc.dossier.code", issue);
    }
    return new ParseResult.Parsed(draft);
  }

  private static void times(EventDraft draft, TableReader reader) {
    Instant in = millis(reader.own("requestInTs"));
    Instant out = millis(reader.own("responseOutTs"));
    Instant monitored = millis(reader.own("monitoringDataTs"));
    draft.timestamp(monitored).timestamp(out).timestamp(in);
    draft.put("event.created", text(monitored));
    draft.put("event.start", text(in));
    draft.put("event.end", text(out));
    draft.put("dxp.ts.request_out", text(millis(reader.own("requestOutTs"))));
    draft.put("dxp.ts.response_in", text(millis(reader.own("responseInTs"))));
    if (in != null && out != null && !out.isBefore(in)) {
      draft.put("event.duration", (out.toEpochMilli() - in.toEpochMilli()) * 1_000_000);
    }
    if (draft.timestamp() == null) {
      draft.tag("no_timestamp");
    }
  }

  private static @org.jspecify.annotations.Nullable Instant millis(String text) {
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(Character::isDigit)) {
      return null;
    }
    return Timestamps.sinceEpoch(Long.parseLong(text));
  }

  private static String text(@org.jspecify.annotations.Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }

  private static void parties(EventDraft draft, TableReader reader) {
    draft.put(
        "dxp.client.id",
        joined(
            draft,
            "dxp.client.instance",
            "dxp.client.class",
            "dxp.client.member",
            "dxp.client.subsystem"));
    draft.put("dxp.service.code", draft.get("service.name"));
    draft.put("dxp.service.version", draft.get("service.version"));
    draft.put(
        "dxp.service.id",
        joined(
            draft,
            "dxp.service.instance",
            "dxp.service.class",
            "dxp.service.member",
            "dxp.service.subsystem",
            "service.name",
            "service.version"));
    String partyClass = reader.own("representedPartyClass");
    String party = reader.own("representedPartyCode");
    draft.put("dxp.represented_party", partyClass.isEmpty() ? party : partyClass + "/" + party);
    String role = draft.text("dxp.server_role");
    draft.put(
        "network.direction",
        role.equals("Client") ? "outbound" : role.equals("Producer") ? "inbound" : "");
    String address = draft.text("client.address");
    if (Values.isAddress(address)) {
      draft.put("client.ip", address);
      draft.put("source.ip", address);
    }
  }

  private static String joined(EventDraft draft, String... fields) {
    StringBuilder id = new StringBuilder(64);
    for (String field : fields) {
      String part = draft.text(field);
      if (!part.isEmpty()) {
        id.append(id.isEmpty() ? "" : "/").append(part);
      }
    }
    return id.toString();
  }

  private static void result(EventDraft draft, String succeeded) {
    draft.put("event.kind", "event");
    draft.put("event.category", List.of("api"));
    boolean failed = succeeded.equals("false");
    boolean denied = draft.text("error.code").toLowerCase(java.util.Locale.ROOT).contains("denied");
    draft.put("event.action", "goi_dich_vu");
    draft.put(
        "event.type",
        denied
            ? List.of("access", "denied")
            : failed ? List.of("access", "error") : List.of("access"));
    draft.put(
        "event.outcome", failed ? "failure" : succeeded.equals("true") ? "success" : "unknown");
    draft.put(
        "message",
        draft.text("dxp.client.id")
            + " -> "
            + draft.text("dxp.service.id")
            + " "
            + draft.text("error.message"));
  }
}
