package vn.lachan.playbooks.cacao;

import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Whether a text reads as it is run: characters nobody sees are an error in what is executed and a
 * warning in what only people read. The depth of the JSON is limited before.
 */
final class HiddenTextChecks {
  private static final int AROUND = 30;
  private static final Set<String> RUN =
      Set.of("command", "command_b64", "condition", "switch", "address", "headers");
  private static final Set<String> READ_BY_PEOPLE = Set.of("manual", "email", "webhook");

  private final Findings findings;

  HiddenTextChecks(Findings findings) {
    this.findings = findings;
  }

  void run(JsonNode root) {
    look("", root, false);
  }

  private void look(String at, JsonNode node, boolean run) {
    if (node.isString()) {
      text(at, node.stringValue(), run);
    } else if (node.isObject()) {
      boolean people = READ_BY_PEOPLE.contains(JsonView.text(node, "type"));
      node.properties().forEach(entry -> member(at, entry.getKey(), entry.getValue(), run, people));
    } else {
      for (int i = 0; i < node.size(); i++) {
        look(at + "/" + i, node.get(i), run);
      }
    }
  }

  private void member(String at, String name, JsonNode value, boolean run, boolean people) {
    boolean runs = run || (RUN.contains(name) && !people);
    String pointer = at + "/" + JsonView.escape(name);
    text(pointer, name, runs);
    if (name.endsWith("_b64") && value.isString()) {
      text(pointer, Objects.requireNonNullElse(Base64Text.text(value.stringValue()), ""), runs);
    } else {
      look(pointer, value, runs);
    }
  }

  private void text(String at, String text, boolean run) {
    Set<String> hidden = VisibleText.hidden(text);
    if (!hidden.isEmpty()) {
      findings.add(
          run ? FindingCode.HIDDEN_CHARACTER_RUN : FindingCode.HIDDEN_CHARACTER,
          at,
          String.join(", ", hidden),
          excerpt(text));
    }
  }

  /** What stands around the first of them; nothing of a text that holds a secret. */
  private static String excerpt(String text) {
    if (SecretPlaces.inShell(text).stream().anyMatch(SecretPlaces.Place::isLiteral)) {
      return "***";
    }
    String shown = VisibleText.of(text);
    int first = shown.indexOf('⟦');
    return shown.substring(
        Math.max(0, first - AROUND), Math.min(shown.length(), first + 2 * AROUND));
  }
}
