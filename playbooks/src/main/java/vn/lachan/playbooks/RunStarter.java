package vn.lachan.playbooks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** Makes runs: decides whether a playbook may be run, and with what values. */
final class RunStarter {
  private final PlaybookLibrary library;
  private final SigningPolicy signing;
  private final Incidents incidents;
  private final AuditTrail audit;
  private final WorkParts work;

  RunStarter(
      PlaybookLibrary library,
      SigningPolicy signing,
      Incidents incidents,
      AuditTrail audit,
      WorkParts work) {
    this.library = library;
    this.signing = signing;
    this.incidents = incidents;
    this.audit = audit;
    this.work = work;
  }

  PlaybookLibrary library() {
    return library;
  }

  /** A run that a person starts. */
  Rows.Run started(
      Actor by, Incident incident, Playbook playbook, Map<String, String> values, Rows.Origin as) {
    requireStartable(incident, playbook);
    Map<String, Variable> variables = new LinkedHashMap<>(playbook.cacao().variables());
    Map<String, String> given = new LinkedHashMap<>(values);
    if (variables.containsKey("__incident_id__")) {
      given.putIfAbsent("__incident_id__", incident.id());
    }
    given.forEach((name, value) -> variables.put(name, given(variables.get(name), name, value)));
    requireAll(variables);
    return run(by.id(), incident, playbook, variables, as);
  }

  /** A run that goes on with what another one knows. */
  Rows.Run continued(Actor by, Incident incident, Playbook playbook, Rows.Run other, RunKind kind) {
    requireStartable(incident, playbook);
    return run(
        by.id(), incident, playbook, other.variables(), new Rows.Origin(kind, null, 0, other.id()));
  }

  /** A run that takes another one back; allowed also when its playbook is out of force. */
  Rows.Run takenBack(Actor by, Incident incident, Playbook back, Rows.Run other) {
    if (incident.state().isClosed()) {
      throw new InvalidRequestException("incidentId", "Sự cố đã đóng.");
    }
    Rows.Origin origin = new Rows.Origin(RunKind.ROLLBACK, null, 0, other.id());
    return run(by.id(), incident, back, other.variables(), origin);
  }

  private Rows.Run run(
      String by,
      Incident incident,
      Playbook playbook,
      Map<String, Variable> variables,
      Rows.Origin as) {
    Instant now = work.now();
    return Rows.Run.fresh(
        UUID.randomUUID().toString(),
        playbook,
        incident.id(),
        now,
        by,
        variables,
        now.plus(work.settings().maxRunTime()),
        as);
  }

  private void requireStartable(Incident incident, Playbook playbook) {
    if (incident.state().isClosed()) {
      throw new InvalidRequestException("incidentId", "Sự cố đã đóng.");
    }
    Optional<String> refusal = refusal(incident, playbook);
    if (refusal.isPresent()) {
      throw new InvalidRequestException("playbookId", refusal.get());
    }
  }

  /** Why a playbook may not be run now, in Vietnamese; empty when it may. */
  private Optional<String> refusal(Incident incident, Playbook playbook) {
    Instant now = work.now();
    if (!playbook.canRun()) {
      return Optional.of("Kịch bản có lỗi, không chạy được.");
    }
    Optional<String> invalid = playbook.refusalAt(now);
    if (invalid.isPresent()) {
      return invalid;
    }
    return signing.allows(incident.organization(), playbook, now)
        ? Optional.empty()
        : Optional.of("Kịch bản chưa được ký bằng khóa mà đơn vị tin cậy, không chạy được.");
  }

  private static void requireAll(Map<String, Variable> variables) {
    variables.forEach((name, variable) -> {
      if (variable.external() && variable.value() == null) {
        throw new InvalidRequestException(name, "Thiếu giá trị " + name + ".");
      }
    });
  }

  private static Variable given(@Nullable Variable variable, String name, String value) {
    if (variable == null || !variable.external()) {
      throw new InvalidRequestException(name, "Kịch bản không nhận biến " + name + ".");
    }
    ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
    if (!value.isEmpty() && !type.accepts(value)) {
      throw new InvalidRequestException(
          name, "Giá trị " + name + " không đúng kiểu " + type.word() + ".");
    }
    return variable.withValue(value);
  }

  /** What becomes of a step that calls a playbook. */
  sealed interface Nested {
    record Ready(Rows.Run run, Rows.Step first) implements Nested {}

    record Refused(String reason) implements Nested {}
  }

