package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.selfbackup.DatabaseScript;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.FileBackupHistory;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlans;

/** From dossiers to snapshots and drills. */
@Configuration
class BackupWiring {

  @Bean
  BackupPlans backupPlans(Settings settings) {
    Path file = settings.backup().plans();
    BackupPlans plans =
        file == null ? new BackupPlans(List.of(), List.of()) : BackupPlans.load(file);
    if (!plans.problems().isEmpty()) {
      throw new StartException(
          "the backup plans were refused:\n  "
              + plans.problems().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining("\n  ")));
    }
    return plans;
  }

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
  RestoreDrill restoreDrill(
      BackupHistory history, DrillHistory drills, AuditTrail trail, Clock clock) {
    return new RestoreDrill(history, drills, trail::append, BackupSettings.DEFAULT, clock);
  }
}
