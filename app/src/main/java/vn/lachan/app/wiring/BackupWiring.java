package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
import vn.lachan.backup.drill.DrillTools;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.Trust;

/** From dossiers to snapshots and drills. */
@Configuration
class BackupWiring {

  @Bean
  BackupHistory backupHistory(Settings settings) {
    return new FileBackupHistory(settings.folder("backup-history"));
  }

  @Bean
  DrillHistory drillHistory(Settings settings) {
    return new FileDrillHistory(settings.folder("backup-history"));
  }

  @Bean
  Backup backup(
      BackupHistory history,
      AuditTrail trail,
      Clock clock,
      DataSource database,
      Settings settings) {
    return new Backup(
        history,
        trail::append,
        BackupSettings.DEFAULT,
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

  @Bean
  RestoreDrill restoreDrill(
      BackupHistory history, DrillHistory drills, AuditTrail trail, Clock clock, DrillTools tools) {
    return new RestoreDrill(history, drills, trail::append, BackupSettings.DEFAULT, clock, tools);
  }
}
