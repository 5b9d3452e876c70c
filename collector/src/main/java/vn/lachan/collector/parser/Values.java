package vn.lachan.collector.parser;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.lachan.collector.privacy.CitizenToken;

/** Small readings that several parsers share. Stateless. */
public final class Values {
  private static final List<String> SEVERITIES =
      List.of(
          "emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug");
  private static final String MASK = "***";

  private Values() {}

  static String severityName(int severity) {
    return SEVERITIES.get(severity);
  }

  /** Sets {@code field} when {@code text} is a whole number of up to 18 digits. */
  static void putLong(EventDraft draft, String field, String text) {
    long value = 0;
    if (text.isEmpty() || text.length() > 18) {
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return;
      }
      value = value * 10 + (c - '0');
    }
    draft.put(field, value);
  }

  /** Whether {@code text} is an IPv4 or IPv6 address. */
  public static boolean isAddress(String text) {
    int dots = 0;
    boolean colon = false;
    if (text.isEmpty() || text.length() > 45) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c == ':') {
        colon = true;
      } else if (Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return colon ? isIpv6(text) : dots == 3 && isIpv4(text);
  }

  private static boolean isIpv4(String text) {
    int value = -1;
    int parts = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || value > 255) {
          return false;
        }
        parts++;
        value = -1;
      } else if (c < '0' || c > '9') {
        return false;
      } else {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return false;
        }
      }
    }
    return parts == 4;
  }

  private static boolean isIpv6(String text) {
    try {
      return InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * Sets {@code side.ip} (or {@code side.address} when it is a name) and, when the text has one,
   * {@code side.port}.
   */
  static void putAddress(EventDraft draft, String side, String text) {
    String address = text.strip();
    int comma = address.indexOf(',');
    if (comma > 0) {
      address = address.substring(0, comma).strip();
    }
    if (address.startsWith("[") && address.indexOf(']') > 0) {
      int close = address.indexOf(']');
      if (close + 1 < address.length() && address.charAt(close + 1) == ':') {
        putLong(draft, side + ".port", address.substring(close + 2));
      }
      address = address.substring(1, close);
    } else if (address.indexOf(':') == address.lastIndexOf(':') && address.indexOf(':') > 0) {
      putLong(draft, side + ".port", address.substring(address.indexOf(':') + 1).strip());
      address = address.substring(0, address.indexOf(':')).strip();
    }
    if (address.isEmpty() || address.equals("-")) {
      return;
    }
    draft.put(side + ".address", address);
    if (isAddress(address)) {
      draft.put(side + ".ip", address);
    } else if (address.indexOf('.') > 0) {
      draft.put(side + ".domain", address.toLowerCase(Locale.ROOT));
    }
  }

  /** What a citizen token says, as {@code dvc.subject.*}. */
  static void putSubject(EventDraft draft, CitizenToken token) {
    draft.put("dvc.subject.id_hash", "hmac:" + token.hash());
    draft.put("dvc.subject.block_tag", "hmac:" + token.block());
    draft.put("dvc.subject.id_masked", token.masked());
    draft.put("dvc.subject.province_code", token.province());
    draft.put("dvc.subject.birth_year_bucket", token.decade());
  }

  /** A hash that stays the same whether the value was a citizen token or plain text. */
  static String personHash(LogLine line, String purpose, String value) {
    Optional<CitizenToken> token = CitizenToken.find(value);
    return token
        .map(t -> "hmac:" + t.hash())
        .orElseGet(() -> line.pseudonymizer().hash(purpose, value));
  }

  /** Sets {@code url.*} from what stands in a request line or a field. */
  public static void putUrl(EventDraft draft, String url) {
    if (url.isEmpty() || url.equals("-")) {
      return;
    }
    String rest = url;
    int scheme = url.indexOf("://");
    if (scheme > 0 && scheme < 10) {
      draft.put("url.scheme", url.substring(0, scheme).toLowerCase(Locale.ROOT));
      int path = url.indexOf('/', scheme + 3);
      String authority = url.substring(scheme + 3, path < 0 ? url.length() : path);
      int colon = authority.lastIndexOf(':');
      if (colon > 0 && authority.indexOf(']') < colon) {
        putLong(draft, "url.port", authority.substring(colon + 1));
        authority = authority.substring(0, colon);
      }
      draft.put("url.domain", authority);
      rest = path < 0 ? "/" : url.substring(path);
    }
    int query = rest.indexOf('?');
    String masked = query < 0 ? "" : maskQuery(rest.substring(query + 1));
    String path = query < 0 ? rest : rest.substring(0, query);
    draft.put("url.original", query < 0 ? url : url.substring(0, url.indexOf('?')) + '?' + masked);
    draft.put("url.path", path);
    draft.put("url.query", masked);
    int dot = path.lastIndexOf('.');
    if (dot > path.lastIndexOf('/') && dot + 1 < path.length() && path.length() - dot <= 10) {
      draft.put("url.extension", path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
  }

  /** The query with the values of parameters that hold secrets hidden. */
  static String maskQuery(String query) {
    StringBuilder masked = null;
    int from = 0;
    while (from <= query.length()) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', from);
      boolean secret = equals > from && equals < end - 1 && isSecret(query.substring(from, equals));
      if (secret && masked == null) {
        masked = new StringBuilder(query.length()).append(query, 0, from);
      }
      if (masked != null) {
        masked.append(query, from, secret ? equals + 1 : end).append(secret ? MASK : "");
        masked.append(end < query.length() ? "&" : "");
      }
      from = end + 1;
    }
    return masked == null ? query : masked.toString();
  }

  private static boolean isSecret(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "token",
          "access_token",
          "refresh_token",
          "id_token",
          "api_key",
          "apikey",
          "key",
          "password",
          "passwd",
          "pwd",
          "mat_khau",
          "matkhau",
          "otp",
          "session",
          "sessionid",
          "jsessionid",
          "sid",
          "code",
          "client_secret",
          "secret" ->
          true;
      default -> false;
    };
  }
}
