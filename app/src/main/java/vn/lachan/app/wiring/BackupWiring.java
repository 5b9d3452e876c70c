package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.selfbackup.DatabaseScript;
import vn.lachan.app.settings.DrillSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.FileBackupHistory;
import vn.lachan.backup.drill.CheckedSignatures;
import vn.lachan.backup.drill.DossierSignatures;
import vn.lachan.backup.drill.DrillDatabases;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillMinutes;
import vn.lachan.backup.drill.DrillTools;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.MinutesPrinter;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.Trust;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;
import vn.lachan.reports.Reports;

/** From dossiers to snapshots and drills. */
@Configuration
class BackupWiring {
  private static final int MOST_KEYS = 256;

  @Bean
  BackupHistory backupHistory(Settings settings) {
    return new FileBackupHistory(settings.folder("backup-history"));
  }

  @Bean
  DrillHistory drillHistory(Settings settings) {
    return new FileDrillHistory(settings.folder("backup-history"));
  }

  /** What scrypt made of passwords is kept for this process and overwritten at its end. */
  @Bean(destroyMethod = "close")
  KeptKeys keptKeys(Settings settings, Clock clock) {
    Duration idle = settings.backup().keepKeys();
    return idle.isZero()
        ? new KeptKeys(0, Duration.ofSeconds(1), clock)
        : new KeptKeys(MOST_KEYS, idle, clock);
  }

  @Bean
  BackupSettings repositorySettings(KeptKeys keys) {
    return BackupSettings.DEFAULT.withKeys(keys);
  }

  @Bean
  Backup backup(
      BackupHistory history,
      AuditTrail trail,
      Clock clock,
      DataSource database,
      BackupSettings limits,
      Settings settings) {
    return new Backup(
        history,
        trail::append,
        limits,
        clock,
        Optional.of(DatabaseScript.running(database, settings.data())));
  }

  @Bean
  DrillTools drillTools(Settings settings, Clock clock) {
    DrillSettings drill = settings.backup().drill();
    return new DrillTools(
        Optional.ofNullable(drill.trust()).map(folder -> signatures(folder, clock)),
        Optional.of(drill.restic()),
        drill.resticWithin(),
        Optional.of(settings.folder("signature-reports")),
        drill.scratchDatabase() ? DrillDatabases.ofThisMachine() : Optional.empty());
  }

  private static DossierSignatures signatures(Path folder, Clock clock) {
    Trust trust = Trust.load(folder);
    if (!trust.problems().isEmpty()) {
      throw new StartException(
          "the trusted certificates were refused:\n  "
              + trust.problems().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining("\n  ")));
    }
    return new CheckedSignatures(trust, SignatureSettings.DEFAULT, clock);
  }

  /** Minutes of every drill, in the chain and among the reports. */
  @Bean
  DrillMinutes drillMinutes(Reports reports, PlansInForce plans, Registry registry) {
    return (end, by) -> {
      Optional<BackupPlan> plan = plans.plan(end.report().planId());
      String unit = plan.map(BackupPlan::unit).orElse("");
      MinutesPrinter.Names names =
          new MinutesPrinter.Names(
              plan.flatMap(p -> registry.system(p.system()))
                  .map(InformationSystem::name)
                  .orElse(""),
              registry.unit(unit).map(Unit::name).orElse(unit));
      return reports.minutes(by, end, names, unit);
    };
  }

  @Bean
  RestoreDrill restoreDrill(
      BackupHistory history,
      DrillHistory drills,
      AuditTrail trail,
      BackupSettings limits,
      Clock clock,
      DrillTools tools,
      DrillMinutes minutes) {
    return new RestoreDrill(history, drills, trail::append, limits, clock, tools, minutes);
  }
}
