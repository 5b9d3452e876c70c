package vn.lachan.app.evidence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.security.SignedIn;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.task.Tasks;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;
import vn.lachan.reports.DrillContent;
import vn.lachan.reports.IncidentContent;
import vn.lachan.reports.IncidentFile;
import vn.lachan.reports.ReportContent;
import vn.lachan.reports.ReportForm;

/** Prepares the content of a report about something the asking person may see. */
@Component
public class ReportContents {
  private static final int ALL_DRILLS = 10_000;

  /**
   * What a report will say.
   *
   * @param organization unit the subject belongs to
   */
  public record Prepared(ReportContent content, String organization) {}

  private final Incidents incidents;
  private final Tasks tasks;
  private final EvidenceFiles evidence;
  private final DrillHistory drills;
  private final PlansInForce plans;
  private final ComplianceFigures figures;
  private final PeriodContents periods;
  private final Registry registry;

  ReportContents(
      Incidents incidents,
      Tasks tasks,
      EvidenceFiles evidence,
      DrillHistory drills,
      PlansInForce plans,
      ComplianceFigures figures,
      PeriodContents periods,
      Registry registry) {
    this.incidents = incidents;
    this.tasks = tasks;
    this.evidence = evidence;
    this.drills = drills;
    this.plans = plans;
    this.figures = figures;
    this.periods = periods;
    this.registry = registry;
  }

  /** The content for {@code subject}, or nothing when there is no such thing for this person. */
  public Optional<Prepared> prepare(
      ReportForm form, String subject, Map<String, String> inputs, SignedIn user) {
    String id = subject.substring(subject.indexOf(':') + 1);
    return switch (form.subject()) {
      case INCIDENT -> incident(form, id, inputs, user, List.of());
      case DRILL -> drill(form, id, inputs, user);
      case PERIOD ->
          user.province()
              ? periods.of(form, id, user.unitName(), inputs).map(c -> new Prepared(c, ""))
              : Optional.empty();
      case COMPLIANCE ->
          user.province() ? Optional.of(compliance(form, inputs, user)) : Optional.empty();
    };
  }

  /**
   * The content of minutes about some evidence of an incident.
   *
   * @param chosen ids of evidence; empty for all
   */
  public Optional<Prepared> aboutEvidence(
      ReportForm form,
      String incident,
      Map<String, String> inputs,
      SignedIn user,
      List<String> chosen) {
    return incident(form, incident, inputs, user, chosen);
  }

  private Optional<Prepared> incident(
      ReportForm form, String id, Map<String, String> inputs, SignedIn user, List<String> chosen) {
    OrganizationScope scope = user.scope();
    return incidents
        .summary(scope, id)
        .map(summary -> {
          Incident incident = summary.incident();
          IncidentFile file =
              new IncidentFile(
                  incident,
                  incidents.profile(incident),
                  summary.alertCount(),
                  incidents.clocks(scope, id),
                  incidents.timeline(scope, id),
                  tasks.ofIncident(scope, id),
                  evidence.list(scope, id).stream()
                      .filter(card -> chosen.isEmpty() || chosen.contains(card.id()))
                      .toList(),
                  incident.systems().stream()
                      .flatMap(code -> registry.system(code).stream())
                      .toList());
          return new Prepared(
              new IncidentContent(registry).of(form, file, user.unitName(), inputs),
              incident.organization());
        });
  }

  private Optional<Prepared> drill(
      ReportForm form, String id, Map<String, String> inputs, SignedIn user) {
    Optional<DrillResult> found =
        drills.drills(ALL_DRILLS).stream().filter(d -> d.report().id().equals(id)).findFirst();
    return found.flatMap(result -> {
      Optional<BackupPlan> plan =
          plans.plans().stream().filter(p -> p.id().equals(result.report().planId())).findFirst();
      String unit = plan.map(BackupPlan::unit).orElse("");
      if (!user.scope().allows(unit)) {
        return Optional.empty();
      }
      String system =
          plan.flatMap(p -> registry.system(p.system())).map(InformationSystem::name).orElse("");
      return Optional.of(
          new Prepared(DrillContent.of(form, result, system, user.unitName(), inputs), unit));
    });
  }

  private Prepared compliance(ReportForm form, Map<String, String> inputs, SignedIn user) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("issuer", Map.of("name", user.unitName().toUpperCase(java.util.Locale.ROOT)));
    more.put("basis", form.basis());
    more.put("inputs", Map.copyOf(inputs));
    return new Prepared(figures.report().content(more), "");
  }
}
