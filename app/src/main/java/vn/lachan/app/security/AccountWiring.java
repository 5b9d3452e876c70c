package vn.lachan.app.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import vn.lachan.app.settings.Settings;

/** How the secrets of accounts are kept; the same with and without the screens. */
@Configuration
public class AccountWiring {

  /** Argon2id with the parameters OWASP names as a minimum or better (19 MiB, 2 passes, 1 lane). */
  @Bean
  PasswordEncoder passwordEncoder() {
    return new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
  }

  @Bean
  SecretBox secretBox(Settings settings) {
    return SecretBox.open(settings.folder("keys").resolve("secrets.key"));
  }
}
