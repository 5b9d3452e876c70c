package vn.lachan.playbooks.cacao;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Variables of a step that other steps use: the specification lets those see them that the step
 * leads to. Such a variable is one of the run, known to the steps named here only.
 *
 * @param variables by name
 * @param steps by name of a variable: the steps that declare it so, and those they lead to
 */
record StepVariables(Map<String, Variable> variables, Map<String, Set<String>> steps) {
  private static final Pattern NAME = Pattern.compile("__[A-Za-z][A-Za-z0-9_-]{0,240}?__");
  private static final StepVariables NONE = new StepVariables(Map.of(), Map.of());

  /** Reads them off {@code workflow}; {@code known} are the variables of the playbook. */
  static StepVariables of(
      Map<String, WorkflowStep> workflow, JsonNode root, Map<String, Variable> known) {
    Map<String, List<WorkflowStep>> declared = new HashMap<>();
    for (WorkflowStep step : workflow.values()) {
      for (String name : step.common().variables().keySet()) {
        declared.computeIfAbsent(name, _ -> new ArrayList<>()).add(step);
      }
    }
    declared.keySet().removeAll(known.keySet());
    if (declared.isEmpty()) {
      return NONE;
    }
    Map<String, Set<String>> users = users(workflow, root, declared.keySet());
    Map<String, Variable> variables = new LinkedHashMap<>();
    Map<String, Set<String>> steps = new HashMap<>();
    users.forEach((name, using) -> {
      Set<String> shared = new LinkedHashSet<>();
      List<WorkflowStep> from = declared.getOrDefault(name, List.of());
      Variable variable = shared(workflow, from, name, using, shared);
      if (variable != null) {
        variables.put(name, variable);
        steps.put(name, shared);
      }
    });
    return new StepVariables(variables, steps);
  }

  /** By name, the steps that use a variable which they do not declare themselves. */
  private static Map<String, Set<String>> users(
      Map<String, WorkflowStep> workflow, JsonNode root, Set<String> declared) {
    Map<String, Set<String>> users = new LinkedHashMap<>();
    workflow.forEach((id, step) -> {
      for (String name : named(step, root)) {
        if (declared.contains(name) && !step.common().variables().containsKey(name)) {
          users.computeIfAbsent(name, _ -> new HashSet<>()).add(id);
        }
      }
    });
    return users;
  }

  private static Set<String> named(WorkflowStep step, JsonNode root) {
    JsonNode node = root.path("workflow").path(step.common().id());
    Set<String> names = new LinkedHashSet<>();
    collect(node.toString(), names);
    if (step instanceof WorkflowStep.Action action) {
      node.path("commands").forEach(command -> collect(CommandChecks.hidden(command), names));
      collect(root.path("agent_definitions").path(action.agent()).toString(), names);
      action
          .targets()
          .forEach(
              target -> collect(root.path("target_definitions").path(target).toString(), names));
    }
    return names;
  }

  private static void collect(String text, Set<String> names) {
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
  }

  /** The one variable that all {@code using} mean; null when it could be several. */
  private static @Nullable Variable shared(
      Map<String, WorkflowStep> workflow,
      List<WorkflowStep> from,
      String name,
      Set<String> using,
      Set<String> shared) {
    Variable found = null;
    for (WorkflowStep step : from) {
      Variable own = step.common().variables().get(name);
      Set<String> led = ledTo(workflow, step);
      if (own == null || using.stream().noneMatch(led::contains)) {
        continue;
      }
      Variable plain =
          new Variable(name, own.type(), own.value(), own.constant(), false, own.description());
      if (found != null && !found.equals(plain)) {
        return null;
      }
      found = plain;
      shared.add(step.common().id());
      shared.addAll(led);
    }
    return found;
  }

  private static Set<String> ledTo(Map<String, WorkflowStep> workflow, WorkflowStep from) {
    Set<String> led = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(from.next());
    while (!open.isEmpty()) {
      String id = open.pop();
      WorkflowStep step = workflow.get(id);
      if (step != null && led.add(id)) {
        open.addAll(step.next());
      }
    }
    return led;
  }
}
