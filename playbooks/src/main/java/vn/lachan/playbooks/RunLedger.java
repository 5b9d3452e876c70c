package vn.lachan.playbooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * The rows of one run as its worker knows them, and every way in which they change. Each change is
 * one transaction that checks the lease. For one thread.
 */
final class RunLedger {
  private final WorkParts parts;
  private final Plan plan;
  private Rows.Run run;
  private List<Rows.Step> steps = List.of();

  RunLedger(WorkParts parts, Plan plan, Rows.Run run) {
    this.parts = parts;
    this.plan = plan;
    this.run = run;
  }

  Rows.Run run() {
    return run;
  }

  Plan plan() {
    return plan;
  }

  List<Rows.Step> steps() {
    return steps;
  }

  Instant now() {
    return parts.now();
  }

  void load() {
    run = parts.store().find(run.id()).orElseThrow(() -> new LeaseLostException(run.id(), 0));
    steps = parts.store().steps(run.id());
  }

  List<Rows.Step> open() {
    return steps.stream().filter(step -> !step.state().isFinished()).toList();
  }

  /** All steps of the branches that {@code frameId} opened, and of theirs. */
  List<Rows.Step> below(String frameId) {
    List<Rows.Step> below = new ArrayList<>();
    for (Rows.Step step : steps) {
      if (frameId.equals(step.frameId())) {
        below.add(step);
        below.addAll(below(step.id()));
      }
    }
    return below;
  }

  /** Begins branches below {@code row}; they are numbered from {@code first}. */
  void branch(Rows.Step row, List<String> branches, int first, String note) {
    WorkflowStep step = Objects.requireNonNull(plan.step(row.stepId()));
    long timeout = step.common().timeoutMillis();
    Instant started = Objects.requireNonNull(row.startedAt());
    Instant wake = timeout > 0 ? started.plusMillis(timeout) : null;
    write(writer -> {
      writer.update(row(row.id()), row.in(StepState.RUNNING, wake), note);
      int number = steps.size();
      for (int i = 0; i < branches.size(); i++) {
        writer.insert(fresh(number + i + 1, branches.get(i), row.id(), first + i));
      }
    });
  }

  /** Begins a run below {@code row}, which waits for it; {@code before} runs last. */
  void nest(Rows.Step row, Rows.Run child, Rows.Step first, Runnable before) {
    write(writer -> {
      writer.create(child, first);
      writer.update(row(row.id()), row, "");
      before.run();
    });
  }

  /** Ends a step well and begins the next; without a next one, its branch has ended. */
  void succeed(Rows.Step row, StepState state, String output) {
    succeed(row, state, output, run.variables());
  }

  /** As {@link #succeed}, and the variables of the run change in the same transaction. */
  void succeed(Rows.Step row, StepState state, String output, Map<String, Variable> variables) {
    WorkflowStep step = Objects.requireNonNull(plan.step(row.stepId()));
    String next = step.common().onCompletion();
    String chosen = next == null ? step.common().onSuccess() : next;
    Instant now = parts.now();
    Rows.Run changed = run.with(variables);
    write(writer -> {
      writer.update(row(row.id()), row.ended(state, now, output), "");
      boolean ends = chosen == null && row.frameId() == null;
      RunState end = run.inException() ? RunState.FAILED : RunState.SUCCEEDED;
      if (chosen != null) {
        writer.insert(fresh(steps.size() + 1, chosen, row.frameId(), row.branch()));
      }
      if (ends) {
        writer.update(run, changed.ended(end, now, run.inException(), run.problem()));
      } else if (!variables.equals(run.variables())) {
        writer.update(run, changed);
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
      abandon(writer, row, reason);
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

  /** Ends the run and everything in it. */
  void endAll(RunState state, String problem) {
    Instant now = parts.now();
    write(writer -> {
      cancel(writer, steps, problem);
      writer.update(run, run.ended(state, now, run.inException(), problem));
    });
    load();
  }

  /** Cancels those of {@code among} that are open. */
  void cancel(List<Rows.Step> among, String reason) {
    write(writer -> cancel(writer, among, reason));
  }

  private void cancel(RunStore.Writer writer, List<Rows.Step> among, String reason) {
    for (Rows.Step step : among) {
      if (!step.state().isFinished()) {
        writer.update(step, step.ended(StepState.CANCELLED, parts.now(), step.output()), "");
        abandon(writer, step, reason);
      }
    }
  }

  /** A run that nobody waits for any more is stopped. */
  private static void abandon(RunStore.Writer writer, Rows.Step step, String reason) {
    String child = step.childId();
    if (child != null) {
      writer.cancel(child, reason);
    }
  }

  /** The run itself is in another state now. */
  void become(RunState state) {
    if (state != run.state()) {
      write(writer -> writer.update(run, run.ended(state, null, run.inException(), run.problem())));
      load();
    }
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

  List<Rows.Decision> decisions(Rows.Step row) {
    Rows.Consent consent = row.consent();
    return consent == null ? List.of() : parts.store().decisions(row.id(), consent.shown());
  }

  Rows.Run other(String runId) {
    return parts
        .store()
        .find(runId)
        .orElseThrow(() -> new IllegalStateException("no run " + runId));
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
    return Rows.Step.fresh(
        new Rows.Place(
            runId + "/" + number,
            runId,
            number,
            stepId,
            frameId,
            branch,
            step == null ? "" : step.type(),
            step == null ? stepId : step.common().label()));
  }

  /** The first step of a run. */
  static Rows.Step first(Rows.Run run, Plan plan) {
    return fresh(run.id(), plan, 1, plan.playbook().workflowStart(), null, 0);
  }
}