  /** The run that a step of another run begins. */
  Nested nested(RunLedger parent, Rows.Step row, WorkflowStep.PlaybookAction call) {
    Optional<Playbook> found = library.find(call.playbookId(), call.version());
    if (found.isEmpty()) {
      String wanted = (call.playbookId() + " " + call.version()).strip();
      return new Nested.Refused("Không có kịch bản " + wanted + " trong thư viện.");
    }
    Playbook playbook = found.get();
    Optional<Incident> incident =
        incidents.find(OrganizationScope.PROVINCE, parent.run().incidentId());
    Optional<String> refusal =
        incident.isEmpty()
            ? Optional.of("Sự cố không còn.")
            : refusal(incident.get(), playbook).or(() -> circle(parent, playbook));
    if (refusal.isPresent()) {
      return new Nested.Refused("“" + playbook.name() + "”: " + refusal.get());
    }
    try {
      Rows.Run run = below(parent, row, call, playbook);
      return new Nested.Ready(run, RunLedger.first(run, work.plans().of(run.document())));
    } catch (RenderException e) {
      return new Nested.Refused(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> circle(RunLedger parent, Playbook playbook) {
    int most = work.settings().maxDepth();
    if (parent.run().origin().depth() + 1 > most) {
      return Optional.of("các kịch bản gọi nhau sâu quá " + most + " tầng.");
    }
    Rows.Run above = parent.run();
    while (true) {
      if (above.playbookId().equals(playbook.id())) {
        return Optional.of("các kịch bản gọi vòng nhau.");
      }
      String next = above.origin().parentRun();
      if (next == null) {
        return Optional.empty();
      }
      above = parent.other(next);
    }
  }

  private Rows.Run below(
      RunLedger parent, Rows.Step row, WorkflowStep.PlaybookAction call, Playbook playbook) {
    Map<String, Variable> variables =
        arguments(playbook, call, parent.plan(), parent.run().variables());
    if (variables.containsKey("__incident_id__")) {
      variables.computeIfPresent(
          "__incident_id__",
          (_, variable) ->
              variable.external() ? variable.withValue(parent.run().incidentId()) : variable);
    }
    for (Variable variable : variables.values()) {
      if (variable.external() && variable.value() == null) {
        throw new RenderException("Thiếu giá trị " + variable.name() + " cho kịch bản con.");
      }
    }
    Instant now = work.now();
    Instant longest = now.plus(work.settings().maxRunTime());
    Instant deadline =
        longest.isBefore(parent.run().deadlineAt()) ? longest : parent.run().deadlineAt();
    return Rows.Run.fresh(
        UUID.randomUUID().toString(),
        playbook,
        parent.run().incidentId(),
        now,
        parent.run().startedBy(),
        variables,
        deadline,
        new Rows.Origin(RunKind.NESTED, row.id(), parent.run().origin().depth() + 1, null));
  }

  /**
   * The variables of a playbook that another one calls. A secret is given on only to a variable
   * that is a secret there too.
   *
   * @throws RenderException when a value is not of its type, or would be shown
   */
  static Map<String, Variable> arguments(
      Playbook playbook,
      WorkflowStep.PlaybookAction call,
      Plan plan,
      Map<String, Variable> values) {
    Map<String, Variable> variables = new LinkedHashMap<>(playbook.cacao().variables());
    Map<String, Variable> scope = plan.scope(call, values);
    for (String name : call.inArgs()) {
      Variable from = scope.get(name);
      Variable to = variables.get(name);
      if (from == null || to == null || to.constant() || from.value() == null) {
        continue;
      }
      if (plan.secrets().contains(name) && !playbook.cacao().secrets().contains(name)) {
        throw new RenderException("Biến bí mật " + name + " không bí mật ở kịch bản con.");
      }
      variables.put(name, Plan.typed(to, from.value()));
    }
    return variables;
  }

  /** Says in the audit trail that there is a run. */
  void tellAudit(Rows.Run run) {
    tellAudit(
        run,
        run.origin().kind() == RunKind.NESTED
            ? Actor.PLATFORM
            : new Actor(run.startedBy(), "", List.of()));
  }

  void tellAudit(Rows.Run run, Actor by) {
    String organization =
        incidents
            .find(OrganizationScope.PROVINCE, run.incidentId())
            .map(Incident::organization)
            .orElse("");
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("incident", run.incidentId());
    detail.put("playbook", run.playbookId());
    detail.put("version", run.playbookVersion());
    detail.put("kind", run.origin().kind().name());
    String parent = run.origin().parentRun();
    if (parent != null) {
      detail.put("parent", parent);
    }
    if (run.origin().originId() != null) {
      detail.put("origin", run.origin().originId());
    }
    audit.append(new AuditEntry(by, "run.start", "run:" + run.id(), organization, detail));
  }
}
