package vn.lachan.playbooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Condition;
import vn.lachan.playbooks.cacao.ConditionSyntaxException;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Steps that open branches: which one, how often, and when they are over. */
final class Branching {
  private final RunLedger ledger;
  private final EngineSettings settings;
  private final Actions actions;

  Branching(RunLedger ledger, EngineSettings settings, Actions actions) {
    this.ledger = ledger;
    this.settings = settings;
    this.actions = actions;
  }

  /** Evaluates a condition and opens the branch it leads to, or goes on when there is none. */
  void choose(Rows.Step row, WorkflowStep step, int round) {
    String branch;
    try {
      branch = branch(step);
    } catch (ConditionSyntaxException | RenderException e) {
      ledger.fail(row, StepState.FAILED, "Không xét được điều kiện: " + e.getMessage());
      return;
    }
    if (round > 0 && !actions.follows(round)) {
      ledger.succeed(row, StepState.SUCCEEDED, "chỉ xét một vòng");
    } else if (branch == null) {
      ledger.succeed(row, StepState.SUCCEEDED, "không nhánh nào");
    } else if (round >= settings.maxIterations()) {
      ledger.fail(
          row, StepState.FAILED, "Vòng lặp vượt quá " + settings.maxIterations() + " lượt.");
    } else {
      ledger.branch(row, List.of(branch), round, label(branch));
    }
  }

  private @Nullable String branch(WorkflowStep step) {
    Map<String, Variable> scope = ledger.plan().scope(step, ledger.run().variables());
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
    WorkflowStep step = ledger.plan().step(stepId);
    return step == null ? stepId : step.common().label();
  }

  /** Ends a step with branches when all of them have ended, or its time is over. */
  boolean join(Rows.Step row, WorkflowStep step) {
    List<Rows.Step> children =
        ledger.steps().stream().filter(child -> row.id().equals(child.frameId())).toList();
    if (!children.stream().allMatch(child -> child.state().isFinished())) {
      return timeOut(row);
    }
    List<String> failures = new ArrayList<>();
    for (Rows.Step last : lastOfBranches(children)) {
      if (last.state().isFailure()) {
        failures.add(last.name() + ": " + last.output());
      }
    }
    if (!failures.isEmpty()) {
      String all = String.join("; ", failures);
      ledger.fail(row, StepState.FAILED, "Nhánh không thành công - " + all);
    } else if (step instanceof WorkflowStep.WhileCondition) {
      choose(row, step, children.getLast().branch() + 1);
    } else {
      ledger.succeed(row, StepState.SUCCEEDED, "");
    }
    return true;
  }

  private boolean timeOut(Rows.Step row) {
    Instant wake = row.wakeAt();
    if (wake == null || !ledger.now().isAfter(wake)) {
      return false;
    }
    List<Rows.Step> below = ledger.below(row.id());
    ledger.cancel(below, "Quá thời gian của bước.");
    actions.closeTasks(ledger.below(row.id()));
    ledger.fail(row, StepState.TIMED_OUT, "Quá thời gian của bước.");
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
}
