package vn.lachan.collector.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.privacy.CitizenToken;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Access and error logs of nginx and Apache: common and combined format, with or without virtual
 * host or addresses of proxies before the client, JSON access lines, and the error logs of both.
 */
final class AccessLogParser implements Parser {
  private final String server;

  AccessLogParser(String server) {
    this.server = server;
  }

  @Override
  public ParseResult parse(LogLine line) {
    if (!looksLikeSyslog(line)) {
      line.ignoreHeader();
    }
    EventDraft draft = line.draft();
    draft.put("event.kind", "event").put("event.category", List.of("web"));
    draft.put("service.type", server);
    String text = line.message().strip();
    String problem;
    if (text.startsWith("{")) {
      problem = WebJson.read(line, draft);
    } else if (WebErrors.isError(text)) {
      problem = WebErrors.read(line, text, draft);
    } else {
      problem = combined(line, text, draft);
    }
    if (problem != null) {
      return new ParseResult.Unparsed(draft, problem);
    }
    return new ParseResult.Parsed(draft);
  }

  /** A priority, or a month: web servers begin neither with one nor the other by themselves. */
  private static boolean looksLikeSyslog(LogLine line) {
    byte[] bytes = line.bytes();
    if (bytes.length > 2 && bytes[0] == '<') {
      return true;
    }
    return bytes.length > 16
        && bytes[0] >= 'A'
        && bytes[0] <= 'Z'
        && bytes[3] == ' '
        && line.syslog().timestamp() != null;
  }

  private static @Nullable String combined(LogLine line, String text, EventDraft draft) {
    int open = timeStart(text);
    if (open < 0) {
      return "no time stamp in brackets";
    }
    Timestamps.Match time = Timestamps.commonLog(text, open + 1, line.zone());
    if (time == null) {
      return "the time in brackets cannot be read";
    }
    draft.timestamp(time.instant());
    client(text.substring(0, open), draft);
    int close = text.indexOf(']', time.end());
    Dissect rest = new Dissect(text, close < 0 ? text.length() : close + 1);
    boolean timeFirst = open == 0;
    if (timeFirst) {
      connection(rest, draft);
    }
    String request = rest.quoted();
    if (request == null) {
      return "no request in quotes after the time";
    }
    request(draft, request);
    String status = timeFirst ? "-" : rest.word();
    Values.putLong(draft, "http.response.status_code", status);
    String bytes = rest.word();
    Values.putLong(draft, "http.response.body.bytes", bytes);
    Values.putLong(draft, "http.response.bytes", bytes);
    if (!status.equals("-") && !draft.has("http.response.status_code")) {
      return "no status after the request";
    }
    String referrer = rest.quoted();
    draft.put("http.request.referrer", dashless(referrer));
    draft.put("user_agent.original", dashless(rest.quoted()));
    finish(draft);
    return null;
  }

  /**
   * {@code ADDRESS PROTOCOL CIPHER} between time and request, as Apache's ssl_request_log has it.
   */
  private static void connection(Dissect rest, EventDraft draft) {
    String before = rest.upTo("\"");
    if (before != null) {
      rest.back(1);
      for (String word : before.strip().split(" ", -1)) {
        if (Values.isAddress(word)) {
          draft.putIfAbsent("source.ip", word);
          draft.putIfAbsent("source.address", word);
        } else if (word.startsWith("TLS") || word.startsWith("SSL")) {
          draft.put("tls.version", word);
        } else if (draft.has("tls.version") && !word.isEmpty()) {
          draft.put("tls.cipher", word);
        }
      }
    }
  }

  /** Where a bracket stands before what looks like {@code 10/Oct/2000:}. */
  private static int timeStart(String text) {
    int open = text.indexOf('[');
    while (open >= 0 && open + 21 < text.length()) {
      int slash = text.indexOf('/', open);
      if (slash > open && slash <= open + 3 && text.charAt(slash + 4) == '/') {
        return open;
      }
      open = text.indexOf('[', open + 1);
    }
    return -1;
  }

