package vn.lachan.playbooks.cacao;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.task.ValueType;

/** Agents, targets, authentication, data markings, extensions and signatures of a playbook. */
final class DefinitionChecks {
  private static final Set<String> ROLES =
      Set.of(
          "DIEU_PHOI",
          "PHAN_TICH",
          "VAN_HANH",
          "BAO_CAO_VIEN",
          "CHU_QUAN",
          "BAO_VE_DLCN",
          "KIEM_TOAN",
          "QUAN_TRI");
  private static final Pattern VARIABLE = Pattern.compile("__[A-Za-z][A-Za-z0-9_-]*__:value");
  private static final Set<String> SECRETS =
      Set.of("password", "token", "oauth_header", "private_key");
  private static final Set<String> LEVELS =
      Set.of("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR");

  /** The levels of TLP 2.0, as OASIS publishes them: they need not be defined in a playbook. */
  private static final Set<String> TLP =
      Set.of(
          "marking-tlp--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
          "marking-tlp--939a9414-2ddd-4d32-a0cd-375ea402b003",
          "marking-tlp--94868c89-83c2-464b-929b-a1a8aa3c8487",
          "marking-tlp--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
          "marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1");

  private static final Set<String> ADDRESS_KINDS =
      Set.of("dname", "ipv4", "ipv6", "l2mac", "vlan", "url");

  private final JsonNode root;
  private final Findings findings;
  private final ShapeChecks shapes;

