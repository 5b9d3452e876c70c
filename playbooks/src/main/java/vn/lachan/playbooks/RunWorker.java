package vn.lachan.playbooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Condition;
import vn.lachan.playbooks.cacao.ConditionSyntaxException;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Moves one run on as far as it can go now; for one thread, holding the lease.
 *
 * <p>Branches are frames: a step that belongs to a branch names the step that opened it. A branch
 * has ended when none of its steps is open; the opening step ends when all its branches have.
 */
final class RunWorker {
  private final WorkParts parts;
  private final Plan plan;
  private final Actions actions;
  private Rows.Run run;
  private List<Rows.Step> steps = List.of();

  /** Makes the {@link Actions} of a worker. */
  interface Hands {
    Actions of(RunWorker worker, Plan plan);
  }

  RunWorker(WorkParts parts, Rows.Run run, Hands hands) {
    this.parts = parts;
    this.run = run;
    this.plan = new Plan(run.document());
    this.actions = hands.of(this, plan);
  }

  Rows.Run run() {
    return run;
  }

  /** Acts until every open step waits; returns when to look again at the latest. */
  Instant work() throws InterruptedException {
    load();
    while (!run.state().isFinished() && actOnce()) {
      load();
    }
    if (!run.state().isFinished()) {
      settle();
      return nextWake();
    }
    actions.closeTasks(steps);
    return parts.now();
  }

  private void load() {
    run = parts.store().find(run.id()).orElseThrow(() -> new LeaseLostException(run.id(), 0));
    steps = parts.store().steps(run.id());
  }

  private List<Rows.Step> open() {
    return steps.stream().filter(step -> !step.state().isFinished()).toList();
  }

  private boolean actOnce() throws InterruptedException {
    String cancel = run.cancelReason();
    if (cancel != null) {
      endAll(RunState.CANCELLED, cancel);
      return false;
    }
    if (parts.now().isAfter(run.deadlineAt())) {
      endAll(RunState.FAILED, "Kịch bản chạy quá thời gian cho phép.");
      return false;
    }
    if (steps.size() > parts.settings().maxSteps()) {
      endAll(
          RunState.FAILED, "Kịch bản vượt quá " + parts.settings().maxSteps() + " bước cho phép.");
      return false;
    }
    for (Rows.Step step : open()) {
      if (act(step)) {
        return true;
      }
    }
    return false;
  }

  private boolean act(Rows.Step row) throws InterruptedException {
    WorkflowStep step = plan.step(row.stepId());
    if (step == null) {
      fail(row, StepState.FAILED, "Không có bước " + row.stepId() + ".");
      return true;
    }
    return switch (row.state()) {
      case PENDING -> begin(row, step);
      case DELAYED -> {
        boolean over = !parts.now().isBefore(Objects.requireNonNull(row.wakeAt()));
        if (over) {
          update(row, row.started(parts.now()).in(StepState.PENDING, null), "");
        }
        yield over;
      }
      case WAITING_INPUT -> actions.look(row, action(step));
      case RUNNING -> step instanceof WorkflowStep.Action ? actions.lost(row) : join(row, step);
      case UNKNOWN -> actions.recover(row, action(step));
      case WAITING_APPROVAL, SUCCEEDED, FAILED, TIMED_OUT, SKIPPED, CANCELLED -> false;
    };
  }

  private static WorkflowStep.Action action(WorkflowStep step) {
    if (step instanceof WorkflowStep.Action action) {
      return action;
    }
    throw new IllegalStateException("step " + step.common().id() + " is no action");
  }

  private boolean begin(Rows.Step row, WorkflowStep step) throws InterruptedException {
    long delay = step.common().delayMillis();
    if (delay > 0 && row.startedAt() == null) {
      update(row, row.in(StepState.DELAYED, parts.now().plusMillis(delay)), "");
      return true;
    }
    Rows.Step started = row.started(parts.now());
    switch (step) {
      case WorkflowStep.Start _ -> succeed(started, StepState.SUCCEEDED, "");
      case WorkflowStep.End _ -> succeed(started, StepState.SUCCEEDED, "");
      case WorkflowStep.Action action -> actions.perform(started, action);
      case WorkflowStep.Parallel parallel -> open(started, step, parallel.branches(), 0, "");
      case WorkflowStep.IfCondition _,
          WorkflowStep.WhileCondition _,
          WorkflowStep.SwitchCondition _ ->
          choose(started, step, 0);
      case WorkflowStep.PlaybookAction _, WorkflowStep.Unknown _ ->
          fail(started, StepState.FAILED, "Loại bước “" + step.type() + "” chưa được hỗ trợ.");
    }
    return true;
  }