  /** What stands before the time: virtual host, addresses, identity and user. */
  private static void client(String prefix, EventDraft draft) {
    List<String> words = new ArrayList<>();
    for (String word : prefix.strip().split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    int first = 0;
    while (first < words.size() && !Values.isAddress(bare(words.get(first)))) {
      first++;
    }
    if (first == words.size()) {
      named(words, draft);
      return;
    }
    int last = first;
    while (last + 1 < words.size() && isPartOfList(words, last)) {
      last++;
    }
    boolean list = words.get(first).endsWith(",") || words.get(first).startsWith("\"");
    if (first > 0) {
      virtualHost(words.get(first - 1), draft);
    } else if (last > first && !list) {
      draft.put("destination.ip", bare(words.get(first)));
      draft.put("destination.address", bare(words.get(first)));
      first++;
    }
    String address = bare(words.get(first));
    draft.put("source.address", address);
    draft.put("source.ip", address);
    int user = last + 1;
    if (user < words.size() && words.get(user).startsWith("(")) {
      user++;
    }
    user(words, user + 1, draft);
  }

  /** Whether the word after {@code last} is one more address. */
  private static boolean isPartOfList(List<String> words, int last) {
    return Values.isAddress(bare(words.get(last + 1)));
  }

  private static void named(List<String> words, EventDraft draft) {
    int client = words.size() >= 4 && words.getFirst().equals("-") ? 1 : 0;
    if (client < words.size() && !words.get(client).equals("-")) {
      draft.put("source.address", words.get(client));
      draft.put("source.domain", words.get(client));
    }
    user(words, client + 2, draft);
  }

  private static void user(List<String> words, int from, EventDraft draft) {
    if (from < words.size()) {
      String user = String.join(" ", words.subList(from, words.size()));
      draft.put("user.name", dashless(unquoted(user)));
    }
  }

  private static void virtualHost(String word, EventDraft draft) {
    String host = unquoted(word);
    int colon = host.lastIndexOf(':');
    if (colon > 0) {
      Values.putLong(draft, "url.port", host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    draft.put("url.domain", dashless(host));
    draft.put("destination.domain", dashless(host));
    draft.put("destination.address", dashless(host));
  }

  private static String bare(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && "\"(,".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "\"),".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    return word.substring(from, to);
  }

  private static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }

  static String dashless(@Nullable String text) {
    return text == null || text.equals("-") ? "" : text;
  }

  /** {@code GET /path HTTP/1.1}; anything else is kept as {@code url.original} without a path. */
  static void request(EventDraft draft, String request) {
    if (request.isEmpty() || request.equals("-")) {
      return;
    }
    int methodEnd = request.indexOf(' ');
    if (methodEnd <= 0 || !isMethod(request, methodEnd)) {
      draft.put("http.request.body.content", request);
      draft.tag("bad_request_line");
      return;
    }
    draft.put("http.request.method", request.substring(0, methodEnd));
    int version = request.lastIndexOf(" HTTP/");
    if (version >= methodEnd) {
      draft.put("http.version", request.substring(version + 6).strip());
    }
    int urlEnd = version > methodEnd ? version : request.length();
    if (urlEnd > methodEnd + 1) {
      String url = request.substring(methodEnd + 1, urlEnd).strip();
      Values.putUrl(draft, url);
      CitizenToken.find(url).ifPresent(token -> Values.putSubject(draft, token));
    }
  }

  private static boolean isMethod(String request, int end) {
    for (int i = 0; i < end; i++) {
      char c = request.charAt(i);
      if (!(c >= 'A' && c <= 'Z') && c != '_' && c != '-') {
        return false;
      }
    }
    return end <= 20;
  }

  static void finish(EventDraft draft) {
    draft.put("event.type", List.of("access"));
    draft.put("event.action", "truy_cap");
    if (draft.get("http.response.status_code") instanceof Long status) {
      draft.put("event.outcome", status >= 400 ? "failure" : "success");
    } else {
      draft.put("event.outcome", "unknown");
    }
    draft.put(
        "message",
        draft.text("http.request.method")
            + " "
            + draft.text("url.original")
            + " "
            + draft.text("http.response.status_code"));
  }
}
