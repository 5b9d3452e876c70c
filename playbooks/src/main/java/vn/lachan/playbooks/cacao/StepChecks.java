package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the official schemas do not catch about the steps; for one thread, used once. */
final class StepChecks {
  private static final Pattern USE = Pattern.compile("(__[A-Za-z][A-Za-z0-9_-]*?__):value");
  private static final Pattern START_LINE = Pattern.compile("[A-Z]+ \\S+( HTTP/?\\d(\\.\\d)?)?");
  private static final Set<String> COMMON =
      Set.of(
          "type",
          "name",
          "description",
          "external_references",
          "delay",
          "timeout",
          "step_variables",
          "owner",
          "on_completion",
          "on_success",
          "on_failure",
          "step_extensions");
  private static final Map<String, Set<String>> OWN =
      Map.of(
          "start", Set.of(),
          "end", Set.of(),
          "action", Set.of("commands", "agent", "targets", "in_args", "out_args"),
          "playbook-action", Set.of("playbook_id", "playbook_version", "in_args", "out_args"),
          "parallel", Set.of("next_steps"),
          "if-condition", Set.of("condition", "on_true", "on_false"),
          "while-condition", Set.of("condition", "on_true"),
          "switch-condition", Set.of("switch", "cases"));
  private static final Set<String> BASE64_ONLY =
      Set.of("elastic", "jupyter", "kestrel", "sigma", "yara");

  private final CacaoPlaybook playbook;
  private final CacaoChecks.Problems problems;

  StepChecks(CacaoPlaybook playbook, CacaoChecks.Problems problems) {
    this.playbook = playbook;
    this.problems = problems;
  }

  void run() {
    playbook
        .workflow()
        .forEach((id, step) -> {
          String at = "/workflow/" + JsonView.escape(id);
          JsonNode node = playbook.source().get("workflow").get(id);
          checkShape(at, step, node);
          checkPointers(at, step);
          checkKind(at, step, node);
          CacaoChecks.checkVariables(problems, at + "/step_variables", step.common().variables());
          checkUses(at, step, node);
        });
    checkCycles();
    checkBranchEnds();
  }

  private void checkShape(String at, WorkflowStep step, JsonNode node) {
    Set<String> own = OWN.get(step.type());
    if (own == null) {
      problems.warn(
          at + "/type",
          "Loại bước không có trong CACAO, sẽ bị từ chối khi chạy tới: " + step.type() + ".",
          "Unknown step type, refused when a run reaches it: " + step.type() + ".");
    } else {
      for (String property : JsonView.members(node).keySet()) {
        if (!COMMON.contains(property) && !own.contains(property)) {
          problems.warn(
              at + "/" + JsonView.escape(property),
              "Thuộc tính không có trong bước " + step.type() + ": " + property + ".",
              "Unknown property of a " + step.type() + " step: " + property + ".");
        }
      }
    }
    String id = step.common().id();
    int cut = id.indexOf("--");
    String prefix = cut < 0 ? id : id.substring(0, cut);
    if (!prefix.equals(step.type())) {
      problems.error(
          at,
          "Mã bước không khớp loại bước: " + prefix + " và " + step.type() + ".",
          "Step id and type differ: " + prefix + " and " + step.type() + ".");
    }
    for (String property : List.of("delay", "timeout")) {
      JsonNode value = node.get(property);
      if (value != null && (!value.isIntegralNumber() || value.asLong(-1) < 0)) {
        problems.error(
            at + "/" + property,
            property + " phải là số mili giây không âm.",
            property + " must be a number of milliseconds, not negative.");
      }
    }
  }

  private void checkPointers(String at, WorkflowStep step) {
    WorkflowStep.Common common = step.common();
    target(at + "/on_completion", common.onCompletion());
    target(at + "/on_success", common.onSuccess());
    target(at + "/on_failure", common.onFailure());
    boolean completion = common.onCompletion() != null;
    boolean either = common.onSuccess() != null || common.onFailure() != null;
    switch (step) {
      case WorkflowStep.Start _ -> {
        if (either || !completion) {
          problems.error(
              at,
              "Bước start phải có on_completion và không có on_success, on_failure.",
              "A start step has on_completion and neither on_success nor on_failure.");
        }
      }
      case WorkflowStep.End _ -> {
        if (either || completion) {
          problems.error(
              at, "Bước end không được chỉ tới bước khác.", "An end step points at no other step.");
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
          problems.error(
              at,
              "Không dùng on_completion cùng on_success hoặc on_failure.",
              "on_completion excludes on_success and on_failure.");
        } else if (!completion && !either) {
          problems.error(
              at, "Bước không chỉ tới bước nào tiếp theo.", "The step points at no next step.");
        }
      }
    }
  }

