package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.DrillSettings;
import vn.lachan.app.settings.IncidentSettings;
import vn.lachan.app.settings.PlaybookSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.HttpTimestampAuthority;
import vn.lachan.backup.signature.seal.MinutesChain;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;
import vn.lachan.events.EventStore;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.Preservations;
import vn.lachan.incidents.handling.GateFacts;
import vn.lachan.incidents.handling.Handovers;
import vn.lachan.incidents.handling.IncidentGrouping;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.measure.ResponseTimes;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.JdbcAlertQueue;
import vn.lachan.incidents.queue.QueueSettings;
import vn.lachan.incidents.task.OrderSettings;
import vn.lachan.incidents.task.Orders;
import vn.lachan.incidents.task.Tasks;
import vn.lachan.playbooks.AgentRole;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookLibrary;
import vn.lachan.playbooks.SigningPolicy;
import vn.lachan.playbooks.signature.TrustedKeys;
import vn.lachan.playbooks.vault.SecretVault;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;
import vn.lachan.reports.FolderReportArchive;
import vn.lachan.reports.PdfReportWriter;
import vn.lachan.reports.ReportForms;
import vn.lachan.reports.Reports;

/** From alerts to incidents, tasks and reports. */
@Configuration
class ResponseWiring {
  private static final Duration TIMESTAMP_WITHIN = Duration.ofSeconds(20);
  private static final int MEASURED_INCIDENTS = 20_000;
  private static final String CLOSING = "su-co-bao-cao-ket-thuc";

  @Bean
  AlertQueue alertQueue(DataSource db, AuditTrail trail, Clock clock) {
    return new JdbcAlertQueue(db, trail, clock, QueueSettings.DEFAULT);
  }

  @Bean
  EvidenceFiles evidenceFiles(DataSource db, AuditTrail trail, Clock clock, Settings settings) {
    return new EvidenceFiles(
        db,
        trail,
        clock,
        settings.folder("evidence"),
        settings.incidents().evidenceLimit().toBytes());
  }

  @Bean
  LegalProfiles legalProfiles() {
    return LegalProfiles.bundled();
  }

  @Bean
  Incidents incidents(
      DataSource db,
      AuditTrail trail,
      Clock clock,
      LegalProfiles profiles,
      EvidenceFiles evidence,
      GateFacts facts) {
    return new Incidents(db, trail, clock, profiles, evidence, facts);
  }

  @Bean
  IncidentGrouping incidentGrouping(DataSource db, AuditTrail trail, Clock clock) {
    return new IncidentGrouping(
        db, trail, clock, QueueSettings.DEFAULT, IncidentGrouping.Settings.DEFAULT);
  }

  @Bean
  ResponseTimes responseTimes(DataSource db) {
    return new ResponseTimes(db, MEASURED_INCIDENTS);
  }

  @Bean
  Tasks tasks(DataSource db, AuditTrail trail, Clock clock) {
    return new Tasks(db, trail, clock);
  }

  @Bean
  Orders orders(
      DataSource db,
      Tasks tasks,
      AuditTrail trail,
      Clock clock,
      Registry registry,
      Settings settings) {
    IncidentSettings incidents = settings.incidents();
    return new Orders(
        db,
        tasks,
        trail,
        clock,
        unit -> registry.unit(unit).map(Unit::parent).orElse(""),
        new OrderSettings(
            incidents.acknowledgeWithin(),
            incidents.escalateEvery(),
            incidents.helpWithin(),
            incidents.board()));
  }

  @Bean
  Handovers handovers(DataSource db, AuditTrail trail, Clock clock) {
    return new Handovers(db, trail, clock);
  }

  @Bean
  Preservations preservations(DataSource db, EventStore events, AuditTrail trail, Clock clock) {
    return new Preservations(db, events, trail, clock);
  }

  @Bean
  Notices notices(DataSource db, Clock clock) {
    return new Notices(db, clock);
  }

  @Bean
  Reports reports(AuditTrail trail, Clock clock, Settings settings) {
    return new Reports(
        ReportForms.builtIn(),
        new PdfReportWriter(),
        FolderReportArchive.open(settings.folder("reports")),
        trail,
        clock,
        Optional.of(minutes(settings, clock)));
  }

  /** Minutes of drills are chained, and signed where a key is configured. */
  private static MinutesChain minutes(Settings settings, Clock clock) {
    return new MinutesChain(
        settings.folder("drill-minutes"), sealer(settings.backup().drill(), clock));
  }

  private static Optional<PdfSealer> sealer(DrillSettings drill, Clock clock) {
    Path key = drill.sealKey();
    Path password = drill.sealPasswordFile();
    if (key == null || password == null) {
      return Optional.empty();
    }
    @Nullable TimestampAuthority timestamps =
        drill.timestamps() == null
            ? null
            : new HttpTimestampAuthority(drill.timestamps(), TIMESTAMP_WITHIN);
    try {
      return Optional.of(new PdfSealer(SealingKey.fromFiles(key, password), timestamps, clock));
    } catch (SignatureException e) {
      throw new StartException(
          "the key for minutes cannot be used: " + key + ": " + e.getMessage());
    }
  }

  @Bean(destroyMethod = "close")
  PlaybookEngine playbookEngine(
      DataSource db,
      AuditTrail trail,
      Clock clock,
      Incidents incidents,
      Tasks tasks,
      Settings settings,
      Registry registry,
      EventStore events,
      SecretVault vault,
      NoticeWiring.MailOut mail) {
    return new PlaybookEngine(
        db,
        trail,
        clock,
        PlaybookLibrary.load(settings.playbooks().folders()),
        incidents,
        tasks,
        (agent, incident) -> unitFor(agent, incident, registry),
        PlaybookTools.limits(settings.playbooks()),
        signing(settings.playbooks()),
        PlaybookTools.of(settings, new StoredEventSearch(events, clock), vault, mail.smtp()));
  }

  private static SigningPolicy signing(PlaybookSettings settings) {
    return new SigningPolicy(
        settings.signers().stream()
            .collect(
                Collectors.toMap(
                    PlaybookSettings.Signers::organization,
                    signers -> TrustedKeys.load(signers.keys()))));
  }

  /** The unit the playbook names, else the unit the incident belongs to, else the operator. */
  private static Optional<String> unitFor(AgentRole agent, Incident incident, Registry registry) {
    Optional<String> named =
        Optional.of(agent.unit()).filter(code -> registry.unit(code).isPresent());
    Optional<String> affected =
        Optional.of(incident.organization()).filter(code -> registry.unit(code).isPresent());
    return named
        .or(() -> affected)
        .or(() ->
            incident.systems().stream()
                .flatMap(code -> registry.system(code).stream())
                .map(InformationSystem::operator)
                .findFirst())
        .or(() -> registry.system("motcua").map(InformationSystem::operator));
  }

  /** What the gates of an incident ask of the other modules. */
  @Bean
  GateFacts gateFacts(Reports reports, DrillHistory drills) {
    return new GateFacts() {
      @Override
      public boolean closingReportIssued(String incidentId) {
        return reports.about(Optional.of("incident:" + incidentId)).stream()
            .anyMatch(report -> report.form().equals(CLOSING));
      }

      @Override
      public boolean backupPointVerified(String reference) {
        return !reference.isBlank()
            && drills.proven().stream().anyMatch(snapshot -> snapshot.startsWith(reference));
      }
    };
  }
}
