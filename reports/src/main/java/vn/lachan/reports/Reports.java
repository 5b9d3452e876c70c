package vn.lachan.reports;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;

/** Issues reports: lays out, keeps, and records who issued what with which digest. */
public final class Reports {
  private static final String PLACE = "Tuyên Quang";

  private final ReportForms forms;
  private final ReportWriter writer;
  private final ReportArchive archive;
  private final AuditTrail trail;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();

  public Reports(
      ReportForms forms,
      ReportWriter writer,
      ReportArchive archive,
      AuditTrail trail,
      Clock clock) {
    this.forms = forms;
    this.writer = writer;
    this.archive = archive;
    this.trail = trail;
    this.clock = clock;
  }

  public ReportForms forms() {
    return forms;
  }

  public ReportArchive archive() {
    return archive;
  }

  /** Reports about {@code subject}, newest first; about anything when it is empty. */
  public List<IssuedReport> about(Optional<String> subject) {
    return archive.all().stream()
        .filter(report -> subject.map(report.subject()::equals).orElse(true))
        .toList();
  }

  /**
   * Issues a report. The audit record with the digest is written before the report can be found.
   *
   * @param subject what it is about, for example {@code incident:SC-2026-001}
   * @param organization unit the subject belongs to; empty for the province
   */
  public IssuedReport issue(
      Actor by,
      ReportForm form,
      String subject,
      String organization,
      String number,
      ReportContent content) {
    var now = clock.instant();
    var day = now.atZone(TemplateText.ZONE).toLocalDate();
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    writer.write(form, new ReportHead(number, PLACE, day), content, document);
    byte[] bytes = document.toByteArray();
    String title = form.name() + " – " + subject.substring(subject.indexOf(':') + 1);
    IssuedReport report =
        new IssuedReport(
            UUID.randomUUID().toString(),
            form.id(),
            form.name(),
            subject,
            organization,
            number,
            title,
            now,
            by.id(),
            FolderReportArchive.sha256(bytes));
    trail.append(
        new AuditEntry(
            by,
            "report.issue",
            "report:" + report.id(),
            organization,
            Map.of("form", form.id(), "subject", subject, "sha256", report.sha256())));
    archive.keep(report, bytes, json.writeValueAsBytes(content.values()));
    return report;
  }
}
