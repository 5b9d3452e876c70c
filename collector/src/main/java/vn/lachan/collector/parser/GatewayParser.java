package vn.lachan.collector.parser;

import java.util.List;
import vn.lachan.collector.parser.FieldTable.Kind;
import vn.lachan.collector.syslog.SyslogMessage;

/** Calls through the gateway of the data-sharing platform ({@code dxp.gateway}): JSON lines. */
final class GatewayParser implements Parser {
  private static final FieldTable TABLE =
      new FieldTable()
          .add("thoi_gian", Kind.OWN, "")
          .add("ma_yeu_cau", Kind.OWN, "")
          .add("khoa_api", Kind.SECRET, "dxp.client.id", "api-key")
          .add("token", Kind.SECRET, "dxp.token_hash", "token")
          .add("don_vi", Kind.TEXT, "organization.id")
          .add("api", Kind.TEXT, "service.name")
          .add("phien_ban", Kind.TEXT, "service.version")
          .add("tai_nguyen", Kind.URL, "")
          .add("phuong_thuc", Kind.TEXT, "http.request.method")
          .add("ma_http", Kind.WHOLE, "http.response.status_code")
          .add("byte_gui", Kind.WHOLE, "http.request.bytes")
          .add("byte_nhan", Kind.WHOLE, "http.response.bytes")
          .add("do_tre_ms", Kind.MILLIS, "event.duration")
          .add("ip", Kind.ADDRESS, "source")
          .add("ly_do_tu_choi", Kind.TEXT, "event.reason")
          .add("ma_ho_so", Kind.TEXT, "dvc.dossier.code")
          .add("so_dinh_danh", Kind.SUBJECT, "")
          .add("tai_khoan", Kind.TEXT, "user.name");

  @Override
  public ParseResult parse(LogLine line) {
    SyslogMessage header = line.syslog();
    EventDraft draft = line.draft();
    TableReader reader = new TableReader(line, draft);
    String problem = reader.read(TABLE, header.start(), header.end());
    if (problem != null) {
      return new ParseResult.Unparsed(draft, problem);
    }
    if (!draft.has("service.name") && !draft.has("url.path")) {
      return new ParseResult.Unparsed(draft, "neither of the keys api and tai_nguyen is there");
    }
    String request = reader.own("ma_yeu_cau");
    draft.givenId(request).put("trace.id", request);
    OneStopParser.time(line, draft, reader.own("thoi_gian"));
    String version = draft.text("service.version");
    String api = draft.text("service.name");
    draft.put("dxp.service.id", version.isEmpty() ? api : api + "/" + version);
    long status = draft.get("http.response.status_code") instanceof Long code ? code : 0;
    boolean denied = draft.has("event.reason") || status == 401 || status == 403 || status == 429;
    draft.put("event.kind", "event");
    draft.put("event.action", "goi_api");
    draft.put("event.category", List.of("api"));
    draft.put(
        "event.type",
        denied
            ? List.of("access", "denied")
            : status >= 500 ? List.of("access", "error") : List.of("access"));
    draft.put(
        "event.outcome", denied || status >= 400 ? "failure" : status > 0 ? "success" : "unknown");
    draft.put(
        "message",
        draft.text("http.request.method")
            + " "
            + draft.text("service.name")
            + " "
            + draft.text("url.path")
            + " "
            + draft.text("event.reason"));
    return new ParseResult.Parsed(draft);
  }
}