  /** Evaluates a condition and opens the branch it leads to, or goes on when there is none. */
  private void choose(Rows.Step row, WorkflowStep step, int round) {
    if (round > parts.settings().maxIterations()) {
      fail(
          row,
          StepState.FAILED,
          "Vòng lặp vượt quá " + parts.settings().maxIterations() + " lượt.");
      return;
    }
    String branch;
    try {
      branch = branch(step);
    } catch (ConditionSyntaxException | RenderException e) {
      fail(row, StepState.FAILED, "Không xét được điều kiện: " + e.getMessage());
      return;
    }
    if (round > 0 && !actions.follows(round)) {
      succeed(row, StepState.SUCCEEDED, "chỉ xét một vòng");
    } else if (branch == null) {
      succeed(row, StepState.SUCCEEDED, "không nhánh nào");
    } else {
      open(row, step, List.of(branch), round, label(branch));
    }
  }

  private @Nullable String branch(WorkflowStep step) {
    Map<String, Variable> scope = plan.scope(step, run.variables());
    return switch (step) {
      case WorkflowStep.IfCondition c ->
          Condition.parse(c.condition()).holds(scope) ? c.onTrue() : c.onFalse();
      case WorkflowStep.WhileCondition c ->
          Condition.parse(c.condition()).holds(scope) ? c.onTrue() : null;
      case WorkflowStep.SwitchCondition c -> {
        String value = new Rendering(scope).valueOf(c.variable());
        String chosen = c.cases().get(value);
        yield chosen == null ? c.cases().get("default") : chosen;
      }
      case WorkflowStep.Start _,
          WorkflowStep.End _,
          WorkflowStep.Action _,
          WorkflowStep.PlaybookAction _,
          WorkflowStep.Parallel _,
          WorkflowStep.Unknown _ ->
          null;
    };
  }

  private String label(String stepId) {
    WorkflowStep step = plan.step(stepId);
    return step == null ? stepId : step.common().label();
  }

  /** Begins branches below {@code row}; they are numbered from {@code first}. */
  private void open(
      Rows.Step row, WorkflowStep step, List<String> branches, int first, String note) {
    long timeout = step.common().timeoutMillis();
    Instant started = Objects.requireNonNull(row.startedAt());
    Instant wake = timeout > 0 ? started.plusMillis(timeout) : null;
    write(writer -> {
      Rows.Step before = row(row.id());
      writer.update(before, row.in(StepState.RUNNING, wake), note);
      int number = steps.size();
      for (int i = 0; i < branches.size(); i++) {
        writer.insert(fresh(number + i + 1, branches.get(i), row.id(), first + i));
      }
    });
  }

  /** Ends a step with branches when all of them have ended, or its time is over. */
  private boolean join(Rows.Step row, WorkflowStep step) {
    List<Rows.Step> children =
        steps.stream().filter(child -> row.id().equals(child.frameId())).toList();
    boolean settled = children.stream().allMatch(child -> child.state().isFinished());
    Instant wake = row.wakeAt();
    if (!settled) {
      if (wake != null && parts.now().isAfter(wake)) {
        List<Rows.Step> below = below(row.id());
        write(writer -> cancel(writer, below));
        actions.closeTasks(below);
        fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
        return true;
      }
      return false;
    }
    List<String> failures = new ArrayList<>();
    for (Rows.Step last : lastOfBranches(children)) {
      if (last.state().isFailure()) {
        failures.add(last.name() + ": " + last.output());
      }
    }
    if (!failures.isEmpty()) {
      fail(row, StepState.FAILED, "Nhánh không thành công - " + String.join("; ", failures));
    } else if (step instanceof WorkflowStep.WhileCondition) {
      choose(row, step, children.getLast().branch() + 1);
    } else {
      succeed(row, StepState.SUCCEEDED, "");
    }
    return true;
  }

  private static List<Rows.Step> lastOfBranches(List<Rows.Step> children) {
    return children.stream()
        .filter(child ->
            children.stream()
                .noneMatch(
                    other -> other.branch() == child.branch() && other.number() > child.number()))
        .toList();
  }

  private List<Rows.Step> below(String frameId) {
    List<Rows.Step> below = new ArrayList<>();
    for (Rows.Step step : steps) {
      if (frameId.equals(step.frameId())) {
        below.add(step);
        below.addAll(below(step.id()));
      }
    }
    return below;
  }

