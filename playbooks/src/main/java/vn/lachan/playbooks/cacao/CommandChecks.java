package vn.lachan.playbooks.cacao;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a command says what has to be done in the way its type asks for. */
final class CommandChecks {
  private static final Pattern RULE = Pattern.compile("\\b(?:detection|correlation)\\b");
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
  private final HttpChecks http;

  CommandChecks(Findings findings) {
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
    this.http = new HttpChecks(findings);
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
        } else if (type.equals("sigma") && !RULE.matcher(hidden(command)).find()) {
          findings.add(FindingCode.NO_RULE, at + "/command_b64");
        }
      }
      case "http-api" -> http.check(at, command, "GET");
      case "openc2-http" -> {
        http.check(at, command, "POST");
        if (JsonView.text(command, "content_b64").isBlank()) {
          findings.add(FindingCode.CONTENT_MISSING, at);
        }
      }
      default -> {}
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
