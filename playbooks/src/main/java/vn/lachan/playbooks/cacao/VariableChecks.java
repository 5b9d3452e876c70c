package vn.lachan.playbooks.cacao;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.task.ValueType;

/** Whether variables are declared well, and used only where they are declared. */
final class VariableChecks {
  private static final Pattern NAME = Pattern.compile("__[A-Za-z][A-Za-z0-9_-]{0,245}__");
  private static final Pattern USE = Pattern.compile("(__[A-Za-z][A-Za-z0-9_-]*?__):value");

  private static final Pattern BARE =
      Pattern.compile("__[A-Za-z][A-Za-z0-9_-]{0,240}?__(?!:value)");
  private static final Pattern OLD = Pattern.compile("\\$\\$[A-Za-z][A-Za-z0-9_-]{0,240}\\$\\$");

  private final CacaoPlaybook playbook;
  private final Findings findings;
  private final ShapeChecks shapes;

  VariableChecks(CacaoPlaybook playbook, Findings findings) {
    this.playbook = playbook;
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  /** The variables of the playbook. */
  void declarations() {
    declarations(
        "/playbook_variables", playbook.source().get("playbook_variables"), playbook.variables());
  }

  /** The variables {@code node} declares, read as {@code variables}. */
  void declarations(String at, @Nullable JsonNode node, Map<String, Variable> variables) {
    JsonView.members(node)
        .forEach((name, value) -> {
          String pointer = at + "/" + JsonView.escape(name);
          shapes.check(pointer, value, Shape.VARIABLE);
          if (!NAME.matcher(name).matches()) {
            findings.add(FindingCode.VARIABLE_NAME, pointer, name);
          }
          Variable variable = variables.get(name);
          if (variable != null) {
            value(pointer, variable);
          }
        });
  }

  private void value(String at, Variable variable) {
    String value = variable.value();
    ValueType type = ValueType.of(variable.type()).orElse(null);
    if (type == null) {
      if (!variable.type().isEmpty()) {
        findings.add(FindingCode.VARIABLE_TYPE, at + "/type", variable.type());
      }
    } else if (value != null && !value.isEmpty() && !type.accepts(value)) {
      findings.add(FindingCode.VARIABLE_VALUE, at + "/value", variable.name(), variable.type());
    }
    if (type == ValueType.DICTIONARY && value != null && !JsonView.isObject(value)) {
      findings.add(FindingCode.VARIABLE_VALUE, at + "/value", variable.name(), variable.type());
    }
    if (variable.constant() && value == null && !variable.external()) {
      findings.add(FindingCode.CONSTANT_WITHOUT_VALUE, at, variable.name());
    }
  }

  /** The variables a step declares for itself. */
  void own(String at, @Nullable JsonNode node, WorkflowStep step) {
    declarations(at, node, step.common().variables());
    step.common()
        .variables()
        .forEach((name, variable) -> {
          String pointer = at + "/" + JsonView.escape(name);
          if (variable.external()) {
            findings.add(FindingCode.EXTERNAL_IN_STEP, pointer + "/external", name);
          }
          if (JsonView.has(playbook.source(), "playbook_variables", name)) {
            findings.add(FindingCode.VARIABLE_SHADOWED, pointer, name);
          }
        });
  }

  /** A variable is filled in only where {@code :value} stands behind its name. */
  void unfilled(String at, WorkflowStep step, JsonNode command) {
    for (String property : List.of("command", "content")) {
      String text = JsonView.text(command, property);
      Matcher matcher = BARE.matcher(text);
      while (matcher.find()) {
        if (visible(step, matcher.group()) != null) {
          findings.add(FindingCode.VARIABLE_UNFILLED, at + "/" + property, matcher.group());
        }
      }
      Matcher old = OLD.matcher(text);
      while (old.find()) {
        findings.add(FindingCode.VARIABLE_OLD, at + "/" + property, old.group());
      }
    }
  }

  /** Names used as {@code __name__:value} in a text, each once. */
  static Set<String> uses(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = USE.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** A text with {@code value} for each variable it uses. */
  static String filled(String text, String value) {
    return USE.matcher(text).replaceAll(Matcher.quoteReplacement(value));
  }

  /** Whether a step can see that variable. */
  @Nullable Variable visible(WorkflowStep step, String name) {
    return playbook.variable(step, name);
  }

  /** Everything a step uses, in its commands, conditions, targets and agent. */
  void uses(String at, WorkflowStep step, String text) {
    for (String name : uses(text)) {
      if (visible(step, name) == null) {
        findings.add(FindingCode.VARIABLE_UNDECLARED, at, name);
      }
    }
  }

  /** What goes into a step and comes out of it. */
  void arguments(String at, WorkflowStep step, List<String> in, List<String> out) {
    for (int i = 0; i < in.size(); i++) {
      if (visible(step, plain(in.get(i))) == null) {
        findings.add(FindingCode.ARGUMENT_UNDECLARED, at + "/in_args/" + i, "in_args", in.get(i));
      }
    }
    for (int i = 0; i < out.size(); i++) {
      String name = plain(out.get(i));
      Variable variable = visible(step, name);
      if (variable == null) {
        findings.add(
            FindingCode.ARGUMENT_UNDECLARED, at + "/out_args/" + i, "out_args", out.get(i));
      } else if (variable.constant()) {
        findings.add(FindingCode.CONSTANT_OVERWRITTEN, at + "/out_args/" + i, name);
      }
    }
  }

  /** Some playbooks write arguments as they use them, with {@code :value} behind. */
  static String plain(String argument) {
    return argument.endsWith("__:value")
        ? argument.substring(0, argument.length() - ":value".length())
        : argument;
  }
}
