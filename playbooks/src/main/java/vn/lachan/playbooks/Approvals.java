package vn.lachan.playbooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Officer;
import vn.lachan.playbooks.cacao.StepExtension;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Takes people's word about steps that may not begin without it. */
final class Approvals {
  private static final String ONLY_ONCE = "Mỗi người chỉ quyết định một lần.";

  private final JdbcRunStore store;
  private final RunWindow window;
  private final AuditTrail audit;
  private final WorkParts work;

  Approvals(JdbcRunStore store, RunWindow window, AuditTrail audit, WorkParts work) {
    this.store = store;
    this.window = window;
    this.audit = audit;
    this.work = work;
  }

  /** What waits in all incidents of the officer's scope, what started first on top. */
  List<PendingApproval> pending(Officer by) {
    return pending(
        by,
        store.waitingForPeople().stream().filter(run -> window.shows(by.scope(), run)).toList());
  }

  /** What waits in the runs of an incident, oldest first; commands only for who may decide. */
  List<PendingApproval> pending(Officer by, List<Rows.Run> runs) {
    List<PendingApproval> pending = new ArrayList<>();
    for (Rows.Run run : runs) {
      if (!run.state().isFinished()) {
        Plan plan = work.plans().of(run.document());
        for (Rows.Step step : store.steps(run.id())) {
          PendingApproval one = pending(by, run, plan, step);
          if (one != null) {
            pending.add(one);
          }
        }
      }
    }
    return pending;
  }

  private @Nullable PendingApproval pending(Officer by, Rows.Run run, Plan plan, Rows.Step step) {
    Rows.Consent consent = step.consent();
    StepExtension.Approval approval = approval(plan, step);
    if (step.state() != StepState.WAITING_APPROVAL || consent == null || approval == null) {
      return null;
    }
    boolean shown = by.scope().allows("") || hasRole(by, approval);
    WorkflowStep planned = Objects.requireNonNull(plan.step(step.stepId()));
    List<Rows.Decision> decisions = store.decisions(step.id(), consent.shown());
    boolean decided = decisions.stream().anyMatch(d -> d.person().equals(by.actor().id()));
    return new PendingApproval(
        step.runId(),
        run.incidentId(),
        run.playbookName(),
        run.startedBy(),
        step.number(),
        step.name(),
        consent.shown(),
        shown ? step.command() : "",
        approval.roles(),
        approval.count(),
        approval.notRequester(),
        planned.common().extension().destructive(),
        Objects.requireNonNull(step.wakeAt()),
        decisions.stream()
            .map(d ->
                new PendingApproval.Decision(d.person(), d.unit(), d.agreed(), d.reason(), d.at()))
            .toList(),
        decided ? ONLY_ONCE : refusal(by, run, approval));
  }

  private static StepExtension.@Nullable Approval approval(Plan plan, Rows.Step step) {
    WorkflowStep planned = plan.step(step.stepId());
    return planned == null ? null : planned.common().extension().approval();
  }

  private static boolean hasRole(Officer by, StepExtension.Approval approval) {
    return approval.roles().isEmpty()
        || by.actor().roles().stream().anyMatch(approval.roles()::contains);
  }

  /**
   * Writes down that {@code by} agrees to a step, or refuses it.
   *
   * @param digest of the commands as {@code by} saw them
   */
  void decide(Officer by, String runId, int number, String digest, boolean agreed, String reason) {
    Rows.Run run = window.require(by.scope(), runId);
    Rows.Step step = window.requireStep(runId, number);
    StepExtension.Approval approval = approval(work.plans().of(run.document()), step);
    Rows.Consent consent = step.consent();
    if (approval == null || consent == null || step.state() != StepState.WAITING_APPROVAL) {
      throw notWaiting(step);
    }
    requireAllowed(by, run, approval);
    if (!consent.shown().equals(digest)) {
      throw new InvalidRequestException(
          "digest", "Lệnh đã khác với lệnh được xem; hãy xem lại rồi quyết định.");
    }
    if (!agreed && reason.isBlank()) {
      throw new InvalidRequestException("reason", "Phải ghi lý do từ chối.");
    }
    Instant now = work.now();
    Runnable tell = () -> tellAudit(by, run, step, consent, agreed, reason);
    switch (store.decide(step, by, agreed, reason, now, tell)) {
      case WRITTEN -> {}
      case NOT_WAITING -> throw notWaiting(step);
      case TWICE -> throw new NotAllowedException(ONLY_ONCE);
    }
  }

  private static IllegalTransitionException notWaiting(Rows.Step step) {
    return new IllegalTransitionException(
        "step " + step.id(), step.state(), StepState.WAITING_APPROVAL);
  }

  private void requireAllowed(Officer by, Rows.Run run, StepExtension.Approval approval) {
    String refusal = refusal(by, run, approval);
    if (!refusal.isEmpty()) {
      throw new NotAllowedException(refusal);
    }
  }

  /** Why this officer may not decide; empty when they may. */
  private String refusal(Officer by, Rows.Run run, StepExtension.Approval approval) {
    if (by.actor().equals(Actor.PLATFORM) || !hasRole(by, approval)) {
      return "Chỉ người có vai trò "
          + String.join(", ", approval.roles())
          + " được phê duyệt bước này.";
    }
    return approval.notRequester() && requesters(run).contains(by.actor().id())
        ? "Người chạy kịch bản không được tự phê duyệt."
        : "";
  }

  /** Who started the run, and those it comes from. */
  Set<String> requesters(Rows.Run run) {
    Set<String> requesters = new HashSet<>();
    Rows.@Nullable Run at = run;
    while (at != null) {
      requesters.add(at.startedBy());
      String parent = at.origin().parentRun();
      String next = parent == null ? at.origin().originId() : parent;
      at = next == null ? null : store.find(next).orElse(null);
    }
    return requesters;
  }

  private void tellAudit(
      Officer by,
      Rows.Run run,
      Rows.Step step,
      Rows.Consent consent,
      boolean agreed,
      String reason) {
    audit.append(
        new AuditEntry(
            by.actor(),
            agreed ? "run.approve" : "run.refuse",
            "run:" + run.id(),
            "",
            Map.of(
                "incident", run.incidentId(),
                "step", step.stepId(),
                "number", String.valueOf(step.number()),
                "digest", consent.shown(),
                "reason", reason)));
  }
}
