package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.evidence.ComplianceFigures;
import vn.lachan.app.evidence.ReportContents;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.reports.ComplianceReport;
import vn.lachan.reports.Figure;
import vn.lachan.reports.IssuedReport;
import vn.lachan.reports.ReportContent;
import vn.lachan.reports.ReportForm;
import vn.lachan.reports.Reports;
import vn.lachan.reports.draft.WhenSigned;

/** Reports that leave the house, and where the platform stands against the law. */
@RestController
class ReportController {
  private static final String INCIDENT = "incident:";
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  record Form(
      String id,
      String name,
      String basis,
      ReportForm.Subject subject,
      LocalDate from,
      @Nullable LocalDate until) {}

  record Request(
      @NotBlank String form,
      @Nullable String subject,
      @Nullable String number,
      @Nullable Map<String, String> inputs) {}

  record FigureView(
      String name, String value, String target, Figure.Assessment assessment, String link) {}

  record ClauseView(
      String id,
      String clause,
      String title,
      ComplianceReport.State state,
      String finding,
      List<FigureView> figures) {}

  record Compliance(
      Instant asOf,
      String profile,
      List<ClauseView> clauses,
      Map<ComplianceReport.State, Long> totals) {}

  private final Reports reports;
  private final ReportContents contents;
  private final ComplianceFigures figures;
  private final AuditTrail trail;
  private final Clock clock;
  private final Sharing sharing;
  private final WhenSigned answers;

  ReportController(
      Reports reports,
      ReportContents contents,
      ComplianceFigures figures,
      AuditTrail trail,
      Clock clock,
      Sharing sharing,
      WhenSigned answers) {
    this.reports = reports;
    this.contents = contents;
    this.figures = figures;
    this.trail = trail;
    this.clock = clock;
    this.sharing = sharing;
    this.answers = answers;
  }

  @GetMapping("/api/reports/forms")
  List<Form> forms() {
    LocalDate today = clock.instant().atZone(ZONE).toLocalDate();
    return reports.forms().all().stream()
        .filter(form -> form.inForce(today))
        .map(form ->
            new Form(
                form.id(),
                form.name(),
                form.basis(),
                form.subject(),
                form.from(),
                form.until().orElse(null)))
        .toList();
  }

  @GetMapping("/api/reports")
  Page<IssuedReport> list(
      @AuthenticationPrincipal SignedIn user, @RequestParam Optional<String> subject) {
    Set<String> secret = sharing.secretIncidents();
    List<IssuedReport> visible =
        reports.about(subject).stream()
            .filter(report -> incident(report.subject()).filter(secret::contains).isEmpty())
            .filter(report -> user.scope().allows(report.organization()))
            .toList();
    return new Page<>(visible, null, (long) visible.size());
  }

  @PostMapping("/api/reports")
  @ResponseStatus(HttpStatus.CREATED)
  IssuedReport issue(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Request request) {
    ReportForm form =
        reports
            .forms()
            .find(request.form())
            .orElseThrow(() -> ApiProblem.notFound("biểu mẫu " + request.form()));
    String subject = Optional.ofNullable(request.subject()).orElse("compliance:level-3");
    Map<String, String> inputs = Optional.ofNullable(request.inputs()).orElse(Map.of());
    incident(subject).ifPresent(id -> SharingController.requireNoSecret(sharing, user, id));
    ReportContents.Prepared prepared =
        contents
            .prepare(form, subject, inputs, user)
            .orElseThrow(() -> ApiProblem.notFound(subject));
    ReportContent content = prepared.content();
    IssuedReport issued =
        reports.issue(
            user.actor(),
            form,
            subject,
            prepared.organization(),
            Optional.ofNullable(request.number()).orElse(""),
            content);
    answers.signed(user.actor(), issued, null);
    return issued;
  }

  @GetMapping("/api/reports/{id}/pdf")
  ResponseEntity<byte[]> pdf(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    IssuedReport report = leaving(user, id);
    trail.append(
        new AuditEntry(
            user.actor(), "report.open", "report:" + id, report.organization(), Map.of()));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", "inline; filename=\"" + report.form() + ".pdf\"")
        .body(reports.archive().document(report));
  }

  @GetMapping("/api/reports/{id}/json")
  ResponseEntity<byte[]> json(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    IssuedReport report = leaving(user, id);
    trail.append(
        new AuditEntry(
            user.actor(), "report.open", "report:" + id, report.organization(), Map.of()));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(reports.archive().json(report));
  }

  /** Counts over the whole province, so only for those who may see all of it. */
  @GetMapping("/api/compliance")
  Compliance compliance(@AuthenticationPrincipal SignedIn user) {
    if (!user.province()) {
      throw new ApiProblem(HttpStatus.FORBIDDEN, "NO_RIGHT");
    }
    ComplianceReport report = figures.report();
    return new Compliance(
        report.asOf(),
        report.profile(),
        report.clauses().stream().map(ReportController::clause).toList(),
        report.totals());
  }

  private static ClauseView clause(ComplianceReport.Finding finding) {
    return new ClauseView(
        finding.clause().id(),
        finding.clause().clause(),
        finding.clause().title(),
        finding.state(),
        finding.text(),
        finding.figures().stream()
            .map(f -> new FigureView(f.name(), f.value(), f.target(), f.assessment(), f.link()))
            .collect(Collectors.toList()));
  }

  /** A report that is taken along: the labels its incident has now decide. */
  private IssuedReport leaving(SignedIn user, String id) {
    IssuedReport report = visible(user, id);
    incident(report.subject())
        .ifPresent(incident -> SharingController.requireFile(sharing, user, incident));
    return report;
  }

  private static Optional<String> incident(String subject) {
    return subject.startsWith(INCIDENT)
        ? Optional.of(subject.substring(INCIDENT.length()))
        : Optional.empty();
  }

  private IssuedReport visible(SignedIn user, String id) {
    return reports
        .archive()
        .find(id)
        .filter(report -> user.scope().allows(report.organization()))
        .orElseThrow(() -> ApiProblem.notFound("báo cáo " + id));
  }
}
