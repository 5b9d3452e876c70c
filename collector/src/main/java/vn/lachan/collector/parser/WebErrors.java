package vn.lachan.collector.parser;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Error logs of Apache ({@code [time] [module:level] [pid 1:tid 2] [client a:p] text}) and nginx.
 */
final class WebErrors {
  private static final Pattern REFUSED_SIGN_IN =
      Pattern.compile(
          "(?:AH\\d{5}: )?user \"?([^\"\\s:]{1,256})\"?:? "
              + "(?:password mismatch|was not found in|authentication failure for|not found: )");

  private WebErrors() {}

  static boolean isError(String text) {
    return isApache(text) || isNginx(text);
  }

  private static boolean isApache(String text) {
    int close = text.indexOf(']');
    return text.startsWith("[") && close > 0 && text.startsWith(" [", close + 1);
  }

  private static boolean isNginx(String text) {
    return text.length() > 22
        && text.charAt(4) == '/'
        && text.charAt(7) == '/'
        && text.charAt(10) == ' '
        && text.startsWith(" [", 19);
  }

  static @Nullable String read(LogLine line, String text, EventDraft draft) {
    draft.put("event.type", List.of("error"));
    draft.put("event.action", "loi_may_chu_web");
    return isNginx(text) ? nginx(line, text, draft) : apache(line, text, draft);
  }

  private static @Nullable String apache(LogLine line, String text, EventDraft draft) {
    Dissect rest = new Dissect(text, 0);
    boolean first = true;
    while (rest.skip("[") || rest.skip(" [")) {
      String part = rest.upTo("]");
      if (part == null) {
        return "a bracket is not closed";
      }
      part = part.strip();
      if (first && part.length() >= 20 && Timestamps.ctime(part, line.zone()) != null) {
        draft.timestamp(Timestamps.parse(part, line.received(), line.zone()));
      } else if (part.startsWith("pid ")) {
        processOf(draft, part);
      } else if (part.startsWith("client ")) {
        Values.putAddress(draft, "source", part.substring(7).replace(" ", ""));
      } else if (!draft.has("log.level") && part.length() <= 40) {
        int colon = part.indexOf(':');
        draft.put("log.level", part.substring(colon + 1));
        draft.put("log.logger", colon > 0 ? part.substring(0, colon) : "");
      }
      first = false;
    }
    String message = rest.rest().strip();
    int client = message.indexOf("[client ");
    int clientEnd = message.indexOf(']', client + 1);
    if (client >= 0 && clientEnd > client && !draft.has("source.address")) {
      String address = message.substring(client + 8, clientEnd).replace(" ", "");
      Values.putAddress(draft, "source", address);
    }
    int referrer = message.lastIndexOf(", referer: ");
    if (referrer > 0) {
      draft.put("http.request.referrer", message.substring(referrer + 11).strip());
    }
    if (message.startsWith("File does not exist: ")) {
      int end = message.indexOf(", referer:");
      draft.put("file.path", message.substring(21, end < 0 ? message.length() : end));
    }
    draft.put("message", message);
    levelToType(draft);
    modSecurity(draft, message);
    refusedSignIn(draft, message);
    return null;
  }

  private static void processOf(EventDraft draft, String part) {
    int colon = part.indexOf(':');
    Values.putLong(draft, "process.pid", part.substring(4, colon < 0 ? part.length() : colon));
    if (colon > 0 && part.startsWith("tid ", colon + 1)) {
      Values.putLong(draft, "process.thread.id", part.substring(colon + 5));
    }
  }

  /** What the web application firewall says in brackets at the end of its messages. */
  private static void modSecurity(EventDraft draft, String message) {
    if (!message.contains("ModSecurity:")) {
      return;
    }
    draft.put("event.category", List.of("web", "intrusion_detection"));
    draft.put("rule.id", part(message, "[id \""));
    draft.put("rule.name", part(message, "[msg \""));
    draft.put("rule.ruleset", part(message, "[file \""));
    draft.put("url.domain", part(message, "[hostname \""));
    draft.put("destination.domain", part(message, "[hostname \""));
    draft.put("destination.address", part(message, "[hostname \""));
    Values.putUrl(draft, part(message, "[uri \""));
    draft.put("trace.id", part(message, "[unique_id \""));
    boolean denied = message.contains("Access denied");
    draft.put("event.outcome", denied ? "success" : "failure");
    if (denied) {
      draft.put("event.type", List.of("error", "denied"));
    }
    draft.put("event.reason", part(message, "[msg \""));
  }

  /** Basic authentication: {@code user "lan": password mismatch}, {@code user lan not found: /}. */
  private static void refusedSignIn(EventDraft draft, String message) {
    Matcher refused = REFUSED_SIGN_IN.matcher(message);
    if (refused.lookingAt()) {
      draft.put("event.category", List.of("web", "authentication"));
      draft.put("event.outcome", "failure");
      draft.put("user.name", refused.group(1));
    }
  }

  private static String part(String message, String mark) {
    int from = message.indexOf(mark);
    int to = from < 0 ? -1 : message.indexOf('"', from + mark.length());
    return to < 0 ? "" : message.substring(from + mark.length(), to);
  }

  private static void levelToType(EventDraft draft) {
    switch (draft.text("log.level")) {
      case "info", "notice", "debug" -> draft.put("event.type", List.of("info"));
      default -> draft.put("event.type", List.of("error"));
    }
  }

  private static @Nullable String nginx(LogLine line, String text, EventDraft draft) {
    draft.timestamp(Timestamps.parse(text.substring(0, 19), line.received(), line.zone()));
    Dissect rest = new Dissect(text, 21);
    String level = rest.upTo("] ");
    String process = rest.upTo(": ");
    if (level == null || process == null) {
      return "no level and process after the time";
    }
    draft.put("log.level", level);
    int hash = process.indexOf('#');
    Values.putLong(draft, "process.pid", hash < 0 ? process : process.substring(0, hash));
    if (hash > 0) {
      Values.putLong(draft, "process.thread.id", process.substring(hash + 1));
    }
    if (rest.skip("*")) {
      draft.put("labels.connection_id", rest.word());
      rest.skipBlanks();
    }
    String message = rest.rest();
    draft.put("message", message);
    levelToType(draft);
    modSecurity(draft, message);
    details(draft, message);
    refusedSignIn(draft, message);
    return null;
  }

  private static void details(EventDraft draft, String message) {
    int from = message.indexOf(", client: ");
    int end = from < 0 ? message.indexOf(", ") : from;
    draft.put("error.message", end < 0 ? message : message.substring(0, end));
    Values.putAddress(draft, "source", value(message, ", client: "));
    String host = hostOf(value(message, ", host: "));
    String server = serverOf(value(message, ", server: "), host);
    draft.put("destination.domain", server);
    draft.put("destination.address", server);
    AccessLogParser.request(draft, value(message, ", request: "));
    draft.put("url.domain", host);
    draft.put("http.request.referrer", value(message, ", referrer: "));
  }

  /** A server without a name is {@code _}, and before its request is read the address it has. */
  private static String serverOf(String server, String host) {
    return server.equals("_") || server.contains(":") ? host : server;
  }

  private static String hostOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon > 0 ? host.substring(0, colon) : host;
  }

  private static String value(String message, String mark) {
    int from = message.indexOf(mark);
    if (from < 0) {
      return "";
    }
    Dissect rest = new Dissect(message, from + mark.length());
    String quoted = rest.quoted();
    if (quoted != null) {
      return quoted;
    }
    String plain = rest.upTo(", ");
    return plain == null ? rest.rest() : plain;
  }
}
