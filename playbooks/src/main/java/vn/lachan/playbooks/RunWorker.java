package vn.lachan.playbooks;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Moves one run on, one change at a time, and writes each change down before the next.
 *
 * <p>Steps live in frames: a step that opens branches is the frame of the steps below it. A branch
 * has ended when none of its steps is open; the opening step ends when all its branches have.
 */
final class RunWorker {
  private final WorkParts parts;
  private final RunLedger ledger;
  private final Actions actions;
  private final Branching branching;

  /** Makes the {@link Actions} of a worker. */
  interface Hands {
    Actions of(RunLedger ledger);
  }

  RunWorker(WorkParts parts, Rows.Held held, Hands hands) {
    this.parts = parts;
    Plan plan = parts.plans().of(held.run().document());
    this.ledger = new RunLedger(parts, plan, held);
    this.actions = hands.of(ledger);
    this.branching = new Branching(ledger, parts.settings(), actions);
  }

  Rows.Run run() {
    return ledger.run();
  }

  /**
   * Acts until every open step waits, and gives the lease back; returns when to look again at the
   * latest.
   */
  Instant work() throws InterruptedException {
    boolean whole = false;
    try {
      while (!run().state().isFinished() && actOnce()) {
        // one thing after the other
      }
      whole = true;
    } finally {
      if (!whole) {
        ledger.flush();
      }
    }
    if (run().state().isFinished()) {
      ledger.release(parts.now());
      actions.closeTasks(ledger.steps());
      return parts.now();
    }
    settle();
    Instant wake = nextWake();
    ledger.release(wake);
    return wake;
  }

  private boolean actOnce() throws InterruptedException {
    String cancel = run().wishes().cancel();
    EngineSettings settings = parts.settings();
    if (cancel != null) {
      ledger.endAll(RunState.CANCELLED, cancel);
      return false;
    }
    if (parts.now().isAfter(run().deadlineAt())) {
      ledger.endAll(RunState.FAILED, "Kịch bản chạy quá thời gian cho phép.");
      return false;
    }
    if (ledger.steps().size() > settings.maxSteps()) {
      String reason = "Kịch bản vượt quá " + settings.maxSteps() + " bước cho phép.";
      ledger.endAll(RunState.FAILED, reason);
      return false;
    }
    if (run().wishes().pause() != null) {
      return false;
    }
    for (Rows.Step step : ledger.open()) {
      if (act(step)) {
        return true;
      }
    }
    return false;
  }

  private boolean act(Rows.Step row) throws InterruptedException {
    WorkflowStep step = ledger.plan().step(row.stepId());
    if (step == null) {
      ledger.fail(row, StepState.FAILED, "Không có bước " + row.stepId() + ".");
      return true;
    }
    return switch (row.state()) {
      case PENDING -> begin(row, step);
      case DELAYED -> {
        boolean over = !parts.now().isBefore(Objects.requireNonNull(row.wakeAt()));
        if (over) {
          ledger.update(row.started(parts.now()).in(StepState.PENDING, null), "");
        }
        yield over;
      }
      case WAITING_INPUT -> actions.look(row, action(step));
      case WAITING_APPROVAL -> actions.agreed(row, step);
      case RUNNING -> running(row, step);
      case UNKNOWN -> actions.recover(row, action(step));
      case SUCCEEDED, FAILED, TIMED_OUT, SKIPPED, CANCELLED -> false;
    };
  }

  private boolean running(Rows.Step row, WorkflowStep step) {
    return switch (step) {
      case WorkflowStep.Action _ -> actions.lost(row);
      case WorkflowStep.PlaybookAction call -> actions.joinNested(row, call);
      case WorkflowStep.Start _,
          WorkflowStep.End _,
          WorkflowStep.Parallel _,
          WorkflowStep.IfCondition _,
          WorkflowStep.WhileCondition _,
          WorkflowStep.SwitchCondition _,
          WorkflowStep.Unknown _ ->
          branching.join(row, step);
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
      ledger.update(row.in(StepState.DELAYED, parts.now().plusMillis(delay)), "");
      return true;
    }
    if (step instanceof WorkflowStep.PlaybookAction && ledger.wishesChanged()) {
      return true;
    }
    Rows.Step started = row.started(parts.now());
    switch (step) {
      case WorkflowStep.Start _ -> ledger.succeed(started, StepState.SUCCEEDED, "");
      case WorkflowStep.End _ -> ledger.succeed(started, StepState.SUCCEEDED, "");
      case WorkflowStep.Action action -> actions.perform(started, action);
      case WorkflowStep.PlaybookAction call -> actions.nest(started, call);
      case WorkflowStep.Parallel parallel -> {
        if (actions.mayPass(started, step)) {
          ledger.branch(started, parallel.branches(), 0, "");
        }
      }
      case WorkflowStep.IfCondition _,
          WorkflowStep.WhileCondition _,
          WorkflowStep.SwitchCondition _ -> {
        if (actions.mayPass(started, step)) {
          branching.choose(started, step, 0);
        }
      }
      case WorkflowStep.Unknown _ -> {
        String type = "Loại bước “" + step.type() + "” chưa được hỗ trợ.";
        ledger.fail(started, StepState.FAILED, type);
      }
    }
    return true;
  }

  /** A run whose open steps all wait for people says so. */
  private void settle() {
    if (run().wishes().pause() != null) {
      ledger.become(RunState.PAUSED);
      return;
    }
    boolean people =
        ledger.open().stream()
            .anyMatch(step ->
                step.state() == StepState.WAITING_INPUT
                    || step.state() == StepState.WAITING_APPROVAL);
    boolean timers = ledger.open().stream().anyMatch(step -> step.state() == StepState.DELAYED);
    ledger.become(people && !timers ? RunState.WAITING : RunState.RUNNING);
  }

  private Instant nextWake() {
    Instant deadline = run().deadlineAt();
    if (run().wishes().pause() != null) {
      return deadline.plusNanos(1000);
    }
    return ledger.open().stream()
        .map(Rows.Step::wakeAt)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Comparator.naturalOrder())
        .filter(wake -> wake.isBefore(deadline))
        // One microsecond later: a deadline is over after its moment, not at it.
        .map(wake -> wake.plusNanos(1000))
        .orElse(deadline.plusNanos(1000));
  }
}
