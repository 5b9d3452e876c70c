package vn.lachan.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.drill.DrillEnd;
import vn.lachan.backup.drill.MinutesPrinter;
import vn.lachan.backup.signature.seal.MinutesChain;

/** Issues reports: lays out, keeps, and records who issued what with which digest. */
public final class Reports {
  /** Where documents are issued. */
  public static final String PLACE = "Tuyên Quang";

  private static final String DRILL = "drill:";

  private final ReportForms forms;
  private final ReportWriter writer;
  private final ReportArchive archive;
  private final AuditTrail trail;
  private final Clock clock;
  private final Optional<MinutesChain> minutes;
  private final JsonMapper json = JsonMapper.shared();

  /** Without a chain for the minutes of drills. */
  public Reports(
      ReportForms forms,
      ReportWriter writer,
      ReportArchive archive,
      AuditTrail trail,
      Clock clock) {
    this(forms, writer, archive, trail, clock, Optional.empty());
  }

  /**
   * @param minutes chains the minutes of drills, and signs them where there is a key
   */
  public Reports(
      ReportForms forms,
      ReportWriter writer,
      ReportArchive archive,
      AuditTrail trail,
      Clock clock,
      Optional<MinutesChain> minutes) {
    this.minutes = minutes;
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
   * Issues a report; minutes of a drill become one more link of the chain of minutes. The audit
   * record with the digest is written before the report can be found.
   *
   * @param subject what it is about, for example {@code incident:SC-2026-001}
   * @param organization unit the subject belongs to; empty for the province
   */
  public synchronized IssuedReport issue(
      Actor by,
      ReportForm form,
      String subject,
      String organization,
      String number,
      ReportContent content) {
    var now = clock.instant();
    var day = now.atZone(TemplateText.ZONE).toLocalDate();
    ReportHead head = new ReportHead(number, PLACE, day);
    byte[] bytes =
        form.subject() == ReportForm.Subject.DRILL && minutes.isPresent()
            ? chained(form, head, content, minutes.get(), requested(subject))
            : written(form, head, content);
    return keep(
        by,
        card(
            by,
            UUID.randomUUID().toString(),
            form.id(),
            form.name(),
            subject,
            organization,
            number,
            now,
            bytes),
        bytes,
        json.writeValueAsBytes(content.values()));
  }

  /**
   * Issues a form that people filled in. The audit record with the digest is written before the
   * report can be found. Done again with the same {@code id}, after a crash at any point, it gives
   * the document of the first time.
   *
   * @param id of the report, chosen and kept by the caller before
   * @param at when it was signed
   * @param document makes the PDF, signed or not; asked at most once, and not when there is one
   */
  public synchronized IssuedReport issue(
      Actor by,
      String id,
      Instant at,
      FilledForm form,
      String subject,
      String organization,
      Supplier<byte[]> document) {
    Optional<IssuedReport> issued = archive.find(id);
    if (issued.isPresent()) {
      return issued.get();
    }
    byte[] pdf =
        archive
            .prepared(id)
            .orElseGet(() -> {
              byte[] made = document.get();
              archive.prepare(id, made);
              return made;
            });
    IssuedReport report =
        card(by, id, form.form(), form.formName(), subject, organization, form.number(), at, pdf);
    return keep(by, report, pdf, json.writeValueAsBytes(form));
  }

  private static IssuedReport card(
      Actor by,
      String id,
      String form,
      String formName,
      String subject,
      String organization,
      String number,
      Instant now,
      byte[] document) {
    return new IssuedReport(
        id,
        form,
        formName,
        subject,
        organization,
        number,
        formName + " – " + subject.substring(subject.indexOf(':') + 1),
        now,
        by.id(),
        FolderReportArchive.sha256(document));
  }

  private IssuedReport keep(Actor by, IssuedReport report, byte[] document, byte[] content) {
    trail.append(
        new AuditEntry(
            by,
            "report.issue",
            "report:" + report.id(),
            report.organization(),
            Map.of("form", report.form(), "subject", report.subject(), "sha256", report.sha256())));
    archive.keep(report, document, content);
    return report;
  }

  private static MinutesChain.About requested(String subject) {
    return new MinutesChain.About(subject.substring(subject.indexOf(':') + 1), "REQUESTED");
  }

  private byte[] written(ReportForm form, ReportHead head, ReportContent content) {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    writer.write(form, head, content, document);
    return document.toByteArray();
  }

  /** Prints its place in the chain into the minutes, then puts them there. */
  private byte[] chained(
      ReportForm form,
      ReportHead head,
      ReportContent content,
      MinutesChain chain,
      MinutesChain.About about) {
    return read(
        chain.add(
            about,
            form.name(),
            PLACE,
            (link, seal) -> written(form, head, PdfDrillMinutes.placed(content, link, seal))));
  }

  private static byte[] read(MinutesChain.Sealed sealed) {
    try {
      return Files.readAllBytes(sealed.file());
    } catch (IOException e) {
      throw new ReportException("cannot read the sealed minutes " + sealed.link().number(), e);
    }
  }

  /**
   * Seals minutes of how a drill ended into the chain and issues them, without anybody having asked
   * for them.
   *
   * @param organization unit whose data was restored; empty for the province
   * @return their place in the chain; empty where there is none
   */
  public synchronized Optional<MinutesChain.Sealed> minutes(
      Actor by, DrillEnd end, MinutesPrinter.Names names, String organization) {
    if (minutes.isEmpty()) {
      return Optional.empty();
    }
    ReportForm form = forms.find(PdfDrillMinutes.FORM).orElseThrow();
    ReportContent content = DrillContent.of(form, end, names.system(), names.issuer(), Map.of());
    Instant now = clock.instant();
    ReportHead head = new ReportHead("", PLACE, now.atZone(TemplateText.ZONE).toLocalDate());
    String drill = end.report().id();
    MinutesChain.Sealed sealed =
        minutes
            .get()
            .add(
                new MinutesChain.About(drill, end.state()),
                form.name(),
                PLACE,
                (link, seal) -> written(form, head, PdfDrillMinutes.placed(content, link, seal)));
    byte[] document = read(sealed);
    String id = UUID.randomUUID().toString();
    String name =
        switch (end) {
          case DrillEnd.Finished _ -> form.name();
          case DrillEnd.Stopped _ -> form.name() + " (bị dừng)";
        };
    keep(
        by,
        card(by, id, form.id(), name, DRILL + drill, organization, "", now, document),
        document,
        json.writeValueAsBytes(content.values()));
    return Optional.of(sealed);
  }
}
