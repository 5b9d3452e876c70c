package vn.lachan.playbooks;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vn.lachan.playbooks.cacao.StepExtension;
import vn.lachan.playbooks.cacao.VisibleText;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Commands for machines: writes each attempt down, makes it, and judges what came of it. */
final class MachineHand {
  private static final int DOUBLINGS = 20;

  private final EngineParts parts;
  private final RunLedger ledger;
  private final Plan plan;
  private final StepText text;

  MachineHand(EngineParts parts, RunLedger ledger, StepText text) {
    this.parts = parts;
    this.ledger = ledger;
    this.plan = ledger.plan();
    this.text = text;
  }

  void carryOut(Rows.Step row, WorkflowStep.Action action, Plan.Unit unit, Instant deadline)
      throws InterruptedException {
    Optional<Prepared> found;
    try {
      found = parts.executors().prepare(unit.command(), text.context(action, unit));
    } catch (RenderException e) {
      ledger.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
      return;
    }
    if (found.isEmpty()) {
      String type = "Loại lệnh “" + unit.command().type() + "” chưa được hỗ trợ.";
      ledger.fail(row, StepState.FAILED, type);
      return;
    }
    Prepared prepared = found.get();
    Optional<String> refusal =
        parts.leaving().refusal(ledger.run().incidentId(), unit.command(), prepared);
    if (refusal.isPresent()) {
      ledger.fail(row, StepState.FAILED, refusal.get());
      return;
    }
    String shown = VisibleText.of(prepared.shown());
    Rows.Step running =
        row.asking(plan.agent(action).name(), null, shown, row.attempt() + 1)
            .in(StepState.RUNNING, deadline);
    ledger.update(running, "lần " + running.attempt());
    ledger.flush();
    if (ledger.shallRest()) {
      ledger.update(row, "chưa gọi: kịch bản được yêu cầu dừng lại");
      return;
    }
    String key = row.id() + "/" + row.position();
    Prepared.Attempt attempt = new Prepared.Attempt(key, timeout(action, deadline));
    if (!ledger.holdsFor(attempt.timeout())) {
      ledger.update(row, "chưa gọi: tiến trình đã đứng lại quá lâu sau khi ghi");
      return;
    }
    parts.counters().calls.incrementAndGet();
    Outcome outcome = parts.gate().outside(() -> prepared.run(attempt));
    ledger.keepWhatHappened();
    judge(running, action, prepared.repeatable(), outcome);
  }

  /** What is left of the step's own time, never more than half of the lease. */
  private Duration timeout(WorkflowStep.Action action, Instant deadline) {
    Duration left = Duration.between(parts.now(), deadline);
    boolean own = action.common().timeoutMillis() > 0;
    Duration limit = parts.settings().httpTimeout();
    Duration half = parts.settings().lease().dividedBy(2);
    Duration longest = own && half.compareTo(limit) > 0 ? half : limit;
    return left.compareTo(longest) < 0 && left.isPositive() ? left : longest;
  }

  private void judge(
      Rows.Step row, WorkflowStep.Action action, boolean repeatable, Outcome outcome) {
    boolean again = mayRepeat(action, repeatable);
    switch (outcome) {
      case Outcome.Answered answer when isGood(action, answer) -> accept(row, action, answer);
      case Outcome.Answered answer -> failed(row, action, again, StepState.FAILED, answer.text());
      case Outcome.TimedOut _ ->
          failed(
              row,
              action,
              again,
              StepState.TIMED_OUT,
              "Không có trả lời trong thời gian cho phép.");
      case Outcome.NotNow(String reason) -> later(row, action, reason);
      case Outcome.Refused(String reason) -> ledger.fail(row, StepState.FAILED, reason);
      case Outcome.Broken(String reason) -> {
        boolean plain = action.common().extension().retry() == null;
        if (plain && again && row.attempt() < parts.settings().maxAttempts()) {
          ledger.update(row.in(StepState.PENDING, null), reason);
        } else {
          failed(row, action, again, StepState.FAILED, reason);
        }
      }
    }
  }

  private static boolean isGood(WorkflowStep.Action action, Outcome.Answered answer) {
    StepExtension.Success success = action.common().extension().success();
    if (success == null) {
      return answer.good();
    }
    var codes = answer.values().containsKey("exit_code") ? success.exitCodes() : success.status();
    boolean code = codes.isEmpty() ? answer.good() : codes.contains(answer.code());
    return code
        && (success.matches().isEmpty()
            || Pattern.compile(success.matches()).matcher(answer.text()).find());
  }

  /** Tries again after a pause when the step says so, or ends it badly. */
  private void failed(
      Rows.Step row, WorkflowStep.Action action, boolean again, StepState state, String reason) {
    StepExtension.Retry retry = action.common().extension().retry();
    if (retry == null || !again || row.attempt() >= retry.max()) {
      ledger.fail(row, state, reason);
      return;
    }
    pause(row, retry.backoffMillis(), reason);
  }

  /** What surely was not done is tried again, whatever it is: as the step says, or as usual. */
  private void later(Rows.Step row, WorkflowStep.Action action, String reason) {
    if (action.common().extension().retry() != null) {
      failed(row, action, true, StepState.FAILED, reason);
    } else if (row.attempt() < parts.settings().maxAttempts()) {
      pause(row, parts.settings().pause().toMillis(), reason);
    } else {
      ledger.fail(row, StepState.FAILED, reason);
    }
  }

  /** The pause doubles with every attempt. */
  private void pause(Rows.Step row, long millis, String reason) {
    long pause = millis << Math.min(DOUBLINGS, row.attempt() - 1);
    ledger.update(row.in(StepState.DELAYED, ledger.now().plusMillis(Math.max(1, pause))), reason);
  }

  private void accept(Rows.Step row, WorkflowStep.Action action, Outcome.Answered answer) {
    try {
      ledger.update(
          row.next(answer.text(), plan.isLast(row, action)),
          "",
          plan.assigned(action, ledger.run().variables(), outputs(action, answer.values())));
    } catch (RenderException e) {
      ledger.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Values by the names the step asks for: without their underscores, or by their last part, so
   * that {@code __login_count__} takes {@code count}.
   */
  private static Map<String, String> outputs(
      WorkflowStep.Action action, Map<String, String> values) {
    Map<String, String> outputs = new LinkedHashMap<>();
    for (String name : action.outArgs()) {
      String plain = name.replaceAll("^__|__$", "");
      String value = values.get(plain);
      for (String known : new String[] {"count", "ids", "exit_code", "output"}) {
        if (value == null && plain.endsWith("_" + known)) {
          value = values.get(known);
        }
      }
      if (value != null) {
        outputs.put(name, value);
      }
    }
    return outputs;
  }

  /** Whether a lost attempt at the command the step is at may be made again. */
  boolean mayRepeatLost(Rows.Step row, WorkflowStep.Action action) {
    Plan.Unit unit = plan.units(action).get(row.position());
    int most = parts.settings().maxAttempts();
    try {
      return row.attempt() < most
          && parts
              .executors()
              .prepare(unit.command(), text.context(action, unit))
              .map(prepared -> mayRepeat(action, prepared.repeatable()))
              .orElse(false);
    } catch (RenderException _) {
      return false;
    }
  }

  private static boolean mayRepeat(WorkflowStep.Action action, boolean byKind) {
    Boolean declared = action.common().extension().idempotent();
    return declared == null ? byKind : declared;
  }
}
