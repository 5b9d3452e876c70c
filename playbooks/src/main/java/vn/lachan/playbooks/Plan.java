package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.CacaoParser;
import vn.lachan.playbooks.cacao.CacaoPlaybook;
import vn.lachan.playbooks.cacao.CacaoResult;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** The pinned playbook of a run, as its worker reads it. */
final class Plan {
  /** Our extension. */
  static final String EXTENSION = CacaoParser.EXTENSION;

  private final String document;
  private final CacaoPlaybook playbook;

  Plan(String document) {
    this.document = document;
    this.playbook =
        switch (new CacaoParser().parse(document)) {
          case CacaoResult.Read(CacaoPlaybook read, var _) -> read;
          case CacaoResult.Refused _ ->
              throw new IllegalStateException("the playbook of a run cannot be read any more");
        };
  }

  /** The playbook as it stands. */
  String document() {
    return document;
  }

  CacaoPlaybook playbook() {
    return playbook;
  }

  @Nullable WorkflowStep step(String id) {
    return playbook.workflow().get(id);
  }

  /** Names of variables whose values are never shown. */
  Set<String> secrets() {
    return playbook.secrets();
  }

  /** One command on one target; a command for people has all targets at once. */
  record Unit(Command command, @Nullable AgentTarget target) {}

  /** What an action does, in order. */
  List<Unit> units(WorkflowStep.Action action) {
    List<Unit> units = new ArrayList<>();
    for (Command command : action.commands()) {
      if (!(command instanceof Command.Manual) && !action.targets().isEmpty()) {
        for (String id : action.targets()) {
          units.add(new Unit(command, playbook.targets().get(id)));
        }
      } else {
        units.add(new Unit(command, null));
      }
    }
    return units;
  }

  /** Whether the command a step is at is its last. */
  boolean isLast(Rows.Step row, WorkflowStep.Action action) {
    return row.position() + 1 >= units(action).size();
  }

  AgentTarget agent(WorkflowStep.Action action) {
    return Objects.requireNonNullElseGet(
        playbook.agents().get(action.agent()),
        () -> new AgentTarget(action.agent(), "", action.agent(), Map.of(), "", "", "", ""));
  }

  /** The names of the targets of an action, for people. */
  String targets(WorkflowStep.Action action) {
    List<String> names = new ArrayList<>();
    for (String id : action.targets()) {
      AgentTarget target = playbook.targets().get(id);
      names.add(target == null ? id : target.name());
    }
    return String.join(", ", names);
  }

  /** What a person has to give back. A truth value is required: conditions hang on it. */
  List<TaskInput> inputs(WorkflowStep.Action action, Map<String, Variable> run) {
    Map<String, Variable> known = scope(action, run);
    List<TaskInput> inputs = new ArrayList<>();
    for (String name : action.outArgs()) {
      Variable variable = known.get(name);
      if (variable != null) {
        ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
        inputs.add(new TaskInput(name, type, variable.description(), type == ValueType.BOOL));
      }
    }
    return inputs;
  }

  /** The variables a step sees: those of the run and its own, unless it hands them on. */
  Map<String, Variable> scope(WorkflowStep step, Map<String, Variable> run) {
    Map<String, Variable> scope = new LinkedHashMap<>(run);
    step.common()
        .variables()
        .forEach((name, own) -> {
          if (playbook.isOwn(step, name) || !run.containsKey(name)) {
            scope.put(name, own);
          }
        });
    return scope;
  }

  /**
   * The variables of the run after {@code action} gave {@code values}. Constants and variables of
   * the step alone are left out.
   *
   * @throws RenderException when a value is not of its type
   */
  Map<String, Variable> assigned(
      WorkflowStep.Action action, Map<String, Variable> run, Map<String, String> values) {
    return assigned(action, action.outArgs(), run, values);
  }

  /** As {@link #assigned}, with what another playbook knows at its end. */
  Map<String, Variable> returned(
      WorkflowStep.PlaybookAction call, Map<String, Variable> run, Map<String, Variable> child) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : call.outArgs()) {
      Variable variable = child.get(name);
      if (variable != null && variable.value() != null) {
        values.put(name, variable.value());
      }
    }
    return assigned(call, call.outArgs(), run, values);
  }

  private Map<String, Variable> assigned(
      WorkflowStep step,
      List<String> names,
      Map<String, Variable> run,
      Map<String, String> values) {
    Map<String, Variable> after = new LinkedHashMap<>(run);
    for (String name : names) {
      Variable variable = after.get(name);
      String value = values.get(name);
      boolean own = playbook.isOwn(step, name);
      if (variable == null || value == null || own || variable.constant()) {
        continue;
      }
      after.put(name, typed(variable, value));
    }
    return after;
  }

  /**
   * {@code variable} with {@code value}.
   *
   * @throws RenderException when it is not of its type
   */
  static Variable typed(Variable variable, String value) {
    ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
    if (!value.isEmpty() && !type.accepts(value)) {
      throw new RenderException(
          "Giá trị của " + variable.name() + " không đúng kiểu " + type.word() + ".");
    }
    return variable.withValue(value.isEmpty() && type != ValueType.STRING ? null : value);
  }
}
