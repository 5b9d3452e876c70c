package vn.lachan.playbooks.cacao;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether a command or an address holds a password, key or token itself, or by way of a value. */
final class SecretChecks {
  private static final Set<String> SHELLS = Set.of("ssh", "bash", "powershell", "caldera-cmd");
  private static final Set<String> HTTP = Set.of("http-api", "openc2-http");
  private static final Set<String> SECRET_HEADERS =
      Set.of(
          "authorization",
          "cookie",
          "proxy-authorization",
          "x-api-key",
          "x-apikey",
          "apikey",
          "key",
          "x-auth-key",
          "x-otx-api-key",
          "x-auth-token",
          "x-access-token",
          "x-vault-token",
          "api-key",
          "private-token");

  private final CacaoPlaybook playbook;
  private final Findings findings;

  SecretChecks(CacaoPlaybook playbook, Findings findings) {
    this.playbook = playbook;
    this.findings = findings;
  }

  void run() {
    for (String member : List.of("agent_definitions", "target_definitions")) {
      JsonView.members(playbook.source().get(member))
          .forEach((id, place) -> addresses(JsonView.pointer(member, id), place));
    }
    JsonView.members(playbook.source().get("workflow"))
        .forEach((id, step) -> {
          JsonNode commands = step.get("commands");
          for (int i = 0; commands != null && commands.isArray() && i < commands.size(); i++) {
            String at = JsonView.pointer("workflow", id) + "/commands/" + i;
            command(at, id, commands.get(i));
          }
        });
  }

  private void addresses(String at, JsonNode place) {
    JsonView.lists(place, "address")
        .forEach((kind, list) -> {
          for (int i = 0; i < list.size(); i++) {
            String pointer = at + "/address/" + JsonView.escape(kind) + "/" + i;
            found(pointer, "", SecretPlaces.in(list.get(i)));
          }
        });
  }

  private void command(String at, String step, JsonNode command) {
    String type = JsonView.text(command, "type").toLowerCase(Locale.ROOT);
    boolean shell = SHELLS.contains(type);
    if (!shell && !HTTP.contains(type)) {
      return;
    }
    for (String property : List.of("command", "content", "command_b64", "content_b64")) {
      String text = JsonView.text(command, property);
      if (property.endsWith("_b64")) {
        text = Objects.requireNonNullElse(Base64Text.text(text), "");
      }
      found(at + "/" + property, step, shell ? SecretPlaces.inShell(text) : SecretPlaces.in(text));
    }
    headers(at + "/headers", step, JsonView.lists(command, "headers"));
  }

  private void headers(String at, String step, Map<String, List<String>> headers) {
    headers.forEach((name, values) -> {
      boolean secret = SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT));
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        found(
            at + "/" + JsonView.escape(name) + "/" + i,
            step,
            secret ? List.of(SecretPlaces.header(name, value)) : SecretPlaces.in(value));
      }
    });
  }

  private void found(String at, String step, List<SecretPlaces.Place> places) {
    for (SecretPlaces.Place place : places) {
      if (place.isLiteral()) {
        findings.add(FindingCode.LITERAL_SECRET, at, place.what());
      }
      place.variables().forEach(name -> variable(step, name));
    }
  }

  /** What a password is made of comes from outside, not from the file. */
  private void variable(String step, String name) {
    if (own(step).has(name)) {
      ofStep(step, name);
    } else if (playbook.handedOn().containsKey(name)) {
      playbook.handedOn().getOrDefault(name, Set.of()).forEach(from -> ofStep(from, name));
    } else {
      literal("/playbook_variables", playbook.source().path("playbook_variables"), name);
    }
  }

  private JsonNode own(String step) {
    return playbook.source().path("workflow").path(step).path("step_variables");
  }

  private void ofStep(String step, String name) {
    literal(JsonView.pointer("workflow", step) + "/step_variables", own(step), name);
  }

  private void literal(String at, JsonNode variables, String name) {
    JsonNode variable = variables.path(name);
    if (!JsonView.flag(variable, "external") && !JsonView.scalar(variable, "value").isBlank()) {
      findings.add(FindingCode.LITERAL_SECRET, at + "/" + JsonView.escape(name) + "/value", name);
    }
  }
}
