package vn.lachan.playbooks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.VisibleText;

/**
 * Fills values into commands: one pass, only declared names, escaped for the place they land in. A
 * value is never looked at again, so a value that looks like a variable stays as it is.
 */
final class Rendering {
  private static final Pattern USE = Pattern.compile("(__[A-Za-z][A-Za-z0-9_-]*?__):value");
  private static final Pattern JSON_STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final Pattern RULE_VALUE =
      Pattern.compile(
          "\\s*(?:-\\s+)?(?:[^\\s:'\"|]+(?:\\|(?!re\\b)[a-z0-9]+)*:\\s+)?__[A-Za-z][A-Za-z0-9_-]*?__:value\\s*");
  private static final String HIDDEN = "***";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, Variable> variables;

  Rendering(Map<String, Variable> variables) {
    this.variables = variables;
  }

  /** The same with the values of {@code secrets} hidden. */
  Rendering masked(Set<String> secrets) {
    Map<String, Variable> shown = new LinkedHashMap<>(variables);
    for (String name : secrets) {
      Variable variable = shown.get(name);
      if (variable != null && variable.value() != null) {
        shown.put(name, variable.withValue(HIDDEN));
      }
    }
    return new Rendering(shown);
  }

  /** For a POSIX shell: every value is one word, or part of one, whatever is in it. */
  String forShell(String text) {
    return ShellText.POSIX.fill(text, name -> known(declared(name)));
  }

  /** For PowerShell: every value is one literal string, or part of one. */
  String forPowerShell(String text) {
    return ShellText.POWERSHELL.fill(text, name -> known(declared(name)));
  }

  /** The value of one variable, written {@code __name__:value} or {@code __name__}. */
  String valueOf(String variable) {
    String name =
        variable.endsWith(":value")
            ? variable.substring(0, variable.length() - ":value".length())
            : variable;
    return known(declared(name));
  }

  /** For a person to read: unknown values are said to be unknown, hidden characters shown. */
  String forPeople(String text) {
    Matcher matcher = USE.matcher(text);
    String filled =
        matcher.replaceAll(match -> {
          Variable variable = variables.get(match.group(1));
          String value =
              variable == null
                  ? match.group()
                  : variable.value() == null || variable.value().isEmpty()
                      ? "(chưa có)"
                      : variable.value();
          return Matcher.quoteReplacement(value);
        });
    return VisibleText.of(filled);
  }

  /**
   * The target of a request. A variable that is all of it is a path with its slashes and query; any
   * other is one part and fully encoded.
   */
  String forUrl(String text) {
    if (USE.matcher(text).matches()) {
      String path = replace(text, UnaryOperator.identity());
      if (!path.startsWith("/") || path.startsWith("//") || path.chars().anyMatch(c -> c <= ' ')) {
        throw new RenderException("Đường dẫn phải bắt đầu bằng một dấu / và không có dấu cách.");
      }
      return path;
    }
    return replace(text, Rendering::urlPart);
  }

  /** A host name or port; only what can stand in one. */
  String forAuthority(String text) {
    String value = replace(text, UnaryOperator.identity());
    if (!value.matches("[A-Za-z0-9.:\\[\\]-]{1,255}")) {
      throw new RenderException("Địa chỉ máy không hợp lệ: “" + value + "”.");
    }
    return value;
  }

  String forHeader(String text) {
    String value = replace(text, UnaryOperator.identity());
    if (value.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new RenderException("Giá trị tiêu đề HTTP có ký tự điều khiển.");
    }
    return value;
  }

  /** A value of a login, which may be a key of several lines. */
  String forHeaderOrKey(String text) {
    return replace(text, UnaryOperator.identity());
  }

