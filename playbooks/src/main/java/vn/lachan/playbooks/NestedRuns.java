package vn.lachan.playbooks;

import java.time.Instant;
import java.util.Objects;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Steps that call another playbook: its run is one of its own, tied to the step. */
final class NestedRuns {
  private final EngineParts parts;
  private final RunLedger ledger;

  NestedRuns(EngineParts parts, RunLedger ledger) {
    this.parts = parts;
    this.ledger = ledger;
  }

  void begin(Rows.Step row, WorkflowStep.PlaybookAction call) {
    switch (parts.starter().nested(ledger, row, call)) {
      case RunStarter.Nested.Refused(String reason) -> ledger.fail(row, StepState.FAILED, reason);
      case RunStarter.Nested.Ready(Rows.Run run, Rows.Step first) -> {
        long timeout = call.common().timeoutMillis();
        Instant wake =
            timeout > 0 ? Objects.requireNonNull(row.startedAt()).plusMillis(timeout) : null;
        String shown = "Kịch bản " + run.playbookName() + " (" + run.playbookVersion() + ")";
        Rows.Step running =
            row.asking(run.playbookName(), null, shown, row.attempt() + 1)
                .waitingFor(new Rows.Awaited(null, null, run.id()))
                .in(StepState.RUNNING, wake);
        ledger.nest(running, run, first, () -> parts.starter().tellAudit(run));
        parts.counters().started.incrementAndGet();
      }
    }
  }

  /** Looks whether the run has ended; false while not. */
  boolean join(Rows.Step row, WorkflowStep.PlaybookAction call) {
    Rows.Run child = ledger.other(Objects.requireNonNull(row.childId()));
    return switch (child.state()) {
      case RUNNING, WAITING, PAUSED -> {
        Instant wake = row.wakeAt();
        boolean over = wake != null && ledger.now().isAfter(wake);
        if (over) {
          ledger.fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
        }
        yield over;
      }
      case SUCCEEDED -> {
        finished(row, call, child);
        yield true;
      }
      case FAILED, CANCELLED -> {
        String how = child.state() == RunState.FAILED ? "không thành công" : "bị dừng";
        ledger.fail(
            row,
            StepState.FAILED,
            "Kịch bản “" + child.playbookName() + "” " + how + ": " + child.problem());
        yield true;
      }
    };
  }

  private void finished(Rows.Step row, WorkflowStep.PlaybookAction call, Rows.Run child) {
    try {
      ledger.succeed(
          row,
          StepState.SUCCEEDED,
          "Kịch bản “" + child.playbookName() + "” đã chạy xong.",
          ledger.plan().returned(call, ledger.run().variables(), child.variables()));
    } catch (RenderException e) {
      ledger.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
