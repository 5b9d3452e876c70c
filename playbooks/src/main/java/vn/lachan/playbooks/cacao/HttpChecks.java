package vn.lachan.playbooks.cacao;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a command of type http-api or openc2-http is a request that can be sent. */
final class HttpChecks {
  private static final Pattern START_LINE =
      Pattern.compile("(?<method>[A-Z]+) \\S+(?: HTTP/?\\d(?:\\.\\d)?)?");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

  /** Of RFC 9110, RFC 5789 and, for calendars and files on servers, RFC 4918. */
  private static final Set<String> METHODS =
      Set.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "CONNECT",
          "OPTIONS",
          "TRACE",
          "PATCH",
          "PROPFIND",
          "PROPPATCH",
          "MKCOL",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK",
          "REPORT",
          "SEARCH");

  private final Findings findings;

  HttpChecks(Findings findings) {
    this.findings = findings;
  }

  /**
   * @param method what the start line begins with, for the message
   */
  void check(String at, JsonNode command, String method) {
    startLine(at + "/command", JsonView.textOrNull(command, "command"), method);
    headers(at + "/headers", command);
    content(at, command);
  }

  private void startLine(String at, @Nullable String line, String method) {
    if (line == null) {
      return; // said by the shape
    }
    Matcher parts = START_LINE.matcher(line);
    boolean wrongMethod = method.equals("POST") && !line.startsWith("POST ");
    if (wrongMethod || !parts.matches()) {
      findings.add(FindingCode.HTTP_START_LINE, at, method);
    } else if (!METHODS.contains(parts.group("method"))) {
      findings.add(FindingCode.HTTP_METHOD, at, parts.group("method"));
    }
  }

  /** Names are words and values one line (RFC 9110 section 5), or a request cannot be sent. */
  private void headers(String at, JsonNode command) {
    JsonView.lists(command, "headers")
        .forEach((name, values) -> {
          String pointer = at + "/" + JsonView.escape(name);
          if (!HEADER.matcher(name).matches()) {
            findings.add(FindingCode.HEADER_NAME, pointer, name);
          }
          for (int i = 0; i < values.size(); i++) {
            if (values.get(i).chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
              findings.add(FindingCode.HEADER_VALUE, pointer + "/" + i, name);
            }
          }
        });
  }

  /** What is called JSON has to be JSON, whatever the variables in it will be. */
  private void content(String at, JsonNode command) {
    boolean json =
        JsonView.lists(command, "headers").entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
            .map(Map.Entry::getValue)
            .flatMap(List::stream)
            .anyMatch(type -> type.toLowerCase(Locale.ROOT).contains("json"));
    String property = command.has("content_b64") ? "content_b64" : "content";
    String text = JsonView.text(command, property);
    if (property.equals("content_b64")) {
      text = Objects.requireNonNullElse(Base64Text.text(text), "");
    }
    if (json && !text.isBlank() && !JsonView.isJson(VariableChecks.filled(text, "0"))) {
      findings.add(FindingCode.CONTENT_FORMAT, at + "/" + property, property);
    }
  }
}
