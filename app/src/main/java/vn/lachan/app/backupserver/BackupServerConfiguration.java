package vn.lachan.app.backupserver;

import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;

/** There only when {@code lachan.backup.server.enabled} is true. */
@Configuration
@ConditionalOnProperty(name = "lachan.backup.server.enabled", havingValue = "true")
class BackupServerConfiguration {

  @Bean
  BackupServer backupServer(Settings settings, AuditTrail trail, Clock clock) {
    return new BackupServer(
        settings.backup().server(), settings.folder("backup-repositories"), trail, clock);
  }

  @Bean
  ServletRegistrationBean<BackupServerServlet> backupServerServlet(
      BackupServer server, Settings settings, PasswordEncoder passwords) {
    BackupServerAccounts accounts =
        new BackupServerAccounts(settings.backup().server().accounts(), passwords);
    return new ServletRegistrationBean<>(
        new BackupServerServlet(server, accounts), "/backup-api/*");
  }
}