  /**
   * A notice, which leaves the house: only numbers, truth values and the id of the incident are
   * filled in, because a text somebody wrote may hold personal data.
   */
  String forNotice(String text) {
    return USE.matcher(text)
        .replaceAll(match -> {
          Variable variable = declared(match.group(1));
          boolean number =
              switch (ValueType.of(variable.type()).orElse(ValueType.STRING)) {
                case BOOL, INTEGER, LONG, FLOAT -> known(variable).length() < 9;
                case DICTIONARY,
                    HEXSTRING,
                    IPV4_ADDR,
                    IPV6_ADDR,
                    MAC_ADDR,
                    HASH,
                    MD5_HASH,
                    SHA256_HASH,
                    STRING,
                    URI,
                    UUID ->
                    false;
              };
          if (!number && !variable.name().equals("__incident_id__")) {
            throw new RenderException(
                "Thông báo ra ngoài không được chứa giá trị của " + variable.name() + ".");
          }
          return Matcher.quoteReplacement(known(variable));
        });
  }

  /** The text of a query: every value is one quoted phrase, or part of one. */
  String forQuery(String text) {
    StringBuilder out = new StringBuilder();
    Matcher use = USE.matcher(text);
    boolean quoted = false;
    int at = 0;
    while (use.find()) {
      quoted = quotedAfter(text.substring(at, use.start()), quoted);
      String value = known(declared(use.group(1)));
      String part = value.replace("\\", "\\\\").replace("\"", "\\\"");
      out.append(text, at, use.start()).append(quoted ? part : "\"" + part + "\"");
      at = use.end();
    }
    return out.append(text.substring(at)).toString();
  }

  private static boolean quotedAfter(String text, boolean before) {
    boolean quoted = before;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  /**
   * A Sigma rule: every value is one scalar of its own, and none of its characters is a wildcard.
   *
   * @throws RenderException when a value stands in a part of a scalar, or in an expression
   */
  String forRule(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      Matcher use = USE.matcher(line);
      if (use.find()) {
        if (!RULE_VALUE.matcher(line).matches()) {
          throw new RenderException(
              "Trong luật Sigma, biến phải là cả một giá trị: " + line.strip());
        }
        String value = known(declared(use.group(1))).replaceAll("[*?\\\\]", "\\\\$0");
        out.append(line, 0, use.start()).append(MAPPER.writeValueAsString(value));
      } else {
        out.append(line);
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** As it is; nothing is escaped. For times and the like that are parsed next. */
  String plain(String text) {
    return replace(text, UnaryOperator.identity());
  }

  /** A body; escaped for JSON or a form when it is one. */
  String forBody(String text, String contentType) {
    if (contentType.contains("json")) {
      return json(text);
    }
    return replace(
        text, contentType.contains("form-urlencoded") ? Rendering::urlPart : value -> value);
  }

  /** Inside a JSON string: as part of it; outside: as a value of its own. */
  private String json(String text) {
    StringBuilder out = new StringBuilder();
    Matcher strings = JSON_STRING.matcher(text);
    int end = 0;
    while (strings.find()) {
      out.append(bare(text.substring(end, strings.start())));
      out.append(replace(strings.group(), Rendering::jsonPart));
      end = strings.end();
    }
    return out.append(bare(text.substring(end))).toString();
  }

  private String bare(String text) {
    return USE.matcher(text)
        .replaceAll(match -> {
          Variable variable = declared(match.group(1));
          String value = known(variable);
          boolean plain =
              switch (ValueType.of(variable.type()).orElse(ValueType.STRING)) {
                case BOOL, FLOAT, INTEGER, LONG, DICTIONARY -> true;
                case HEXSTRING,
                    IPV4_ADDR,
                    IPV6_ADDR,
                    MAC_ADDR,
                    HASH,
                    MD5_HASH,
                    SHA256_HASH,
                    STRING,
                    URI,
                    UUID ->
                    false;
              };
          return Matcher.quoteReplacement(plain ? value : MAPPER.writeValueAsString(value));
        });
  }

  private String replace(String text, UnaryOperator<String> escape) {
    return USE.matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(escape.apply(known(declared(match.group(1))))));
  }

  private Variable declared(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new RenderException("Biến chưa được khai báo: " + name + ".");
    }
    return variable;
  }

  private static String known(Variable variable) {
    String value = variable.value();
    if (value == null) {
      throw new RenderException("Biến chưa có giá trị: " + variable.name() + ".");
    }
    return value;
  }

  private static String urlPart(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String jsonPart(String value) {
    String quoted = MAPPER.writeValueAsString(value);
    return quoted.substring(1, quoted.length() - 1);
  }
}
