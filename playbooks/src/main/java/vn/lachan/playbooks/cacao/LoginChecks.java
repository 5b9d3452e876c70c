package vn.lachan.playbooks.cacao;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How agents and targets are logged in to: never with a secret that stands in the file. */
final class LoginChecks {
  private static final Set<String> SECRETS =
      Set.of("password", "token", "oauth_header", "private_key");
  private static final Set<String> KINDS = Set.of("http-basic", "oauth2", "user-auth");
  private static final List<String> VALUES =
      List.of("user_id", "username", "password", "token", "private_key");

  private final JsonNode root;
  private final Findings findings;
  private final ShapeChecks shapes;

  LoginChecks(CacaoPlaybook playbook, Findings findings) {
    this.root = playbook.source();
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void run() {
    shapes.each(
        root,
        "authentication_info_definitions",
        (at, id, node) -> {
          shapes.keyFitsType(at, id, node);
          Shape.ofLogin(JsonView.text(node, "type"))
              .ifPresent(shape -> shapes.check(at, node, shape, inVault(node)));
          literalSecrets(at, node);
          String type = JsonView.text(node, "type");
          if (KINDS.contains(type)) {
            vault(at, node);
          } else if (!type.isEmpty()) {
            findings.add(FindingCode.LOGIN_UNSUPPORTED, at + "/type", type);
          }
        });
  }

  /** What the vault gives need not stand in the file. */
  private static Set<String> inVault(JsonNode node) {
    return JsonView.flag(node, "kms") ? Set.of("oauth_header", "token") : Set.of();
  }

  private void literalSecrets(String at, JsonNode node) {
    JsonView.members(node)
        .forEach((name, value) -> {
          boolean secret = SECRETS.contains(name.toLowerCase(Locale.ROOT)) && value.isString();
          if (secret
              && VariableChecks.uses(value.stringValue()).isEmpty()
              && !value.stringValue().isBlank()) {
            findings.add(FindingCode.LITERAL_SECRET, at + "/" + JsonView.escape(name), name);
          } else if (secret) {
            VariableChecks.uses(value.stringValue()).forEach(this::literalVariable);
          }
        });
  }

  /** A variable that a login is made of comes from outside, not from the file. */
  private void literalVariable(String name) {
    JsonNode variable = JsonView.members(root.get("playbook_variables")).get(name);
    if (variable == null || JsonView.flag(variable, "external")) {
      return;
    }
    if (!JsonView.scalar(variable, "value").isBlank()) {
      findings.add(
          FindingCode.LITERAL_SECRET,
          JsonView.pointer("playbook_variables", name) + "/value",
          name);
    }
  }

  /** A name without a password logs in nobody, nor a password without a name. */
  private void half(String at, JsonNode node) {
    String type = JsonView.text(node, "type");
    String name = type.equals("http-basic") ? "user_id" : "username";
    boolean named = !JsonView.text(node, name).isBlank();
    boolean proven =
        List.of("password", "private_key").stream()
            .anyMatch(each -> !JsonView.text(node, each).isBlank());
    if (!type.equals("oauth2") && named != proven) {
      findings.add(FindingCode.MISSING_DETAIL, at, named ? "password" : name);
    }
  }

  private void vault(String at, JsonNode node) {
    boolean vault = JsonView.flag(node, "kms");
    boolean key = !JsonView.text(node, "kms_key_identifier").isBlank();
    if (vault && !key) {
      findings.add(FindingCode.MISSING_PROPERTY, at, "kms_key_identifier");
    } else if (key && !vault) {
      findings.add(FindingCode.VAULT_FLAG, at + "/kms_key_identifier");
    }
    for (String name : List.of("password", "token")) {
      if (vault && !JsonView.text(node, name).isBlank()) {
        findings.add(FindingCode.VAULT_WINS, at + "/" + name, name);
      }
    }
    if (!vault && VALUES.stream().allMatch(name -> JsonView.text(node, name).isBlank())) {
      findings.add(FindingCode.LOGIN_EMPTY, at);
    } else if (!vault) {
      half(at, node);
    }
  }
}
