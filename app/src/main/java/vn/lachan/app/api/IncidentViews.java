package vn.lachan.app.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.IncidentNote;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Measures;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.StateSecret;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.handling.AllowedMove;
import vn.lachan.incidents.handling.IncidentSummary;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.TaskState;
import vn.lachan.incidents.task.Tasks;
import vn.lachan.registry.Registry;
import vn.lachan.reports.IssuedReport;
import vn.lachan.reports.Reports;

/** Incidents and tasks as screens show them. */
@Component
class IncidentViews {

  record NextClock(String id, String name, Instant dueAt, boolean overdue) {}

  record Row(
      String id,
      String title,
      Category category,
      Severity severity,
      IncidentState state,
      String owner,
      @Nullable UnitName organization,
      Instant detectedAt,
      Instant createdAt,
      int alertCount,
      int taskOpen,
      @Nullable NextClock nextClock) {}

  /** That it touches state secrets, and the number of the paper document. */
  record StateSecretView(String reference, Instant since, String by) {}

  record SystemName(String code, String name, int level) {}

  record Facts(
      String id,
      String title,
      Category category,
      Severity severity,
      IncidentState state,
      String owner,
      @Nullable UnitName organization,
      Instant detectedAt,
      Instant createdAt,
      int alertCount,
      int taskOpen,
      @Nullable NextClock nextClock,
      String summary,
      String rootCause,
      String impact,
      String remedy,
      String criterion,
      Tlp tlp,
      Pap pap,
      @Nullable StateSecretView stateSecret,
      String legalProfile,
      String legalProfileName,
      @Nullable Instant occurredAt,
      boolean personalData,
      @Nullable Instant personalDataAt,
      List<IncidentFlag> flags,
      List<SystemName> systems,
      List<UnitName> units,
      @Nullable String reviewer,
      @Nullable Instant closedAt,
      @Nullable String mergedInto,
      long version,
      List<AllowedMove> allowedMoves) {}

  record TaskView(
      String id,
      String incidentId,
      String incidentTitle,
      @Nullable String runId,
      String title,
      String instructions,
      UnitName unit,
      @Nullable String assignee,
      TaskState state,
      boolean mandatory,
      @Nullable Instant dueAt,
      Instant createdAt,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant completedAt,
      String reason,
      @Nullable String result,
      List<TaskInput> inputs) {}

  record Detail(
      Facts incident,
      List<ReportingClock> clocks,
      List<TimelineEntry> timeline,
      List<TaskView> tasks,
      List<AlertView> alerts,
      List<IncidentNote> notes,
      List<Evidence> evidence,
      List<RunViews.Run> runs,
      List<IssuedReport> reports,
      Measures measures) {}

  private final Incidents incidents;
  private final Tasks tasks;
  private final EvidenceFiles evidence;
  private final RunViews runs;
  private final Reports reports;
  private final Registry registry;
  private final Names names;

  IncidentViews(
      Incidents incidents,
      Tasks tasks,
      EvidenceFiles evidence,
      RunViews runs,
      Reports reports,
      Registry registry,
      Names names) {
    this.incidents = incidents;
    this.tasks = tasks;
    this.evidence = evidence;
    this.runs = runs;
    this.reports = reports;
    this.registry = registry;
    this.names = names;
  }

  Row row(IncidentSummary summary) {
    Incident incident = summary.incident();
    return new Row(
        incident.id(),
        incident.title(),
        incident.category(),
        incident.severity(),
        incident.state(),
        incident.owner(),
        names.organization(incident.organization()),
        incident.detectedAt(),
        incident.createdAt(),
        summary.alertCount(),
        summary.taskOpen(),
        next(summary));
  }

  Detail detail(OrganizationScope scope, String id) {
    IncidentSummary summary =
        incidents.summary(scope, id).orElseThrow(() -> ApiProblem.notFound("sự cố " + id));
    return new Detail(
        facts(scope, summary),
        incidents.clocks(scope, id),
        incidents.timeline(scope, id),
        tasks.ofIncident(scope, id).stream().map(this::task).toList(),
        incidents.alerts(scope, id).stream().map(alert -> AlertView.of(alert, names)).toList(),
        incidents.notes(scope, id),
        evidence.list(scope, id),
        summary.incident().stateSecret() == null ? runs.ofIncident(scope, id) : List.of(),
        summary.incident().stateSecret() == null
            ? reports.about(Optional.of("incident:" + id))
            : List.of(),
        summary.incident().measures());
  }

  TaskView task(Task task) {
    return new TaskView(
        task.id(),
        task.incidentId(),
        task.incidentTitle(),
        task.runId(),
        task.title(),
        task.instructions(),
        names.unit(task.unit()),
        task.assignee(),
        task.state(),
        task.mandatory(),
        task.dueAt(),
        task.createdAt(),
        task.acknowledgedAt(),
        task.completedAt(),
        task.reason(),
        task.result(),
        task.inputs());
  }

  private static @Nullable StateSecretView secret(Incident incident) {
    StateSecret secret = incident.stateSecret();
    return secret == null
        ? null
        : new StateSecretView(secret.reference().text(), secret.since(), secret.by());
  }

  private Facts facts(OrganizationScope scope, IncidentSummary summary) {
    Incident incident = summary.incident();
    return new Facts(
        incident.id(),
        incident.title(),
        incident.category(),
        incident.severity(),
        incident.state(),
        incident.owner(),
        names.organization(incident.organization()),
        incident.detectedAt(),
        incident.createdAt(),
        summary.alertCount(),
        summary.taskOpen(),
        next(summary),
        incident.summary(),
        incident.rootCause(),
        incident.impact(),
        incident.remedy(),
        incident.criterion(),
        incident.tlp(),
        incident.pap(),
        secret(incident),
        incident.legalProfile(),
        incidents.profile(incident).name(),
        incident.occurredAt(),
        incident.personalData(),
        incident.personalDataAt(),
        incident.flags().stream().sorted().toList(),
        incident.systems().stream().map(this::system).toList(),
        incident.units().stream().map(names::unit).toList(),
        incident.reviewer(),
        incident.closedAt(),
        incident.mergedInto(),
        incident.version(),
        incidents.moves(scope, incident.id()));
  }

  private SystemName system(String code) {
    return registry
        .system(code)
        .map(s -> new SystemName(code, s.name(), s.level()))
        .orElse(new SystemName(code, code, 0));
  }

  private static @Nullable NextClock next(IncidentSummary summary) {
    ReportingClock clock = summary.nextClock();
    return clock == null
        ? null
        : new NextClock(clock.id(), clock.name(), clock.dueAt(), clock.isOverdue());
  }
}
