package vn.lachan.app.vault;

import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import vn.lachan.app.settings.BackupServerSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;

/** There only when {@code lachan.backup.server.enabled} is true. */
@Configuration
@ConditionalOnProperty(name = "lachan.backup.server.enabled", havingValue = "true")
class VaultConfiguration {

  @Bean
  Vault vault(Settings settings, AuditTrail trail, Clock clock) {
    return new Vault(
        settings.backup().server(), settings.folder("backup-repositories"), trail, clock);
  }

  @Bean
  ServletRegistrationBean<VaultServlet> vaultServlet(
      Vault vault, Settings settings, PasswordEncoder passwords) {
    BackupServerSettings server = settings.backup().server();
    VaultServlet servlet = new VaultServlet(vault, new VaultAccounts(server.accounts(), passwords));
    return new ServletRegistrationBean<>(servlet, "/backup-api/*");
  }
}
