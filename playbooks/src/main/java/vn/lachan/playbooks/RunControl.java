package vn.lachan.playbooks;

import java.util.List;
import java.util.Map;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;

/**
 * What people ask of runs: to begin, to go on from a step, to be taken back, to pause, to stop.
 *
 * <p>It only writes down what is asked; {@link RunDriver} does it.
 */
final class RunControl {
  private final JdbcRunStore store;
  private final RunWindow window;
  private final EngineParts parts;
  private final AuditTrail audit;

  RunControl(JdbcRunStore store, RunWindow window, EngineParts parts, AuditTrail audit) {
    this.store = store;
    this.window = window;
    this.parts = parts;
    this.audit = audit;
  }

  String start(Officer by, String incidentId, String playbookId, Map<String, String> values) {
    Incident incident = window.requireIncident(by.scope(), incidentId);
    parts.leaving().requireRunnable(by, incidentId);
    Playbook playbook =
        parts
            .starter()
            .library()
            .find(playbookId)
            .orElseThrow(() -> new NotFoundException("playbook", playbookId));
    Rows.Run run =
        parts.starter().started(by.actor(), incident, playbook, values, Rows.Origin.PERSON);
    return begun(by, run, playbook.cacao().workflowStart(), "Chạy kịch bản: " + playbook.name());
  }

  String rerun(Officer by, String runId, int number) {
    Rows.Run old = finished(by, runId);
    parts.leaving().requireRunnable(by, old.incidentId());
    Rows.Step step = window.requireStep(runId, number);
    if (step.frameId() != null) {
      throw new InvalidRequestException(
          "step", "Bước nằm trong một nhánh; hãy chạy lại từ bước mở nhánh.");
    }
    Incident incident = window.requireIncident(by.scope(), old.incidentId());
    Rows.Run run =
        parts
            .starter()
            .continued(by.actor(), incident, playbook(old.document()), old, RunKind.RERUN);
    String what = "Chạy lại “" + old.playbookName() + "” từ bước “" + step.name() + "”";
    return begun(by, run, step.stepId(), what);
  }

  String rollback(Officer by, String runId) {
    Rows.Run old = finished(by, runId);
    parts.leaving().requireRunnable(by, old.incidentId());
    Playbook back =
        new WayBack(old)
            .of(store.steps(runId))
            .map(RunControl::playbook)
            .orElseThrow(() ->
                new InvalidRequestException(
                    "runId", "Lần chạy này không có bước nào để hoàn tác."));
    Incident incident = window.requireIncident(by.scope(), old.incidentId());
    Rows.Run run = parts.starter().takenBack(by.actor(), incident, back, old);
    return begun(by, run, back.cacao().workflowStart(), back.name());
  }

  private static Playbook playbook(String document) {
    return PlaybookLibrary.of(List.of(document)).playbooks().getFirst();
  }

  private Rows.Run finished(Officer by, String runId) {
    Rows.Run run = window.require(by.scope(), runId);
    if (!run.state().isFinished()) {
      throw new IllegalTransitionException("run " + runId, run.state(), RunState.RUNNING);
    }
    return run;
  }

  private String begun(Officer by, Rows.Run run, String firstStep, String what) {
    Plan plan = parts.work().plans().of(run.document());
    Rows.Step first = RunLedger.fresh(run.id(), plan, 1, firstStep, null, 0);
    store.create(run, first, () -> parts.starter().tellAudit(run, by.actor()));
    parts.counters().started.incrementAndGet();
    parts.incidents().addAutomatic(run.incidentId(), "RUN", what, List.of("run:" + run.id()));
    return run.id();
  }

  void cancel(Officer by, String runId, String reason) {
    Rows.Run run = asked(by, runId, reason, "dừng");
    if (!store.requestCancel(runId, reason, () -> tell(by, run, "run.cancel", reason))) {
      throw new IllegalTransitionException("run " + runId, run.state(), RunState.CANCELLED);
    }
  }

  void pause(Officer by, String runId, String reason) {
    Rows.Run run = asked(by, runId, reason, "tạm dừng");
    if (!store.requestPause(runId, reason, () -> tell(by, run, "run.pause", reason))) {
      throw new IllegalTransitionException("run " + runId, run.state(), RunState.PAUSED);
    }
  }

  void goOn(Officer by, String runId) {
    Rows.Run run = window.require(by.scope(), runId);
    if (!store.requestResume(runId, () -> tell(by, run, "run.resume", ""))) {
      throw new IllegalTransitionException("run " + runId, run.state(), RunState.RUNNING);
    }
  }

  private Rows.Run asked(Officer by, String runId, String reason, String what) {
    if (reason.isBlank()) {
      throw new InvalidRequestException("reason", "Phải ghi lý do " + what + " kịch bản.");
    }
    return window.require(by.scope(), runId);
  }

  private void tell(Officer by, Rows.Run run, String action, String reason) {
    audit.append(
        new AuditEntry(
            by.actor(),
            action,
            "run:" + run.id(),
            "",
            Map.of("incident", run.incidentId(), "reason", reason)));
  }
}
