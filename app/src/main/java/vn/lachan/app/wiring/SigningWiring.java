package vn.lachan.app.wiring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SigningSettings;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.backup.signature.seal.HttpTimestampAuthority;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.clock.IssuedForm;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.SealedSearches;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.reports.DocxReportWriter;
import vn.lachan.reports.PdfReportWriter;
import vn.lachan.reports.Reports;
import vn.lachan.reports.draft.DraftLimits;
import vn.lachan.reports.draft.FormDrafts;
import vn.lachan.reports.draft.WhenSigned;
import vn.lachan.reports.pack.EvidencePackages;

/** What is signed before it leaves the house: forms and packages of evidence. */
@Configuration
class SigningWiring {
  private static final Duration TIMESTAMP_WITHIN = Duration.ofSeconds(20);

  @Bean
  SealedSearches sealedSearches(
      EventStore events, EvidenceFiles evidence, Clock clock, Settings settings) {
    return new SealedSearches(events, evidence, clock, settings.incidents().sealedEvents());
  }

  /** A form about an incident answers the reporting duties that name it. */
  @Bean
  WhenSigned answeredDuties(Incidents incidents) {
    String about = "incident:";
    return (by, report, clocks) -> {
      if (report.subject().startsWith(about)) {
        incidents.answered(
            new Officer(by, OrganizationScope.PROVINCE),
            report.subject().substring(about.length()),
            new IssuedForm(
                report.form(),
                report.formName(),
                report.number(),
                report.id(),
                report.createdAt(),
                clocks));
      }
    };
  }

  @Bean
  FormDrafts formDrafts(
      DataSource db,
      Reports reports,
      AuditTrail trail,
      WhenSigned answers,
      Clock clock,
      Settings settings) {
    return new FormDrafts(
        db,
        reports,
        new PdfReportWriter(),
        new DocxReportWriter(),
        signer(settings.signing()).map(signer -> new PdfSealer(signer, clock)),
        trail,
        answers,
        clock,
        DraftLimits.DEFAULT);
  }

  @Bean
  EvidencePackages evidencePackages(
      EvidenceFiles evidence, AuditTrail trail, Clock clock, Settings settings) {
    return new EvidencePackages(
        evidence, signer(settings.signing()), trail, clock, settings.folder("evidence-packages"));
  }

  private static Optional<CmsSigner> signer(SigningSettings settings) {
    Path key = settings.key();
    Path password = settings.passwordFile();
    if (key == null || password == null) {
      return Optional.empty();
    }
    @Nullable TimestampAuthority timestamps =
        settings.timestamps() == null
            ? null
            : new HttpTimestampAuthority(settings.timestamps(), TIMESTAMP_WITHIN);
    try {
      char[] secret = Files.readString(password, StandardCharsets.UTF_8).strip().toCharArray();
      return Optional.of(new CmsSigner(SealingKey.fromPkcs12(key, secret), "SHA-256", timestamps));
    } catch (IOException | SignatureException e) {
      throw new StartException("the signing key cannot be used: " + key + ": " + e.getMessage());
    }
  }
}
