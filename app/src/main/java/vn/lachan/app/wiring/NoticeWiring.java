package vn.lachan.app.wiring;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.security.Account;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.app.settings.NoticeSettings;
import vn.lachan.app.settings.PlaybookSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.delivery.Addressees;
import vn.lachan.incidents.delivery.Courier;
import vn.lachan.incidents.delivery.CourierSettings;
import vn.lachan.incidents.delivery.MailLogin;
import vn.lachan.incidents.delivery.NoticeChoices;
import vn.lachan.incidents.delivery.SmtpMail;
import vn.lachan.incidents.delivery.SmtpServer;
import vn.lachan.incidents.delivery.WebhookTarget;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.sharing.Labels;
import vn.lachan.incidents.sharing.Observables;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.sharing.StateSecrets;
import vn.lachan.playbooks.vault.Secret;
import vn.lachan.playbooks.vault.SecretVault;
import vn.lachan.playbooks.vault.VaultException;

/** What leaves the house: labels that decide, and the courier that carries notices. */
@Configuration
class NoticeWiring {
  private static final Duration WEBHOOK_WITHIN = Duration.ofSeconds(20);
  private static final int BATCH = 100;

  /** Sends mail, where a server is named. */
  record MailOut(Optional<SmtpMail> smtp) {}

  @Bean
  Sharing sharing(DataSource db, AuditTrail trail) {
    return new Sharing(db, trail);
  }

  @Bean
  Labels labels(DataSource db, AuditTrail trail, Clock clock) {
    return new Labels(db, trail, clock);
  }

  @Bean
  Observables observables(DataSource db, AuditTrail trail, Clock clock) {
    return new Observables(db, trail, clock);
  }

  @Bean
  StateSecrets stateSecrets(DataSource db, AuditTrail trail, Clock clock) {
    return new StateSecrets(db, trail, clock);
  }

  @Bean
  NoticeChoices noticeChoices(DataSource db, AuditTrail trail, Settings settings) {
    return new NoticeChoices(
        db,
        trail,
        Set.copyOf(settings.notices().domains()),
        settings.playbooks().webhooks().stream()
            .map(PlaybookSettings.Webhook::name)
            .collect(Collectors.toSet()));
  }

  @Bean
  SecretVault secretVault(Settings settings) {
    return PlaybookTools.vault(settings);
  }

  @Bean
  MailOut mailOut(Settings settings, SecretVault vault, Clock clock) {
    NoticeSettings.Smtp smtp = settings.notices().smtp();
    if (smtp.host().isBlank()) {
      return new MailOut(Optional.empty());
    }
    try {
      SmtpServer server =
          new SmtpServer(
              smtp.host(),
              smtp.port(),
              smtp.security(),
              smtp.from(),
              smtp.authority(),
              smtp.timeout());
      return new MailOut(
          Optional.of(new SmtpMail(server, () -> login(smtp.login(), vault), clock)));
    } catch (IllegalArgumentException e) {
      throw new StartException("lachan.notices.smtp: " + e.getMessage());
    }
  }

  private static Optional<MailLogin> login(String name, SecretVault vault) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields = fields(name, vault);
    String user = fields.getOrDefault("username", "");
    String password = fields.getOrDefault("password", "");
    if (user.isEmpty() || password.isEmpty()) {
      throw new SmtpMail.LoginUnknownException(
          "Kho khóa không có tài khoản máy chủ thư “" + name + "”.");
    }
    return Optional.of(new MailLogin(user, password));
  }

  /** The fields of a secret; none when it is not there or the vault cannot be read now. */
  private static Map<String, String> fields(String name, SecretVault vault) {
    try {
      return vault.find(name).map(Secret::fields).orElse(Map.of());
    } catch (VaultException _) {
      return Map.of(); // tried again with the next attempt
    }
  }

  @Bean
  Addressees addressees(Accounts accounts) {
    return to ->
        accounts.all().stream()
            .filter(Account::enabled)
            .filter(account -> isMeant(to, account))
            .map(account -> person(account, accounts))
            .toList();
  }

  private static boolean isMeant(Notice.Recipient to, Account account) {
    return to.person().isEmpty()
        ? account.roles().stream().anyMatch(role -> role.name().equals(to.role()))
            && (to.unit().isEmpty() || to.unit().equals(account.unit()))
        : to.person().equals(account.account());
  }

  private static Addressees.Person person(Account account, Accounts accounts) {
    return new Addressees.Person(
        account.account(),
        account.unit(),
        account.roles().stream().map(Role::name).collect(Collectors.toCollection(TreeSet::new)),
        accounts.signedIn(account).province());
  }

  @Bean(destroyMethod = "close")
  Courier courier(
      DataSource db,
      Notices notices,
      Incidents incidents,
      Sharing sharing,
      NoticeChoices choices,
      Addressees addressees,
      MailOut mail,
      SecretVault vault,
      Clock clock,
      Settings settings) {
    NoticeSettings bounds = settings.notices();
    try {
      return new Courier(
          db,
          new Courier.Services(
              notices, incidents, sharing, choices, addressees, Role.QUAN_TRI.name()),
          mail.smtp(),
          settings.playbooks().webhooks().stream().map(hook -> target(hook, vault)).toList(),
          WEBHOOK_WITHIN,
          clock,
          new CourierSettings(
              URI.create(bounds.address()),
              bounds.attempts(),
              bounds.firstPause(),
              bounds.longestPause(),
              bounds.lease(),
              BATCH));
    } catch (IllegalArgumentException e) {
      throw new StartException("lachan.notices: " + e.getMessage());
    }
  }

  private static WebhookTarget target(PlaybookSettings.Webhook hook, SecretVault vault) {
    return new WebhookTarget(
        hook.name(),
        hook.url(),
        hook.circle(),
        () -> {
          Map<String, String> fields = fields(hook.key(), vault);
          return fields.containsKey("key")
              ? Stream.of("key", "old_key")
                  .map(field -> fields.getOrDefault(field, ""))
                  .filter(key -> !key.isBlank())
                  .toList()
              : List.of();
        });
  }
}