  DefinitionChecks(CacaoPlaybook playbook, Findings findings) {
    this.root = playbook.source();
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void run() {
    places("agent_definitions");
    places("target_definitions");
    logins();
    markings();
    extensions();
    signatures();
  }

  /** Runs {@code check} on every member that is an object; other members are of a wrong type. */
  private void each(String member, Check check) {
    JsonView.members(root.get(member))
        .forEach((id, node) -> {
          String at = JsonView.pointer(member, id);
          if (node.isObject()) {
            check.look(at, id, node);
          } else {
            shapes.check(at, node, Shape.EXTENSION);
          }
        });
  }

  private interface Check {
    void look(String at, String id, JsonNode node);
  }

  private void keyFitsType(String at, String id, JsonNode node) {
    String type = JsonView.text(node, "type");
    if (type.isEmpty()) {
      findings.add(FindingCode.MISSING_PROPERTY, at, "type");
    }
    int cut = id.indexOf("--");
    String prefix = cut < 0 ? id : id.substring(0, cut);
    if (!type.isEmpty() && !prefix.equals(type)) {
      findings.add(FindingCode.DEFINITION_KEY, at, id, type);
    } else {
      shapes.identifier(at, id, "", FindingCode.WRONG_ID_PREFIX);
    }
  }

  private void places(String member) {
    each(
        member,
        (at, id, node) -> {
          keyFitsType(at, id, node);
          Shape.ofPlace(JsonView.text(node, "type"))
              .ifPresent(shape -> shapes.check(at, node, shape));
          port(at, node);
          addresses(at, node.get("address"));
          login(at, JsonView.text(node, "authentication_info"));
          role(at, node);
        });
  }

  private void port(String at, JsonNode node) {
    String port = JsonView.scalar(node, "port");
    if (!port.isEmpty() && !isVariable(port) && !isPort(port)) {
      findings.add(FindingCode.PORT, at + "/port", port);
    }
  }

  private static boolean isPort(String text) {
    if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535;
  }

  private static boolean isVariable(String text) {
    return VARIABLE.matcher(text).matches();
  }

  private void addresses(String at, @Nullable JsonNode address) {
    for (Map.Entry<String, JsonNode> entry : JsonView.members(address).entrySet()) {
      String kind = entry.getKey();
      String pointer = at + "/address/" + JsonView.escape(kind);
      if (!ADDRESS_KINDS.contains(kind)) {
        findings.add(FindingCode.ADDRESS_KIND, pointer, kind);
      } else if (!entry.getValue().isArray()) {
        findings.addTranslated(
            FindingCode.WRONG_TYPE,
            pointer,
            new Object[] {kind, Shape.Kind.TEXTS.vietnamese()},
            new Object[] {kind, Shape.Kind.TEXTS.english()});
      } else {
        for (int i = 0; i < entry.getValue().size(); i++) {
          String text = entry.getValue().get(i).asString("");
          if (!isVariable(text) && !isAddress(kind, text)) {
            findings.add(FindingCode.ADDRESS, pointer + "/" + i, kind, text);
          }
        }
      }
    }
  }

  private static boolean isAddress(String kind, String text) {
    return switch (kind) {
      case "ipv4" -> ValueType.IPV4_ADDR.accepts(text);
      case "ipv6" -> ValueType.IPV6_ADDR.accepts(text);
      case "l2mac" -> ValueType.MAC_ADDR.accepts(text);
      case "vlan" -> text.matches("\\d{1,4}") && Integer.parseInt(text) <= 4095;
      default -> !text.isBlank() && text.chars().noneMatch(c -> c <= ' ');
    };
  }

  private void login(String at, String id) {
    if (!id.isEmpty() && !JsonView.has(root, "authentication_info_definitions", id)) {
      findings.add(FindingCode.AUTHENTICATION_UNDEFINED, at + "/authentication_info", id);
    }
  }

  private void role(String at, JsonNode node) {
    JsonNode extension = CacaoParser.extension(node, "agent_target_extensions");
    String role = extension == null ? "" : JsonView.text(extension, "unit_role");
    if (!role.isEmpty() && !ROLES.contains(role)) {
      findings.add(FindingCode.EXTENSION_WORD, at, "unit_role", role);
    }
  }

  private void logins() {
    each(
        "authentication_info_definitions",
        (at, id, node) -> {
          keyFitsType(at, id, node);
          Shape.ofLogin(JsonView.text(node, "type"))
              .ifPresent(shape -> shapes.check(at, node, shape, inVault(node)));
          literalSecrets(at, node);
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

  private void markings() {
    each(
        "data_marking_definitions",
        (at, id, node) -> {
          keyFitsType(at, id, node);
          String type = JsonView.text(node, "type");
          for (Shape shape : List.of(Shape.MARKING_STATEMENT, Shape.MARKING_TLP)) {
            if (type.equals(shape.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
              shapes.check(at, node, shape);
            }
          }
          level(at, node);
        });
    Set<String> defined = JsonView.members(root.get("data_marking_definitions")).keySet();
    List<String> markings = JsonView.texts(root, "markings");
    for (int i = 0; i < markings.size(); i++) {
      if (!defined.contains(markings.get(i)) && !TLP.contains(markings.get(i))) {
        findings.add(FindingCode.MARKING_UNDEFINED, "/markings/" + i, markings.get(i));
      }
    }
  }

  private void level(String at, JsonNode marking) {
    String level = JsonView.text(marking, "tlpv2_level");
    if (!level.isEmpty() && !LEVELS.contains(level)) {
      findings.add(FindingCode.MARKING_LEVEL, at + "/tlpv2_level", level);
    }
  }

  private void extensions() {
    each(
        "extension_definitions",
        (at, id, node) -> {
          shapes.identifier(at, id, "extension-definition", FindingCode.FOREIGN_ID_PREFIX);
          shapes.check(at, node, Shape.EXTENSION);
        });
    Set<String> known = new HashSet<>(JsonView.members(root.get("extension_definitions")).keySet());
    known.add(CacaoParser.EXTENSION);
    used("", root, "playbook_extensions", known);
    for (String member : List.of("agent_definitions", "target_definitions")) {
      JsonView.members(root.get(member))
          .forEach((id, node) ->
              used(JsonView.pointer(member, id), node, "agent_target_extensions", known));
    }
    JsonView.members(root.get("workflow"))
        .forEach(
            (id, node) -> used(JsonView.pointer("workflow", id), node, "step_extensions", known));
  }

  private void used(String at, JsonNode owner, String member, Set<String> known) {
    for (String id : JsonView.members(owner.get(member)).keySet()) {
      if (!known.contains(id)) {
        findings.add(
            FindingCode.EXTENSION_UNDEFINED, at + "/" + member + "/" + JsonView.escape(id), id);
      }
    }
  }

  private void signatures() {
    JsonNode signatures = root.get("signatures");
    if (signatures != null && signatures.isArray()) {
      for (int i = 0; i < signatures.size(); i++) {
        signature("/signatures/" + i, signatures.get(i));
      }
    }
  }

  private void signature(String at, JsonNode node) {
    shapes.check(at, node, Shape.SIGNATURE);
    Instant from = ShapeChecks.time(JsonView.text(node, "valid_from"));
    Instant until = ShapeChecks.time(JsonView.text(node, "valid_until"));
    if (from != null && until != null && !until.isAfter(from)) {
      findings.add(FindingCode.TIME_ORDER, at + "/valid_until", "valid_until", "valid_from");
    }
  }
}
