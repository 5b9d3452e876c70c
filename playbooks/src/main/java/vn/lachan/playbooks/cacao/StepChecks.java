package vn.lachan.playbooks.cacao;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.task.ValueType;

/** What the official schemas do not catch about each step by itself. */
final class StepChecks {
  private static final Pattern SWITCH = Pattern.compile("__[A-Za-z][A-Za-z0-9_-]*__(:value)?");
  private static final Set<String> PEOPLE =
      Set.of("group", "individual", "organization", "location", "sector");

  private final CacaoPlaybook playbook;
  private final Findings findings;
  private final ShapeChecks shapes;
  private final VariableChecks variables;
  private final ConditionChecks conditions;
  private final CommandChecks commands;

  StepChecks(CacaoPlaybook playbook, Findings findings) {
    this.playbook = playbook;
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
    this.variables = new VariableChecks(playbook, findings);
    this.conditions = new ConditionChecks(variables, findings);
    this.commands = new CommandChecks(findings);
  }

  void run() {
    JsonNode workflow = playbook.source().get("workflow");
    playbook
        .workflow()
        .forEach((id, step) -> {
          String at = JsonView.pointer("workflow", id);
          JsonNode node = workflow.get(id);
          shape(at, step, node);
          pointers(at, step);
          kind(at, step, node);
          new ExtensionChecks(playbook, findings).check(at, step, node);
          variables.own(at + "/step_variables", node.get("step_variables"), step);
        });
  }

  private void shape(String at, WorkflowStep step, JsonNode node) {
    String id = step.common().id();
    int cut = id.indexOf("--");
    String prefix = cut < 0 ? id : id.substring(0, cut);
    Optional<Shape> shape = Shape.ofStep(step.type());
    if (!node.isObject()) {
      shapes.check(at, node, Shape.START);
      return;
    }
    if (!prefix.equals(step.type())) {
      findings.add(FindingCode.KEY_AND_TYPE_DIFFER, at, id, step.type());
    } else {
      shapes.identifier(at, id, "", FindingCode.WRONG_ID_PREFIX);
    }
    if (shape.isPresent()) {
      Set<String> sketched = sketched(step, node);
      if (!sketched.isEmpty()) {
        findings.add(FindingCode.SKETCHED_STEP, at, String.join(", ", sketched));
      }
      shapes.check(at, node, shape.get(), sketched);
    } else {
      findings.add(FindingCode.STEP_TYPE_UNKNOWN, at + "/type", step.type());
    }
  }

  /** What a diagram leaves for later: nobody said yet who does what, or what decides. */
  private static Set<String> sketched(WorkflowStep step, JsonNode node) {
    if (step instanceof WorkflowStep.Action && !node.has("commands") && !node.has("agent")) {
      return new TreeSet<>(List.of("agent", "commands"));
    }
    boolean open = step instanceof WorkflowStep.SwitchCondition && !node.has("switch");
    return open ? Set.of("switch") : Set.of();
  }

  private void pointers(String at, WorkflowStep step) {
    WorkflowStep.Common common = step.common();
    pointer(at + "/on_completion", common.onCompletion());
    pointer(at + "/on_success", common.onSuccess());
    pointer(at + "/on_failure", common.onFailure());
    boolean completion = common.onCompletion() != null;
    boolean either = common.onSuccess() != null || common.onFailure() != null;
    switch (step) {
      case WorkflowStep.Start _ -> {
        if (either || !completion) {
          findings.add(FindingCode.START_POINTERS, at);
        }
      }
      case WorkflowStep.End _ -> {
        if (either || completion) {
          findings.add(FindingCode.END_POINTERS, at);
        }
      }
      case WorkflowStep.Action _,
          WorkflowStep.PlaybookAction _,
          WorkflowStep.Parallel _,
          WorkflowStep.IfCondition _,
          WorkflowStep.WhileCondition _,
          WorkflowStep.SwitchCondition _,
          WorkflowStep.Unknown _ -> {
        if (completion && either) {
          findings.add(FindingCode.POINTERS_EXCLUSIVE, at);
        } else if (!completion && !either) {
          boolean branches = step.branches().stream().anyMatch(playbook.workflow()::containsKey);
          findings.add(branches ? FindingCode.NO_WAY_AFTER : FindingCode.NO_NEXT_STEP, at);
        } else if (!completion && common.onSuccess() == null) {
          findings.add(FindingCode.NO_WAY_ON, at);
        }
      }
    }
  }

  private void pointer(String at, @Nullable String id) {
    if (id == null) {
      return;
    }
    WorkflowStep step = playbook.workflow().get(id);
    if (step == null) {
      findings.add(FindingCode.POINTER_DANGLING, at, id);
    } else if (step instanceof WorkflowStep.Start) {
      findings.add(FindingCode.POINTS_AT_START, at, id);
    }
  }

