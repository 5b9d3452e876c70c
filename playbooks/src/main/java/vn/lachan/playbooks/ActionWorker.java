package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.NewTask;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Task;
import vn.lachan.incidents.TaskInput;
import vn.lachan.incidents.TaskState;
import vn.lachan.incidents.ValueType;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Carries out the commands of action steps: by people, or by a call. */
final class ActionWorker implements Actions {
  /** The value a person gives who decides about a call whose outcome nobody saw. */
  static final String DECISION = "__ket_qua__";

  private static final Logger LOG = LoggerFactory.getLogger(ActionWorker.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final EngineParts parts;
  private final RunWorker worker;
  private final Plan plan;

  ActionWorker(EngineParts parts, RunWorker worker, Plan plan) {
    this.parts = parts;
    this.worker = worker;
    this.plan = plan;
  }

  @Override
  public void perform(Rows.Step row, WorkflowStep.Action action) throws InterruptedException {
    List<Plan.Unit> units = plan.units(action);
    if (units.isEmpty()) {
      worker.fail(row, StepState.FAILED, "Bước chưa có lệnh nào.");
      return;
    }
    if (row.position() >= units.size()) {
      worker.succeed(row, StepState.SUCCEEDED, row.output());
      return;
    }
    if (parts.now().isAfter(deadline(row, action))) {
      worker.fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
      return;
    }
    if (action.common().extension().approval() != null) {
      worker.fail(row, StepState.FAILED, "Bước cần phê duyệt; phê duyệt chưa được hỗ trợ.");
      return;
    }
    Plan.Unit unit = units.get(row.position());
    switch (unit.command()) {
      case Command.Manual manual -> ask(row, action, manual);
      case Command.HttpApi call -> call(row, action, call, unit.target());
      case Command.Shell(String type, String _) -> unsupported(row, type);
      case Command.Unknown(String type) -> unsupported(row, type);
    }
  }

  private void unsupported(Rows.Step row, String type) {
    worker.fail(row, StepState.FAILED, "Loại lệnh “" + type + "” chưa được hỗ trợ.");
  }

  private boolean isLast(Rows.Step row, WorkflowStep.Action action) {
    return row.position() + 1 >= plan.units(action).size();
  }

  private Instant deadline(Rows.Step row, WorkflowStep.Action action) {
    long timeout = action.common().timeoutMillis();
    Duration limit = timeout > 0 ? Duration.ofMillis(timeout) : parts.settings().manualTimeout();
    return Objects.requireNonNull(row.startedAt()).plus(limit);
  }

  // People

  private void ask(Rows.Step row, WorkflowStep.Action action, Command.Manual manual) {
    AgentTarget agent = plan.agent(action);
    Optional<String> unit = unit(agent);
    if (unit.isEmpty()) {
      worker.fail(
          row, StepState.FAILED, "Không tìm thấy đơn vị thực hiện cho “" + agent.name() + "”.");
      return;
    }
    Rendering rendering = new Rendering(plan.scope(action, worker.run().variables()));
    String text = rendering.forPeople(manual.text());
    String targets = plan.targets(action);
    String command = targets.isEmpty() ? text : text + "\n\nĐối tượng: " + targets;
    Rows.Step waiting =
        row.asking(agent.name(), unit.get(), command, row.attempt())
            .in(StepState.WAITING_INPUT, deadline(row, action))
            .waitingFor(row.id() + "/" + row.position(), null);
    worker.update(row, waiting, "");
    give(waiting, action);
  }

  private Optional<String> unit(AgentTarget agent) {
    Optional<Incident> incident =
        parts.incidents().find(OrganizationScope.PROVINCE, worker.run().incidentId());
    return incident.flatMap(found ->
        parts.roles().unitFor(new AgentRole(agent.name(), agent.unitRole(), agent.unit()), found));
  }

  /** Gives the order a step waits for; giving it again gives the same one. */
  private void give(Rows.Step row, WorkflowStep.Action action) {
    boolean decides = isDecision(row);
    List<TaskInput> inputs =
        decides
            ? List.of(
                new TaskInput(
                    DECISION, ValueType.STRING, "thanh_cong, that_bai hoặc chay_lai", true))
            : plan.inputs(action, worker.run().variables());
    String title = decides ? "Xác định kết quả: " + row.name() : row.name();
    String instructions =
        decides
            ? "Nền tảng dừng giữa lúc gọi nên không biết lệnh đã được thực hiện hay chưa. Kiểm tra"
                + " ở hệ thống đích rồi trả lời.\n\n"
                + row.command()
            : row.command();
    try {
      String task =
          parts
              .tasks()
              .create(
                  Officer.PLATFORM,
                  new NewTask(
                      worker.run().incidentId(),
                      row.taskKey(),
                      worker.run().id(),
                      title,
                      instructions,
                      Objects.requireNonNull(row.unit()),
                      action.common().extension().mandatory(),
                      row.wakeAt(),
                      inputs));
      worker.update(row, row.waitingFor(row.taskKey(), task), "");
    } catch (IllegalTransitionException _) {
      worker.fail(row, StepState.FAILED, "Sự cố đã đóng, không giao việc được nữa.");
    }
  }

  private static boolean isDecision(Rows.Step row) {
    String key = row.taskKey();
    return key != null && key.contains("/decision-");
  }

  @Override
  public boolean look(Rows.Step row, WorkflowStep.Action action) {
    String id = row.taskId();
    if (id == null) {
      give(row, action);
      return true;
    }
    Task task =
        parts
            .tasks()
            .find(OrganizationScope.PROVINCE, id)
            .orElseThrow(() -> new NotFoundException("task", id));
    return switch (task.state()) {
      case XONG -> {
        if (isDecision(row)) {
          decide(row, action, task);
        } else {
          finished(row, action, task);
        }
        yield true;
      }
      case BO_QUA -> {
        worker.succeed(row, StepState.SKIPPED, "Bỏ qua: " + task.reason());
        yield true;
      }
      case CHO, DA_NHAN, DANG_LAM, BI_CHAN -> {
        boolean over = parts.now().isAfter(Objects.requireNonNull(row.wakeAt()));
        if (over) {
          worker.fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
          close(id, "Hết thời gian của bước trong kịch bản.");
        }
        yield over;
      }
    };
  }

  private void finished(Rows.Step row, WorkflowStep.Action action, Task task) {
    String output = Objects.requireNonNullElse(task.result(), "");
    try {
      worker.update(
          row,
          row.next(output, isLast(row, action)),
          "",
          plan.assigned(action, worker.run().variables(), task.outputs()));
    } catch (RenderException e) {
      worker.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
      return;
    }
    fulfil(action.common().extension().clock(), output);
  }

  /** The step stands for a report: its clock of the incident is done. */
  private void fulfil(String clockId, String note) {
    if (clockId.isEmpty()) {
      return;
    }
    try {
      parts.incidents().clockDone(Officer.PLATFORM, worker.run().incidentId(), clockId, null, note);
    } catch (NotFoundException | IllegalTransitionException e) {
      LOG.info(
          "clock {} of {} stays as it is: {}", clockId, worker.run().incidentId(), e.getMessage());
    }
  }

  private void decide(Rows.Step row, WorkflowStep.Action action, Task task) {
    String decision = task.outputs().getOrDefault(DECISION, "");
    switch (decision) {
      case "thanh_cong" ->
          worker.update(
              row, row.next("Xác định bằng tay: thành công", isLast(row, action)), decision);
      case "chay_lai" ->
          worker.update(row, row.waitingFor(null, null).in(StepState.PENDING, null), decision);
      default -> worker.fail(row, StepState.FAILED, "Xác định bằng tay: " + task.result());
    }
  }

  @Override
  public void closeTasks(List<Rows.Step> steps) {
    for (Rows.Step step : steps) {
      String task = step.taskId();
      boolean abandoned =
          step.state() == StepState.CANCELLED || step.state() == StepState.TIMED_OUT;
      if (task != null && abandoned) {
        close(task, "Bước của kịch bản đã kết thúc.");
      }
    }
  }

  private void close(String taskId, String reason) {
    Optional<TaskState> state =
        parts.tasks().find(OrganizationScope.PROVINCE, taskId).map(Task::state);
    if (state.isEmpty() || state.get().isFinished()) {
      return;
    }
    try {
      parts.tasks().skip(Officer.PLATFORM, taskId, reason);
    } catch (IllegalTransitionException _) {
      LOG.info("task {} was finished meanwhile", taskId);
    }
  }

  // Calls

  private void call(
      Rows.Step row,
      WorkflowStep.Action action,
      Command.HttpApi command,
      @Nullable AgentTarget target)
      throws InterruptedException {
    AgentTarget agent = plan.agent(action);
    HttpCall call;
    String shown;
    AgentTarget place = target == null ? agent : target;
    Rendering rendering = new Rendering(plan.scope(action, worker.run().variables()));
    try {
      call = HttpCall.of(command, place, rendering);
      shown = HttpCall.of(command, place, rendering.masked(plan.secrets())).masked();
    } catch (RenderException e) {
      worker.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
      return;
    }
    Rows.Step asking = row.asking(agent.name(), null, shown, row.attempt() + 1);
    if (!call.isAllowed(parts.settings().allowedHosts())) {
      worker.fail(
          asking,
          StepState.FAILED,
          "Máy " + call.uri().getHost() + " không có trong danh sách được phép gọi.");
      return;
    }
    Rows.Step running = asking.in(StepState.RUNNING, deadline(row, action));
    worker.update(row, running, "lần " + running.attempt());
    Duration left = Duration.between(parts.now(), deadline(row, action));
    Duration limit = parts.settings().httpTimeout();
    Duration timeout = left.compareTo(limit) < 0 && left.isPositive() ? left : limit;
    parts.counters().calls.incrementAndGet();
    answered(running, action, call, parts.http().send(call, key(running), timeout));
  }

  /** The same for every attempt, so that the other side can tell a repetition. */
  private static String key(Rows.Step row) {
    return row.id() + "/" + row.position();
  }

  private void answered(
      Rows.Step row, WorkflowStep.Action action, HttpCall call, HttpSender.Outcome outcome) {
    switch (outcome) {
      case HttpSender.Outcome.Answered(int status, String body) when status / 100 == 2 ->
          accept(row, action, status, body);
      case HttpSender.Outcome.Answered(int status, String body) ->
          worker.fail(row, StepState.FAILED, "HTTP " + status + "\n" + body);
      case HttpSender.Outcome.TimedOut _ ->
          worker.fail(row, StepState.TIMED_OUT, "Không có trả lời trong thời gian cho phép.");
      case HttpSender.Outcome.Broken(String reason) -> {
        if (mayRepeat(action, call.method()) && row.attempt() < parts.settings().maxAttempts()) {
          worker.update(row, row.in(StepState.PENDING, null), reason);
        } else {
          worker.fail(row, StepState.FAILED, reason);
        }
      }
    }
  }

  private void accept(Rows.Step row, WorkflowStep.Action action, int status, String body) {
    try {
      worker.update(
          row,
          row.next("HTTP " + status + (body.isEmpty() ? "" : "\n" + body), isLast(row, action)),
          "",
          plan.assigned(action, worker.run().variables(), members(action, body)));
    } catch (RenderException e) {
      worker.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** Members of a JSON answer by the names the step asks for, without their underscores. */
  private static Map<String, String> members(WorkflowStep.Action action, String body) {
    Map<String, String> members = new LinkedHashMap<>();
    JsonNode answer;
    try {
      answer = body.isBlank() ? null : MAPPER.readTree(body);
    } catch (JacksonException _) {
      answer = null;
    }
    if (answer == null || !answer.isObject()) {
      return members;
    }
    for (String name : action.outArgs()) {
      JsonNode value = answer.get(name.replaceAll("^__|__$", ""));
      if (value != null && !value.isNull()) {
        members.put(name, value.isContainer() ? value.toString() : value.asString());
      }
    }
    return members;
  }

  @Override
  public boolean lost(Rows.Step row) {
    parts.counters().unknown.incrementAndGet();
    worker.update(row, row.in(StepState.UNKNOWN, row.wakeAt()), "tiến trình dừng giữa lúc gọi");
    return true;
  }

  @Override
  public boolean recover(Rows.Step row, WorkflowStep.Action action) {
    Plan.Unit unit = plan.units(action).get(row.position());
    boolean repeatable =
        unit.command() instanceof Command.HttpApi call
            && mayRepeat(action, call.startLine().split(" ", 2)[0]);
    if (repeatable && row.attempt() < parts.settings().maxAttempts()) {
      worker.update(row, row.in(StepState.PENDING, null), "gọi lại");
      return true;
    }
    AgentTarget agent = plan.agent(action);
    Optional<String> unitCode = unit(agent);
    if (unitCode.isEmpty()) {
      worker.fail(
          row,
          StepState.FAILED,
          "Không rõ kết quả lệnh và không tìm thấy đơn vị để xác định cho “" + agent.name() + "”.");
      return true;
    }
    Rows.Step waiting =
        row.asking(agent.name(), unitCode.get(), row.command(), row.attempt())
            .in(StepState.WAITING_INPUT, parts.now().plus(parts.settings().manualTimeout()))
            .waitingFor(key(row) + "/decision-" + row.attempt(), null);
    worker.update(row, waiting, "chờ người xác định");
    give(waiting, action);
    return true;
  }

  private static boolean mayRepeat(WorkflowStep.Action action, String method) {
    Boolean declared = action.common().extension().idempotent();
    return declared == null ? HttpCall.isRepeatable(method) : declared;
  }
}