  private void target(String at, @Nullable String id) {
    if (id != null && !playbook.workflow().containsKey(id)) {
      problems.error(
          at, "Chỉ tới bước không có: " + id + ".", "Points at a step that is not there: " + id);
    }
  }

  private void checkKind(String at, WorkflowStep step, JsonNode node) {
    switch (step) {
      case WorkflowStep.Action action -> checkAction(at, action, node);
      case WorkflowStep.Parallel parallel -> {
        for (int i = 0; i < parallel.branches().size(); i++) {
          target(at + "/next_steps/" + i, parallel.branches().get(i));
        }
        if (parallel.branches().size() < 2) {
          problems.error(
              at + "/next_steps",
              "Bước parallel cần ít nhất hai nhánh.",
              "A parallel step needs at least two branches.");
        }
        checkParallelOutputs(at, parallel);
      }
      case WorkflowStep.IfCondition branch -> {
        target(at + "/on_true", branch.onTrue());
        target(at + "/on_false", branch.onFalse());
        condition(at, step, branch.condition());
      }
      case WorkflowStep.WhileCondition loop -> {
        target(at + "/on_true", loop.onTrue());
        condition(at, step, loop.condition());
      }
      case WorkflowStep.SwitchCondition choice -> {
        choice.cases().forEach((key, id) -> target(at + "/cases/" + JsonView.escape(key), id));
        if (choice.cases().isEmpty()) {
          problems.error(
              at + "/cases", "Bước switch không có nhánh nào.", "A switch step has no cases.");
        }
      }
      case WorkflowStep.PlaybookAction _ ->
          problems.warn(
              at,
              "Bước playbook-action chưa chạy được, sẽ bị từ chối khi chạy tới.",
              "playbook-action is not supported yet, refused when a run reaches it.");
      case WorkflowStep.Start _, WorkflowStep.End _, WorkflowStep.Unknown _ -> {}
    }
  }

  private void condition(String at, WorkflowStep step, String text) {
    if (text.isBlank()) {
      problems.error(at + "/condition", "Thiếu điều kiện.", "The condition is missing.");
      return;
    }
    try {
      for (String name : Condition.parse(text).variables()) {
        declared(at + "/condition", step, name);
      }
    } catch (ConditionSyntaxException e) {
      problems.error(
          at + "/condition",
          "Điều kiện không đọc được, ký tự " + e.position() + ".",
          "The condition cannot be read, " + e.getMessage() + ".");
    }
  }

  private void checkAction(String at, WorkflowStep.Action action, JsonNode node) {
    if (!playbook.agents().containsKey(action.agent())) {
      problems.error(
          at + "/agent",
          "Tác nhân chưa được định nghĩa: " + action.agent() + ".",
          "The agent is not defined: " + action.agent() + ".");
    }
    for (int i = 0; i < action.targets().size(); i++) {
      if (!playbook.targets().containsKey(action.targets().get(i))) {
        problems.error(
            at + "/targets/" + i,
            "Đích chưa được định nghĩa: " + action.targets().get(i) + ".",
            "The target is not defined: " + action.targets().get(i) + ".");
      }
    }
    if (action.commands().isEmpty()) {
      problems.error(
          at + "/commands", "Bước action không có lệnh.", "An action step has no command.");
    }
    for (int i = 0; i < action.commands().size(); i++) {
      checkCommand(at + "/commands/" + i, node.get("commands").get(i));
    }
    action.inArgs().forEach(name -> declared(at + "/in_args", action, name));
    for (String name : action.outArgs()) {
      declared(at + "/out_args", action, name);
      Variable variable = playbook.variables().get(name);
      if (variable != null && variable.constant()) {
        problems.error(
            at + "/out_args",
            "Ghi đè hằng " + name + ".",
            "The constant " + name + " is overwritten.");
      }
    }
  }

