package vn.lachan.collector.parser;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.FieldTable.Kind;
import vn.lachan.collector.privacy.CitizenToken;
import vn.lachan.collector.syslog.SyslogMessage;
import vn.lachan.collector.syslog.Timestamps;

/** Access lines that a web server was told to write as JSON, with the names of its variables. */
final class WebJson {
  private static final FieldTable TABLE = new FieldTable();

  static {
    own("timestamp", "time_local", "time_iso8601", "@timestamp", "time", "request", "request_uri");
    own("https", "sent_http_content_type", "content_type");
    own("uri", "query_string", "args", "request_time", "http_version", "server_protocol");
    all(Kind.ADDRESS, "source", "remote_addr", "client_address", "client_ip", "clientip");
    all(Kind.WHOLE, "source.port", "remote_port", "client_port");
    all(Kind.OWN, "", "http_x_forwarded_for", "proxy_add_x_forwarded_for", "remote_user");
    all(Kind.WHOLE, "http.response.status_code", "status", "response_status", "response_code");
    all(Kind.WHOLE, "http.response.body.bytes", "body_bytes_sent");
    all(Kind.WHOLE, "http.response.bytes", "bytes_sent", "bytes");
    all(Kind.WHOLE, "http.request.bytes", "request_length");
    all(Kind.TEXT, "http.request.method", "request_method", "method");
    all(Kind.OWN, "", "http_referer", "http_referrer", "referer", "referrer");
    all(Kind.OWN, "", "http_user_agent", "user_agent", "agent");
    all(Kind.OWN, "", "host", "server_name", "http_host", "vhost");
    all(Kind.TEXT, "url.scheme", "scheme", "http_scheme");
    all(Kind.TEXT, "trace.id", "request_id");
    all(Kind.TEXT, "host.name", "host_name", "hostname");
    all(Kind.ADDRESS, "destination", "upstream_addr");
    all(Kind.OWN, "", "server_addr");
  }

  private WebJson() {}

  private static void own(String... keys) {
    all(Kind.OWN, "", keys);
  }

  private static void all(Kind kind, String field, String... keys) {
    for (String key : keys) {
      TABLE.add(key, kind, field);
    }
  }

  /** Reads the line; returns why it could not, or null. */
  static @Nullable String read(LogLine line, EventDraft draft) {
    SyslogMessage header = line.syslog();
    TableReader reader = new TableReader(line, draft);
    String problem = reader.read(TABLE, header.start(), header.end());
    if (problem != null) {
      return problem;
    }
    String time = first(reader, "time_iso8601", "@timestamp", "timestamp", "time_local", "time");
    Instant instant = time.isEmpty() ? null : Timestamps.parse(time, line.received(), line.zone());
    draft.timestamp(instant);
    AccessLogParser.request(draft, reader.own("request"));
    if (!draft.has("url.path")) {
      String uri = first(reader, "request_uri", "uri");
      String query = first(reader, "query_string", "args");
      Values.putUrl(draft, query.isEmpty() || uri.indexOf('?') >= 0 ? uri : uri + "?" + query);
      CitizenToken.find(uri + query).ifPresent(token -> Values.putSubject(draft, token));
    }
    if (!draft.has("url.path") && !draft.has("http.response.status_code")) {
      return "none of the keys request, request_uri and status is there";
    }
    String version = first(reader, "http_version", "server_protocol");
    draft.putIfAbsent("http.version", version.startsWith("HTTP/") ? version.substring(5) : version);
    draft.put("url.domain", first(reader, "http_host", "host", "server_name", "vhost"));
    String host = draft.text("url.domain");
    String server = Values.isAddress(host) ? host : reader.own("server_addr");
    draft.putIfAbsent("destination.ip", Values.isAddress(server) ? server : "");
    draft.put("destination.domain", Values.isAddress(host) ? "" : host);
    draft.put("destination.address", host);
    draft.put("network.protocol", protocol(reader, draft));
    draft.put("http.response.mime_type", first(reader, "sent_http_content_type", "content_type"));
    draft.put("http.request.referrer", first(reader, "http_referer", "http_referrer", "referer"));
    draft.put("user_agent.original", first(reader, "http_user_agent", "user_agent", "agent"));
    draft.put("user.name", first(reader, "remote_user"));
    draft.putIfAbsent("http.response.bytes", draft.get("http.response.body.bytes"));
    duration(draft, reader.own("request_time"));
    AccessLogParser.finish(draft);
    return null;
  }

  /** As far as the line says whether it was encrypted; ECS wants lower case. */
  private static String protocol(TableReader reader, EventDraft draft) {
    String scheme = draft.text("url.scheme").toLowerCase(Locale.ROOT);
    if (scheme.equals("http") || scheme.equals("https")) {
      return scheme;
    }
    return reader.own("https").equals("on") ? "https" : "";
  }

  private static void duration(EventDraft draft, String seconds) {
    try {
      if (!seconds.isEmpty()) {
        double value = Double.parseDouble(seconds);
        if (value >= 0 && value < 1e6) {
          draft.put("event.duration", Math.round(value * 1e9));
        }
      }
    } catch (NumberFormatException _) {
      // "-": there was no time to measure
    }
  }

  private static String first(TableReader reader, String... keys) {
    for (String key : keys) {
      String value = AccessLogParser.dashless(reader.own(key));
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
