package vn.lachan.playbooks.cacao;

import java.util.Set;
import vn.lachan.incidents.task.ValueType;

/** Whether a condition can be read and says something about variables that are there. */
final class ConditionChecks {
  private static final Set<String> TRUTH = Set.of("bool", "boolean");

  private final VariableChecks variables;
  private final Findings findings;

  ConditionChecks(VariableChecks variables, Findings findings) {
    this.variables = variables;
    this.findings = findings;
  }

  void check(String at, WorkflowStep step, String text) {
    if (text.isBlank()) {
      findings.add(FindingCode.CONDITION_MISSING, at);
      return;
    }
    try {
      Condition.Reading reading = Condition.read(text);
      Condition condition = reading.condition();
      reading
          .loose()
          .forEach((stands, read) -> findings.add(FindingCode.CONDITION_LOOSE, at, stands, read));
      if (condition.variables().isEmpty()
          || condition.comparisons().stream().anyMatch(ConditionChecks::isWithItself)) {
        findings.add(FindingCode.CONDITION_FIXED, at);
      }
      for (String name : condition.variables()) {
        if (variables.visible(step, name) == null) {
          findings.add(FindingCode.VARIABLE_UNDECLARED, at, name);
        }
      }
      for (Condition.Comparison comparison : condition.comparisons()) {
        if (comparison.operator() == Condition.Operator.IS_TRUE) {
          alone(at, step, comparison);
        } else {
          types(at, step, comparison);
        }
      }
    } catch (ConditionSyntaxException e) {
      findings.add(FindingCode.CONDITION_SYNTAX, at, e.position(), e.reason());
    }
  }

  private static boolean isWithItself(Condition.Comparison comparison) {
    return comparison.right().contains(comparison.left());
  }

  /** A truth value alone is clear, whatever the grammar says; anything else says nothing. */
  private void alone(String at, WorkflowStep step, Condition.Comparison comparison) {
    String name = comparison.left().text();
    Variable variable = variables.visible(step, name);
    if (variable != null && !TRUTH.contains(variable.type())) {
      findings.addTranslated(
          FindingCode.CONDITION_SYNTAX,
          at,
          new Object[] {1, "thiếu phép so sánh với " + name},
          new Object[] {1, "a comparison with " + name + " is missing"});
    } else if (variable != null) {
      findings.add(FindingCode.CONDITION_ALONE, at, name);
    }
  }

  /** A typed variable compared with a text that cannot be a value of its type is never equal. */
  private void types(String at, WorkflowStep step, Condition.Comparison comparison) {
    Variable variable = variables.visible(step, comparison.left().text());
    boolean exact =
        switch (comparison.operator()) {
          case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
          case LIKE, MATCHES, ISSUBSET, ISSUPERSET, EXISTS, IS_TRUE -> false;
        };
    if (!comparison.left().variable() || variable == null || !exact) {
      return;
    }
    ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
    for (Condition.Value value : comparison.right()) {
      if (!value.variable() && !value.text().isEmpty() && !type.accepts(value.text())) {
        findings.add(FindingCode.CONDITION_TYPE, at, variable.name(), variable.type());
      }
    }
  }
}
