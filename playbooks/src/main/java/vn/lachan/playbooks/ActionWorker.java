package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Carries steps out in earnest: by people, by machines, by other playbooks. */
final class ActionWorker implements Actions {
  /** The value a person gives who decides about a call whose outcome nobody saw. */
  static final String DECISION = "__ket_qua__";

  private final EngineParts parts;
  private final RunLedger ledger;
  private final ApprovalGate gate;
  private final PeopleHand people;
  private final MachineHand machines;
  private final NestedRuns nested;

  ActionWorker(EngineParts parts, RunLedger ledger) {
    this.parts = parts;
    this.ledger = ledger;
    StepText text = new StepText(ledger, parts.executors(), parts.starter().library());
    this.gate = new ApprovalGate(ledger, text, parts.settings().approvalTimeout());
    this.people = new PeopleHand(parts, ledger);
    this.machines = new MachineHand(parts, ledger, text);
    this.nested = new NestedRuns(parts, ledger);
  }

  @Override
  public void perform(Rows.Step row, WorkflowStep.Action action) throws InterruptedException {
    List<Plan.Unit> units = ledger.plan().units(action);
    if (units.isEmpty()) {
      ledger.fail(row, StepState.FAILED, "Bước chưa có lệnh nào.");
      return;
    }
    if (row.position() >= units.size()) {
      ledger.succeed(row, StepState.SUCCEEDED, row.output());
      return;
    }
    Instant deadline = deadline(row, action);
    if (parts.now().isAfter(deadline)) {
      ledger.fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
      return;
    }
    if (!gate.mayPass(row, action)) {
      return;
    }
    Plan.Unit unit = units.get(row.position());
    if (unit.command() instanceof Command.Manual manual) {
      people.ask(row, action, manual, deadline);
    } else {
      machines.carryOut(row, action, unit, deadline);
    }
  }

  private Instant deadline(Rows.Step row, WorkflowStep.Action action) {
    long timeout = action.common().timeoutMillis();
    Duration limit = timeout > 0 ? Duration.ofMillis(timeout) : parts.settings().manualTimeout();
    return Objects.requireNonNull(row.startedAt()).plus(limit);
  }

  @Override
  public void nest(Rows.Step row, WorkflowStep.PlaybookAction call) {
    if (gate.mayPass(row, call)) {
      nested.begin(row, call);
    }
  }

  @Override
  public boolean joinNested(Rows.Step row, WorkflowStep.PlaybookAction call) {
    return nested.join(row, call);
  }

  @Override
  public boolean mayPass(Rows.Step row, WorkflowStep step) {
    return gate.mayPass(row, step);
  }

  @Override
  public boolean agreed(Rows.Step row, WorkflowStep step) {
    return gate.look(row, step);
  }

  @Override
  public boolean look(Rows.Step row, WorkflowStep.Action action) {
    return people.look(row, action);
  }

  @Override
  public boolean lost(Rows.Step row) {
    parts.counters().unknown.incrementAndGet();
    ledger.update(row.in(StepState.UNKNOWN, row.wakeAt()), "tiến trình dừng giữa lúc gọi");
    return true;
  }

  @Override
  public boolean recover(Rows.Step row, WorkflowStep.Action action) {
    if (machines.mayRepeatLost(row, action)) {
      ledger.update(row.in(StepState.PENDING, null), "gọi lại");
    } else {
      people.decide(row, action);
    }
    return true;
  }

  @Override
  public void closeTasks(List<Rows.Step> steps) {
    people.closeTasks(steps);
  }
}
