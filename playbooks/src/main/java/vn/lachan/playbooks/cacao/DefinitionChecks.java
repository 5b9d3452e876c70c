package vn.lachan.playbooks.cacao;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Data markings and extensions of a playbook. */
final class DefinitionChecks {
  /** The levels of TLP 2.0, as OASIS publishes them: they need not be defined in a playbook. */
  private static final Map<String, String> TLP =
      Map.of(
          "marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1", "TLP:RED",
          "marking-tlp--939a9414-2ddd-4d32-a0cd-375ea402b003", "TLP:AMBER+STRICT",
          "marking-tlp--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "TLP:AMBER",
          "marking-tlp--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "TLP:GREEN",
          "marking-tlp--94868c89-83c2-464b-929b-a1a8aa3c8487", "TLP:CLEAR");

  /** What uses extensions, and under which name. */
  private static final Map<String, String> USERS =
      Map.of(
          "workflow", "step_extensions",
          "agent_definitions", "agent_target_extensions",
          "target_definitions", "agent_target_extensions",
          "authentication_info_definitions", "authentication_info_extensions",
          "data_marking_definitions", "marking_extensions");

  private final JsonNode root;
  private final Findings findings;
  private final ShapeChecks shapes;

  DefinitionChecks(CacaoPlaybook playbook, Findings findings) {
    this.root = playbook.source();
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void run() {
    markings();
    extensions();
  }

  private void markings() {
    shapes.each(
        root,
        "data_marking_definitions",
        (at, id, node) -> {
          shapes.keyFitsType(at, id, node);
          String type = JsonView.text(node, "type");
          Optional<Shape> known = Shape.ofMarking(type);
          known.ifPresent(shape -> shapes.check(at, node, shape));
          if (known.isEmpty() && !type.isEmpty()) {
            findings.add(FindingCode.MARKING_TYPE, at + "/type", type);
          }
          String named = JsonView.text(node, "id");
          if (!named.isEmpty() && !named.equals(id)) {
            findings.add(FindingCode.ID_DIFFERS, at + "/id", named, id);
          }
          shapes.order(at, node, "valid_from", "valid_until", false);
          level(at, id, node);
        });
    Set<String> defined = JsonView.members(root.get("data_marking_definitions")).keySet();
    List<String> markings = JsonView.texts(root, "markings");
    Set<String> levels = new TreeSet<>();
    for (int i = 0; i < markings.size(); i++) {
      String level = levelOf(markings.get(i));
      if (!level.isEmpty() && levels.add(level) && levels.size() > 1) {
        findings.add(FindingCode.MARKING_CONFLICT, "/markings/" + i, String.join(", ", levels));
      }
      if (!defined.contains(markings.get(i)) && !TLP.containsKey(markings.get(i))) {
        findings.add(FindingCode.MARKING_UNDEFINED, "/markings/" + i, markings.get(i));
      }
    }
  }

  private String levelOf(String marking) {
    JsonNode definition = root.path("data_marking_definitions").path(marking);
    return JsonView.text(definition, "tlpv2_level").isEmpty()
        ? TLP.getOrDefault(marking, "")
        : JsonView.text(definition, "tlpv2_level");
  }

  private void level(String at, String id, JsonNode marking) {
    String level = JsonView.text(marking, "tlpv2_level");
    String published = TLP.getOrDefault(id, level);
    if (!level.isEmpty() && !TLP.containsValue(level)) {
      findings.add(FindingCode.MARKING_LEVEL, at + "/tlpv2_level", level);
    } else if (!level.isEmpty() && !published.equals(level)) {
      findings.add(FindingCode.MARKING_MIXED_UP, at + "/tlpv2_level", published, level);
    }
  }

  private void extensions() {
    shapes.each(
        root,
        "extension_definitions",
        (at, id, node) -> {
          shapes.identifier(at, id, "extension-definition", FindingCode.FOREIGN_ID_PREFIX);
          shapes.check(at, node, Shape.EXTENSION);
          shapes.typeIs(at, node, "extension-definition");
        });
    Set<String> known = new HashSet<>(JsonView.members(root.get("extension_definitions")).keySet());
    known.add(CacaoParser.EXTENSION);
    used("", root, "playbook_extensions", known);
    USERS.forEach((member, extensions) ->
        JsonView.members(root.get(member))
            .forEach((id, node) -> used(JsonView.pointer(member, id), node, extensions, known)));
  }

  private void used(String at, JsonNode owner, String member, Set<String> known) {
    JsonView.members(owner.get(member))
        .forEach((id, extension) -> {
          String pointer = at + "/" + member + "/" + JsonView.escape(id);
          if (!known.contains(id)) {
            findings.add(FindingCode.EXTENSION_UNDEFINED, pointer, id);
          }
          if (!id.equals(CacaoParser.EXTENSION)) {
            shapes.value(pointer, id, extension, Shape.EXTENSION_CONTENT);
          }
        });
  }
}
