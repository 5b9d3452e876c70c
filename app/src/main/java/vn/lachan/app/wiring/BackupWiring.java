package vn.lachan.app.wiring;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.FileBackupHistory;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.RestoreDrill;

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
  Backup backup(BackupHistory history, AuditTrail trail, Clock clock) {
    return new Backup(history, trail::append, BackupSettings.DEFAULT, clock);
  }

  @Bean
  RestoreDrill restoreDrill(
      BackupHistory history, DrillHistory drills, AuditTrail trail, Clock clock) {
    return new RestoreDrill(history, drills, trail::append, BackupSettings.DEFAULT, clock);
  }
}
