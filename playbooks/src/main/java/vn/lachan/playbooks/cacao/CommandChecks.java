package vn.lachan.playbooks.cacao;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a command says what has to be done in the way its type asks for. */
final class CommandChecks {
  private static final Pattern START_LINE = Pattern.compile("[A-Z]+ \\S.*?( HTTP/?\\d(\\.\\d)?)?");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
  private static final Set<String> RUN_HERE =
      Set.of(
          "manual",
          "http-api",
          "openc2-http",
          "ssh",
          "bash",
          "powershell",
          "sigma",
          "elastic",
          "email",
          "webhook");

  private final Findings findings;
  private final ShapeChecks shapes;

  CommandChecks(Findings findings) {
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void check(String at, JsonNode command) {
    if (!command.isObject()) {
      return; // said by the shape of the step
    }
    String type = JsonView.text(command, "type");
    if (type.isEmpty()) {
      findings.add(FindingCode.MISSING_PROPERTY, at, "type");
      return;
    }
    Shape.ofCommand(type).ifPresent(shape -> shapes.check(at, command, shape));
    content(at, type, command);
    base64(at, command);
    for (String property : List.of("command", "content")) {
      if (command.has(property) && command.has(property + "_b64")) {
        findings.add(FindingCode.COMMAND_TWICE, at, property, property, property + "_b64");
      }
    }
    if (!RUN_HERE.contains(type)) {
      findings.add(FindingCode.COMMAND_UNSUPPORTED, at + "/type", type);
    }
  }

  private void content(String at, String type, JsonNode command) {
    boolean plain = !JsonView.text(command, "command").isBlank();
    boolean encoded = !JsonView.text(command, "command_b64").isBlank();
    switch (type) {
      case "manual", "bash", "caldera-cmd", "powershell", "ssh", "email", "webhook" -> {
        if (!plain && !encoded) {
          findings.add(FindingCode.COMMAND_MISSING, at, type);
        }
      }
      case "elastic", "jupyter", "kestrel", "sigma", "yara" -> {
        if (!encoded) {
          findings.add(FindingCode.COMMAND_B64_MISSING, at, type);
        }
      }
      case "http-api" -> {
        startLine(at, command, "GET");
        headers(at + "/headers", command);
      }
      case "openc2-http" -> {
        headers(at + "/headers", command);
        startLine(at, command, "POST");
        if (JsonView.text(command, "content_b64").isBlank()) {
          findings.add(FindingCode.CONTENT_MISSING, at);
        }
      }
      default -> {}
    }
  }

  private void startLine(String at, JsonNode command, String method) {
    String line = JsonView.textOrNull(command, "command");
    boolean wrongMethod = method.equals("POST") && line != null && !line.startsWith("POST ");
    if (line != null && (wrongMethod || !START_LINE.matcher(line).matches())) {
      findings.add(FindingCode.HTTP_START_LINE, at + "/command", method);
    }
  }

  /** Names of headers are words (RFC 9110 section 5.6.2), or a request cannot be sent. */
  private void headers(String at, JsonNode command) {
    for (String name : JsonView.members(command.get("headers")).keySet()) {
      if (!HEADER.matcher(name).matches()) {
        findings.add(FindingCode.HEADER_NAME, at + "/" + JsonView.escape(name), name);
      }
    }
  }

  private void base64(String at, JsonNode command) {
    for (String property : List.of("command_b64", "content_b64")) {
      String text = JsonView.textOrNull(command, property);
      if (text != null && Base64Text.bytes(text) == null) {
        findings.add(FindingCode.NOT_BASE64, at + "/" + property, property);
      } else if (text != null
          && property.equals("command_b64")
          && Base64Text.text(text) == null
          && RUN_HERE.contains(JsonView.text(command, "type"))) {
        findings.add(FindingCode.NOT_TEXT, at + "/" + property, property);
      }
    }
  }

  /** The text behind base64; empty when there is none or it is no text. */
  static String hidden(JsonNode command) {
    return hidden(JsonView.textOrNull(command, "command_b64"))
        + hidden(JsonView.textOrNull(command, "content_b64"));
  }

  private static String hidden(@Nullable String base64) {
    return base64 == null ? "" : Objects.requireNonNullElse(Base64Text.text(base64), "");
  }
}
