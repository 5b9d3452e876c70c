package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.SharingRefusedException;
import vn.lachan.incidents.task.NewTask;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.TaskState;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Commands for people: gives tasks, and takes what they give back. */
final class PeopleHand {
  private static final Logger LOG = LoggerFactory.getLogger(PeopleHand.class);

  private final EngineParts parts;
  private final RunLedger ledger;
  private final Plan plan;

  PeopleHand(EngineParts parts, RunLedger ledger) {
    this.parts = parts;
    this.ledger = ledger;
    this.plan = ledger.plan();
  }

  void ask(Rows.Step row, WorkflowStep.Action action, Command.Manual manual, Instant deadline) {
    AgentTarget agent = plan.agent(action);
    Optional<String> unit = unit(agent);
    if (unit.isEmpty()) {
      ledger.fail(
          row, StepState.FAILED, "Không tìm thấy đơn vị thực hiện cho “" + agent.name() + "”.");
      return;
    }
    Rendering rendering = new Rendering(plan.scope(action, ledger.run().variables()));
    String text = rendering.forPeople(manual.text());
    String targets = plan.targets(action);
    String command = targets.isEmpty() ? text : text + "\n\nĐối tượng: " + targets;
    Rows.Step waiting =
        row.asking(agent.name(), unit.get(), command, row.attempt())
            .in(StepState.WAITING_INPUT, deadline)
            .waitingFor(row.id() + "/" + row.position(), null);
    ledger.update(waiting, "");
    ledger.flush();
    if (ledger.shallRest()) {
      ledger.update(row, "chưa giao: kịch bản được yêu cầu dừng lại");
      return;
    }
    give(waiting, action);
  }

  /** Has a person find out what became of a call. */
  void decide(Rows.Step row, WorkflowStep.Action action) {
    AgentTarget agent = plan.agent(action);
    Optional<String> unit = unit(agent);
    if (unit.isEmpty()) {
      ledger.fail(
          row,
          StepState.FAILED,
          "Không rõ kết quả lệnh và không tìm thấy đơn vị để xác định cho “" + agent.name() + "”.");
      return;
    }
    String key = row.id() + "/" + row.position() + "/decision-" + row.attempt();
    Rows.Step waiting =
        row.asking(agent.name(), unit.get(), row.command(), row.attempt())
            .in(StepState.WAITING_INPUT, parts.now().plus(parts.settings().manualTimeout()))
            .waitingFor(key, null);
    ledger.update(waiting, "chờ người xác định");
    give(waiting, action);
  }

  private Optional<String> unit(AgentTarget agent) {
    Optional<Incident> incident =
        parts.incidents().find(OrganizationScope.PROVINCE, ledger.run().incidentId());
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
                    ActionWorker.DECISION,
                    ValueType.STRING,
                    "thanh_cong, that_bai hoặc chay_lai",
                    true))
            : plan.inputs(action, ledger.run().variables());
    ledger.flush();
    String title = decides ? "Xác định kết quả: " + row.name() : row.name();
    String instructions =
        decides
            ? "Nền tảng dừng giữa lúc gọi nên không biết lệnh đã được thực hiện hay chưa. Kiểm tra"
                + " ở hệ thống đích rồi trả lời.\n\n"
                + row.command()
            : row.command();
    NewTask order =
        new NewTask(
            ledger.run().incidentId(),
            row.taskKey(),
            ledger.run().id(),
            title,
            instructions,
            Objects.requireNonNull(row.unit()),
            action.common().extension().mandatory(),
            row.wakeAt(),
            inputs);
    try {
      String task = parts.tasks().create(Officer.PLATFORM, order);
      ledger.update(row.waitingFor(row.taskKey(), task), "");
    } catch (IllegalTransitionException _) {
      ledger.fail(row, StepState.FAILED, "Sự cố đã đóng, không giao việc được nữa.");
    } catch (SharingRefusedException e) {
      ledger.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isDecision(Rows.Step row) {
    String key = row.taskKey();
    return key != null && key.contains("/decision-");
  }

  /** Looks whether the person a step waits for has finished; false while not. */
  boolean look(Rows.Step row, WorkflowStep.Action action) {
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
          decided(row, action, task);
        } else {
          finished(row, action, task);
        }
        yield true;
      }
      case BO_QUA -> {
        ledger.succeed(row, StepState.SKIPPED, "Bỏ qua: " + task.reason());
        yield true;
      }
      case CHO, DA_NHAN, DANG_LAM, BI_CHAN -> {
        boolean over = parts.now().isAfter(Objects.requireNonNull(row.wakeAt()));
        if (over) {
          ledger.fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
          ledger.flush();
          close(id, "Hết thời gian của bước trong kịch bản.");
        }
        yield over;
      }
    };
  }

  private void finished(Rows.Step row, WorkflowStep.Action action, Task task) {
    String output = Objects.requireNonNullElse(task.result(), "");
    try {
      ledger.update(
          row.next(output, plan.isLast(row, action)),
          "",
          plan.assigned(action, ledger.run().variables(), task.outputs()));
    } catch (RenderException e) {
      ledger.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
      return;
    }
    fulfil(action.common().extension().clock(), output);
  }

  /** The step stands for a report: its clock of the incident is done. */
  private void fulfil(String clockId, String note) {
    if (clockId.isEmpty()) {
      return;
    }
    String incident = ledger.run().incidentId();
    ledger.flush();
    try {
      parts.incidents().clockDone(Officer.PLATFORM, incident, clockId, null, note);
    } catch (NotFoundException | IllegalTransitionException e) {
      LOG.info("clock {} of {} stays as it is: {}", clockId, incident, e.getMessage());
    }
  }

  private void decided(Rows.Step row, WorkflowStep.Action action, Task task) {
    String decision = task.outputs().getOrDefault(ActionWorker.DECISION, "");
    switch (decision) {
      case "thanh_cong" ->
          ledger.update(
              row.next("Xác định bằng tay: thành công", plan.isLast(row, action)), decision);
      case "chay_lai" ->
          ledger.update(row.waitingFor(null, null).in(StepState.PENDING, null), decision);
      default -> ledger.fail(row, StepState.FAILED, "Xác định bằng tay: " + task.result());
    }
  }

  /** Takes back what people need not do any more, of steps that ended without them. */
  void closeTasks(List<Rows.Step> steps) {
    ledger.flush();
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
}
