package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.StepExtension;
import vn.lachan.playbooks.cacao.VisibleText;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Writes commands down instead of carrying them out; for one thread. */
final class DryRunRecorder implements Actions {
  private final RunLedger ledger;
  private final Executors executors;
  private final DryRun dryRun;
  private final PlaybookLibrary library;
  private final StepText text;
  private final List<DryRun.Planned> commands = new ArrayList<>();
  private final List<DryRun.Asked> approvals = new ArrayList<>();

  DryRunRecorder(RunLedger ledger, Executors executors, DryRun dryRun, PlaybookLibrary library) {
    this.ledger = ledger;
    this.executors = executors;
    this.dryRun = dryRun;
    this.library = library;
    this.text = new StepText(ledger, executors, library);
  }

  List<DryRun.Planned> commands() {
    return commands;
  }

  List<DryRun.Asked> approvals() {
    return approvals;
  }

  @Override
  public void perform(Rows.Step row, WorkflowStep.Action action) {
    mayPass(row, action);
    Plan plan = ledger.plan();
    for (Plan.Unit unit : plan.units(action)) {
      commands.add(planned(row, action, unit));
    }
    if (plan.units(action).isEmpty()) {
      ledger.fail(row, StepState.FAILED, "Bước chưa có lệnh nào.");
    } else {
      ledger.succeed(row, StepState.SUCCEEDED, "");
    }
  }

  private DryRun.Planned planned(Rows.Step row, WorkflowStep.Action action, Plan.Unit unit) {
    AgentTarget agent = ledger.plan().agent(action);
    AgentTarget target = unit.target();
    String shown;
    String problem = "";
    try {
      shown = rendered(action, unit);
    } catch (RenderException e) {
      shown = written(unit.command());
      problem = String.valueOf(e.getMessage());
    }
    if (unit.command() instanceof Command.Unknown(String type)) {
      problem = "Loại lệnh “" + type + "” chưa được hỗ trợ.";
    }
    return new DryRun.Planned(
        row.stepId(),
        row.name(),
        unit.command().type(),
        agent.name(),
        target == null ? ledger.plan().targets(action) : target.name(),
        VisibleText.of(shown),
        problem);
  }

  private String rendered(WorkflowStep.Action action, Plan.Unit unit) {
    CommandContext context = text.context(action, unit);
    if (unit.command() instanceof Command.Manual(String manual)) {
      return context.masked().forPeople(manual);
    }
    return executors.prepare(unit.command(), context).map(Prepared::shown).orElse("");
  }

  /** As it stands in the playbook. */
  private static String written(Command command) {
    return switch (command) {
      case Command.Manual(String text) -> text;
      case Command.HttpApi call -> call.startLine();
      case Command.Shell(String _, String text) -> text;
      case Command.Search(String _, String text) -> text;
      case Command.Notice(String _, String text) -> text;
      case Command.Unknown _ -> "";
    };
  }

  @Override
  public boolean mayPass(Rows.Step row, WorkflowStep step) {
    StepExtension.Approval approval = step.common().extension().approval();
    if (approval != null) {
      approvals.add(
          new DryRun.Asked(
              row.stepId(),
              row.name(),
              approval.roles(),
              approval.count(),
              approval.notRequester()));
    }
    return true;
  }

  @Override
  public void nest(Rows.Step row, WorkflowStep.PlaybookAction call) throws InterruptedException {
    mayPass(row, call);
    Optional<Playbook> called = library.find(call.playbookId(), call.version());
    int depth = ledger.run().origin().depth() + 1;
    if (called.isEmpty() || !called.get().canRun() || depth > dryRun.maxDepth()) {
      String shown = called.map(Playbook::name).orElse(call.playbookId());
      commands.add(
          new DryRun.Planned(
              row.stepId(),
              row.name(),
              call.type(),
              "",
              "",
              shown,
              "Không chạy được kịch bản “" + shown + "”."));
    } else {
      follow(called.get(), call, depth);
    }
    ledger.succeed(row, StepState.SUCCEEDED, "");
  }

  private void follow(Playbook called, WorkflowStep.PlaybookAction call, int depth)
      throws InterruptedException {
    DryRun.Report report =
        dryRun.of(
            called,
            RunStarter.arguments(called, call, ledger.plan(), ledger.run().variables()),
            depth);
    commands.addAll(report.commands());
    approvals.addAll(report.approvals());
  }

  @Override
  public boolean joinNested(Rows.Step row, WorkflowStep.PlaybookAction call) {
    return false; // followed at once
  }

  @Override
  public boolean agreed(Rows.Step row, WorkflowStep step) {
    return false; // nothing ever waits
  }

  @Override
  public boolean follows(int round) {
    return round == 0;
  }

  @Override
  public boolean look(Rows.Step row, WorkflowStep.Action action) {
    return false;
  }

  @Override
  public boolean lost(Rows.Step row) {
    return false;
  }

  @Override
  public boolean recover(Rows.Step row, WorkflowStep.Action action) {
    return false;
  }

  @Override
  public void closeTasks(List<Rows.Step> steps) {
    // No task was given.
  }
}