  /** Ends a step well and begins the next; without a next one, its branch has ended. */
  void succeed(Rows.Step row, StepState state, String output) {
    WorkflowStep step = Objects.requireNonNull(plan.step(row.stepId()));
    String next = step.common().onCompletion();
    String chosen = next == null ? step.common().onSuccess() : next;
    Instant now = parts.now();
    write(writer -> {
      writer.update(row(row.id()), row.ended(state, now, output), "");
      if (chosen != null) {
        writer.insert(fresh(steps.size() + 1, chosen, row.frameId(), row.branch()));
      } else if (row.frameId() == null) {
        RunState end = run.inException() ? RunState.FAILED : RunState.SUCCEEDED;
        writer.update(run, run.ended(end, now, run.inException(), run.problem()));
      }
    });
    parts.stepEnded();
  }

  /**
   * Ends a step badly: its own way out, or else the end of its branch, or else the exception of the
   * playbook, or else the end of the run.
   */
  void fail(Rows.Step row, StepState state, String reason) {
    WorkflowStep step = plan.step(row.stepId());
    String next = step == null ? null : step.common().onFailure();
    String exception = plan.playbook().workflowException();
    Instant now = parts.now();
    String problem = row.name() + ": " + reason;
    write(writer -> {
      writer.update(row(row.id()), row.ended(state, now, reason), reason);
      if (next != null) {
        writer.insert(fresh(steps.size() + 1, next, row.frameId(), row.branch()));
      } else if (row.frameId() == null && exception != null && !run.inException()) {
        writer.update(run, run.ended(run.state(), null, true, problem));
        writer.insert(fresh(steps.size() + 1, exception, null, 0));
      } else if (row.frameId() == null) {
        String first = run.problem().isEmpty() ? problem : run.problem();
        writer.update(run, run.ended(RunState.FAILED, now, run.inException(), first));
      }
    });
    parts.stepEnded();
  }

  private void endAll(RunState state, String problem) {
    Instant now = parts.now();
    write(writer -> {
      cancel(writer, steps);
      writer.update(run, run.ended(state, now, run.inException(), problem));
    });
    load();
  }

  private void cancel(RunStore.Writer writer, List<Rows.Step> among) {
    for (Rows.Step step : among) {
      if (!step.state().isFinished()) {
        writer.update(step, step.ended(StepState.CANCELLED, parts.now(), step.output()), "");
      }
    }
  }

  /** A run whose open steps all wait for people says so. */
  private void settle() {
    boolean waits =
        open().stream().anyMatch(step -> step.state() == StepState.WAITING_INPUT)
            && open().stream().noneMatch(step -> step.state() == StepState.DELAYED);
    RunState state = waits ? RunState.WAITING : RunState.RUNNING;
    if (state != run.state()) {
      write(writer -> writer.update(run, run.ended(state, null, run.inException(), run.problem())));
      load();
    }
  }

  private Instant nextWake() {
    return open().stream()
        .map(Rows.Step::wakeAt)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Comparator.naturalOrder())
        .filter(wake -> wake.isBefore(run.deadlineAt()))
        // One microsecond later: a deadline is over after its moment, not at it.
        .map(wake -> wake.plusNanos(1000))
        .orElse(run.deadlineAt().plusNanos(1000));
  }

  void update(Rows.Step before, Rows.Step after, String note) {
    write(writer -> writer.update(row(before.id()), after, note));
    steps = steps.stream().map(s -> s.id().equals(after.id()) ? after : s).toList();
  }

  /** As {@link #update}, and the variables of the run change in the same transaction. */
  void update(Rows.Step before, Rows.Step after, String note, Map<String, Variable> variables) {
    Rows.Run changed = run.with(variables);
    write(writer -> {
      writer.update(row(before.id()), after, note);
      writer.update(run, changed);
    });
    run = changed;
    steps = steps.stream().map(s -> s.id().equals(after.id()) ? after : s).toList();
  }

  private void write(Consumer<RunStore.Writer> work) {
    parts.store().write(run, parts.now(), parts.settings().lease(), work);
  }

  private Rows.Step row(String id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private Rows.Step fresh(int number, String stepId, @Nullable String frameId, int branch) {
    return fresh(run.id(), plan, number, stepId, frameId, branch);
  }

  static Rows.Step fresh(
      String runId, Plan plan, int number, String stepId, @Nullable String frameId, int branch) {
    WorkflowStep step = plan.step(stepId);
    return new Rows.Step(
        runId + "/" + number,
        runId,
        number,
        stepId,
        frameId,
        branch,
        step == null ? "" : step.type(),
        step == null ? stepId : step.common().label(),
        StepState.PENDING,
        null,
        null,
        null,
        0,
        0,
        "",
        null,
        "",
        "",
        null,
        null);
  }
}
