package vn.lachan.playbooks;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Base64Text;
import vn.lachan.playbooks.cacao.Command;

/** A request that is ready to be sent. */
final class HttpCall {
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token");

  private final String method;
  private final URI uri;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private HttpCall(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  /** Empty for none. */
  byte[] body() {
    return body.clone();
  }

  /**
   * Fills in a command for a target.
   *
   * @throws RenderException when a value is missing or does not fit its place
   */
  static HttpCall of(Command.HttpApi command, AgentTarget target, Rendering rendering) {
    String[] line = command.startLine().split(" ", 3);
    if (line.length < 2) {
      throw new RenderException("Dòng đầu HTTP không hợp lệ: “" + command.startLine() + "”.");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    command
        .headers()
        .forEach((name, values) ->
            headers.put(name, values.stream().map(rendering::forHeader).toList()));
    if (command.type().equals("openc2-http")
        && headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("content-type"))) {
      headers.put("Content-Type", List.of("application/openc2+json;version=1.0"));
    }
    return new HttpCall(
        line[0],
        uri(base(target, rendering), rendering.forUrl(line[1])),
        headers,
        body(command, headers, rendering));
  }

  /** A request whose parts are known. */
  static HttpCall post(URI uri, String contentType, String body) {
    return new HttpCall(
        "POST",
        uri,
        Map.of("Content-Type", List.of(contentType)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with these headers in place of any of their names. */
  HttpCall with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    all.keySet().removeIf(name -> more.keySet().stream().anyMatch(name::equalsIgnoreCase));
    more.forEach((name, value) -> all.put(name, List.of(value)));
    return new HttpCall(method, uri, all, body);
  }

  private static byte[] body(
      Command.HttpApi command, Map<String, List<String>> headers, Rendering rendering) {
    String content = command.content();
    if (command.base64()) {
      String text = Base64Text.text(content);
      if (text == null) {
        return binary(content);
      }
      content = text;
    }
    String type =
        headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
            .flatMap(header -> header.getValue().stream())
            .findFirst()
            .orElse(looksLikeJson(content) ? "application/json" : "text/plain");
    return rendering
        .forBody(content, type.toLowerCase(Locale.ROOT))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] binary(String base64) {
    byte[] bytes = Base64Text.bytes(base64);
    if (bytes == null) {
      throw new RenderException("content_b64 không phải base64.");
    }
    return bytes;
  }

  private static boolean looksLikeJson(String content) {
    String start = content.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private static String base(AgentTarget target, Rendering rendering) {
    String url = first(target, "url");
    if (url != null) {
      return rendering.forHeader(url).replaceAll("/+$", "");
    }
    String host = first(target, "dname");
    host = host == null ? first(target, "ipv4") : host;
    host = host == null ? first(target, "ipv6") : host;
    if (host == null) {
      throw new RenderException("Đích “" + target.name() + "” không có địa chỉ.");
    }
    String authority = rendering.forAuthority(host);
    String bracketed =
        authority.contains(":") && !authority.startsWith("[") ? "[" + authority + "]" : authority;
    String port = target.port().isEmpty() ? "443" : rendering.forAuthority(target.port());
    return "https://" + bracketed + ":" + port;
  }

  private static @Nullable String first(AgentTarget target, String kind) {
    List<String> list = target.address().getOrDefault(kind, List.of());
    return list.isEmpty() ? null : list.getFirst();
  }

  private static URI uri(String base, String target) {
    String path = target.startsWith("/") ? target : "/" + target;
    try {
      URI uri = new URI(base + path);
      String scheme = String.valueOf(uri.getScheme());
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
        throw new RenderException("Địa chỉ gọi không hợp lệ: " + base);
      }
      return uri;
    } catch (URISyntaxException _) {
      throw new RenderException("Địa chỉ gọi không hợp lệ: " + base);
    }
  }

  /** Whether one of the hosts a setting names is called. */
  boolean isAllowed(Set<String> hosts) {
    if (uri.getHost() == null || uri.getScheme() == null) {
      return false;
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("http") ? 80 : 443;
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return hosts.stream()
        .map(allowed -> allowed.toLowerCase(Locale.ROOT))
        .anyMatch(allowed -> allowed.equals(host) || allowed.equals(host + ":" + port));
  }

  /** Whether the method says that sending it twice does what sending it once does. */
  static boolean isRepeatable(String method) {
    return REPEATABLE.contains(method);
  }

  /** All of it, for comparing. */
  String full() {
    return method + "\n" + uri + "\n" + headers + "\n" + HexFormat.of().formatHex(body);
  }

  /** For people and the record: without secrets. */
  String masked() {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + uri);
    headers.forEach((name, values) ->
        lines.add(
            name
                + ": "
                + (SECRET.contains(name.toLowerCase(Locale.ROOT))
                    ? "***"
                    : String.join(", ", values))));
    if (body.length > 0) {
      lines.add("");
      lines.add(new String(body, StandardCharsets.UTF_8));
    }
    return String.join("\n", lines);
  }
}