  private void kind(String at, WorkflowStep step, JsonNode node) {
    switch (step) {
      case WorkflowStep.Action action -> action(at, action, node);
      case WorkflowStep.PlaybookAction call -> {
        if (call.playbookId().equals(playbook.id())) {
          findings.add(FindingCode.PLAYBOOK_RECURSION, at + "/playbook_id");
        }
        variables.arguments(at, step, call.inArgs(), call.outArgs());
      }
      case WorkflowStep.Parallel parallel -> {
        pointers(at + "/next_steps", parallel.branches());
        if (parallel.branches().size() < 2) {
          findings.add(FindingCode.ONE_BRANCH, at + "/next_steps");
        }
        repeated(at + "/next_steps", parallel.branches());
      }
      case WorkflowStep.IfCondition branch -> {
        pointer(at + "/on_true", branch.onTrue().isEmpty() ? null : branch.onTrue());
        pointer(at + "/on_false", branch.onFalse());
        if (branch.onTrue().equals(branch.onFalse())) {
          findings.add(FindingCode.SAME_BRANCHES, at + "/on_false");
        }
        conditions.check(at + "/condition", step, branch.condition());
      }
      case WorkflowStep.WhileCondition loop -> {
        pointer(at + "/on_true", loop.onTrue().isEmpty() ? null : loop.onTrue());
        conditions.check(at + "/condition", step, loop.condition());
      }
      case WorkflowStep.SwitchCondition choice -> choice(at, choice, node.get("cases"));
      case WorkflowStep.Start _, WorkflowStep.End _, WorkflowStep.Unknown _ -> {}
    }
  }

  private void pointers(String at, List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      pointer(at + "/" + i, ids.get(i));
    }
  }

  private void repeated(String at, List<String> branches) {
    for (int i = 1; i < branches.size(); i++) {
      if (branches.subList(0, i).contains(branches.get(i))) {
        findings.add(FindingCode.REPEATED_BRANCH, at + "/" + i, branches.get(i));
      }
    }
  }

  private void choice(String at, WorkflowStep.SwitchCondition choice, @Nullable JsonNode cases) {
    JsonView.members(cases)
        .forEach((key, value) -> {
          String pointer = at + "/cases/" + JsonView.escape(key);
          shapes.value(pointer, key, value, Shape.LINK);
          pointer(pointer, JsonView.linkOrNull(value));
        });
    if (choice.cases().isEmpty()) {
      findings.add(FindingCode.NO_CASES, at + "/cases");
    }
    if (choice.variable().isEmpty()) {
      return; // said by the shape
    }
    if (!SWITCH.matcher(choice.variable()).matches()) {
      findings.add(FindingCode.SWITCH_VARIABLE, at + "/switch");
      return;
    }
    Variable variable = variables.visible(choice, VariableChecks.plain(choice.variable()));
    if (variable == null) {
      findings.add(FindingCode.VARIABLE_UNDECLARED, at + "/switch", choice.variable());
      return;
    }
    ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
    for (String key : choice.cases().keySet()) {
      if (!key.equals("default") && !type.accepts(key)) {
        String pointer = at + "/cases/" + JsonView.escape(key);
        findings.add(FindingCode.CASE_TYPE, pointer, key, variable.name(), variable.type());
      }
    }
  }

  private void action(String at, WorkflowStep.Action action, JsonNode node) {
    if (!action.agent().isEmpty() && !playbook.agents().containsKey(action.agent())) {
      findings.add(FindingCode.AGENT_UNDEFINED, at + "/agent", action.agent());
    }
    for (int i = 0; i < action.targets().size(); i++) {
      String target = action.targets().get(i);
      if (!playbook.targets().containsKey(target)) {
        findings.add(
            isRefused(action) ? FindingCode.TARGET_MISSING : FindingCode.TARGET_UNDEFINED,
            at + "/targets/" + i,
            target);
      }
      used(at + "/targets/" + i, action, "target_definitions", target);
      reachable(at + "/targets/" + i, action, target);
      entered(at + "/targets/" + i, action, target);
    }
    used(at + "/agent", action, "agent_definitions", action.agent());
    variables.arguments(at, action, action.inArgs(), action.outArgs());
    JsonNode list = node.get("commands");
    if (list == null || !list.isArray()) {
      return;
    }
    if (list.isEmpty()) {
      findings.add(FindingCode.NO_COMMANDS, at + "/commands");
    }
    for (int i = 0; i < list.size(); i++) {
      String pointer = at + "/commands/" + i;
      commands.check(pointer, list.get(i));
      variables.uses(pointer, action, list.get(i).toString());
      variables.uses(pointer, action, CommandChecks.hidden(list.get(i)));
      variables.unfilled(pointer, action, list.get(i));
    }
  }

  /** People, places and branches of industry have no address that a program could call. */
  private void reachable(String at, WorkflowStep.Action action, String target) {
    AgentTarget definition = playbook.targets().get(target);
    if (definition == null || !PEOPLE.contains(definition.type())) {
      return;
    }
    for (Command command : action.commands()) {
      boolean calls = command instanceof Command.HttpApi || command instanceof Command.Shell;
      if (calls) {
        findings.add(FindingCode.TARGET_UNREACHABLE, at, target, definition.type());
        return;
      }
    }
  }

  /** A machine that is logged in to has to say how. */
  private void entered(String at, WorkflowStep.Action action, String target) {
    AgentTarget definition = playbook.targets().get(target);
    boolean remote = action.commands().stream().anyMatch(Command.Shell.class::isInstance);
    if (remote
        && definition != null
        && !PEOPLE.contains(definition.type())
        && definition.authentication().isEmpty()) {
      findings.add(FindingCode.LOGIN_MISSING, at, target);
    }
  }

  private static boolean isRefused(WorkflowStep.Action action) {
    return action.commands().stream().anyMatch(Command.Unknown.class::isInstance);
  }

  /** A target is filled in with what the step that names it can see. */
  private void used(String at, WorkflowStep step, String member, String id) {
    JsonNode definition = playbook.source().path(member).get(id);
    if (definition != null) {
      variables.uses(at, step, definition.toString());
      String login = JsonView.text(definition, "authentication_info");
      JsonNode logins = playbook.source().path("authentication_info_definitions");
      variables.uses(at, step, logins.path(login).toString());
    }
  }
}