  private void checkCommand(String at, JsonNode command) {
    String type = JsonView.text(command, "type");
    boolean plain = !JsonView.text(command, "command").isBlank();
    boolean encoded = !JsonView.text(command, "command_b64").isBlank();
    switch (type) {
      case "manual" -> {
        if (!plain && !encoded) {
          problems.error(
              at,
              "Lệnh manual cần command hoặc command_b64.",
              "A manual command needs command or command_b64.");
        }
      }
      case "http-api" -> {
        if (!START_LINE.matcher(JsonView.text(command, "command")).matches()) {
          problems.error(
              at + "/command",
              "Dòng đầu HTTP phải có dạng \"GET /duong-dan HTTP/1.1\".",
              "The HTTP start line must look like \"GET /path HTTP/1.1\".");
        }
      }
      case "openc2-http" -> {
        if (!command.has("content_b64")) {
          problems.error(at, "Lệnh openc2-http cần content_b64.", "openc2-http needs content_b64.");
        }
      }
      default -> {
        if (BASE64_ONLY.contains(type) && !encoded) {
          problems.error(at, "Lệnh " + type + " cần command_b64.", type + " needs command_b64.");
        }
      }
    }
    if (!type.equals("manual") && !type.equals("http-api")) {
      problems.warn(
          at + "/type",
          "Loại lệnh chưa chạy được, sẽ bị từ chối khi chạy tới: " + type + ".",
          "Command type is not supported yet, refused when a run reaches it: " + type + ".");
    }
    for (String property : List.of("command_b64", "content_b64")) {
      String text = JsonView.textOrNull(command, property);
      if (text != null && CacaoChecks.decoded(text) == null) {
        problems.error(
            at + "/" + property, property + " không phải base64.", property + " is not base64.");
      }
    }
  }

  /** Variables used in commands, headers, agents and targets must be declared. */
  private void checkUses(String at, WorkflowStep step, JsonNode node) {
    StringBuilder text = new StringBuilder();
    if (node.has("commands")) {
      text.append(node.get("commands"));
    }
    if (step instanceof WorkflowStep.Action action) {
      for (String target : action.targets()) {
        JsonNode found = playbook.source().path("target_definitions").get(target);
        text.append(found == null ? "" : found.toString());
      }
    }
    if (step instanceof WorkflowStep.SwitchCondition choice) {
      text.append(choice.variable());
    }
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = USE.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    names.forEach(name -> declared(at, step, name));
  }

  private void declared(String at, WorkflowStep step, String name) {
    if (!playbook.variables().containsKey(name) && !step.common().variables().containsKey(name)) {
      problems.error(
          at, "Biến chưa được khai báo: " + name + ".", "The variable is not declared: " + name);
    }
  }

  private void checkParallelOutputs(String at, WorkflowStep.Parallel parallel) {
    Set<String> seen = new HashSet<>();
    for (String branch : parallel.branches()) {
      Set<String> outputs = new HashSet<>();
      for (String id : reach(branch)) {
        if (playbook.workflow().get(id) instanceof WorkflowStep.Action action) {
          outputs.addAll(action.outArgs());
        }
      }
      for (String name : outputs) {
        if (!seen.add(name)) {
          problems.error(
              at,
              "Hai nhánh song song cùng ghi biến " + name + ".",
              "Two parallel branches write " + name + ".");
        }
      }
    }
  }

  private Set<String> reach(String from) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      String id = open.removeLast();
      WorkflowStep step = playbook.workflow().get(id);
      if (step != null && seen.add(id)) {
        open.addAll(step.next());
      }
    }
    return seen;
  }

  private void checkBranchEnds() {
    Map<String, String> owners = new HashMap<>();
    for (WorkflowStep step : playbook.workflow().values()) {
      for (String branch : step.branches()) {
        for (String id : reach(branch)) {
          String owner = owners.putIfAbsent(id, branch);
          boolean end = playbook.workflow().get(id) instanceof WorkflowStep.End;
          if (end
              && owner != null
              && !owner.equals(branch)
              && !reach(owner).contains(branch)
              && !reach(branch).contains(owner)) {
            problems.warn(
                "/workflow/" + JsonView.escape(id),
                "Hai nhánh dùng chung một bước end.",
                "Two branches share one end step.");
          }
        }
      }
    }
  }

  /** A step that comes back to itself without a while step would never end. */
  private void checkCycles() {
    Set<String> done = new HashSet<>();
    for (String id : playbook.workflow().keySet()) {
      visit(id, new LinkedHashSet<>(), done);
    }
  }

  private void visit(String id, Set<String> path, Set<String> done) {
    WorkflowStep step = playbook.workflow().get(id);
    if (step == null || done.contains(id)) {
      return;
    }
    if (!path.add(id)) {
      done.add(id);
      problems.error(
          "/workflow/" + JsonView.escape(id),
          "Các bước quay vòng mà không qua bước while.",
          "The steps form a cycle outside a while step.");
      return;
    }
    for (String next : step.next()) {
      visit(next, path, done);
    }
    path.remove(id);
    done.add(id);
  }
}
