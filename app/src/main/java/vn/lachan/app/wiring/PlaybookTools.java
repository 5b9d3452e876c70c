package vn.lachan.app.wiring;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vn.lachan.app.settings.PlaybookSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.incidents.delivery.SmtpMail;
import vn.lachan.playbooks.EngineSettings;
import vn.lachan.playbooks.EngineTools;
import vn.lachan.playbooks.EventSearch;
import vn.lachan.playbooks.MailSender;
import vn.lachan.playbooks.Notices;
import vn.lachan.playbooks.RemoteSettings;
import vn.lachan.playbooks.vault.HashicorpVault;
import vn.lachan.playbooks.vault.SealedFileVault;
import vn.lachan.playbooks.vault.SecretVault;

/** What the settings let playbooks work with. */
final class PlaybookTools {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static EngineSettings limits(PlaybookSettings settings) {
    return EngineSettings.DEFAULT
        .allowing(settings.hosts().toArray(String[]::new))
        .within(settings.depth(), settings.approval(), settings.workers())
        .as(settings.node().isEmpty() ? machine() : settings.node(), settings.inHand());
  }

  /** The name of this machine; {@code local} when it has none. */
  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return EngineSettings.DEFAULT.node();
    }
  }

  static EngineTools of(
      Settings settings, EventSearch events, SecretVault vault, Optional<SmtpMail> mail) {
    PlaybookSettings playbooks = settings.playbooks();
    Map<String, Notices.Webhook> webhooks = new LinkedHashMap<>();
    playbooks
        .webhooks()
        .forEach(hook -> webhooks.put(hook.name(), new Notices.Webhook(hook.url(), hook.key())));
    Map<String, List<String>> mailboxes = new LinkedHashMap<>();
    settings.notices().mailboxes().forEach(box -> mailboxes.put(box.name(), box.addresses()));
    return new EngineTools(
        vault,
        events,
        RemoteSettings.NONE.reaching(Set.copyOf(playbooks.machines()), playbooks.knownHosts()),
        new Notices(
            webhooks, mailboxes, mail.map(MailSender::over).orElse(MailSender.NONE), PATIENCE),
        Set.copyOf(playbooks.inside()));
  }

  static SecretVault vault(Settings settings) {
    PlaybookSettings.VaultSettings vault = settings.playbooks().vault();
    return vault.address().isEmpty()
        ? sealed(settings.folder("vault"))
        : new HashicorpVault(
            new HashicorpVault.Place(
                URI.create(vault.address()),
                vault.mount(),
                vault.namespace(),
                Objects.requireNonNull(vault.tokenFile()),
                PATIENCE));
  }

  /** The sealed file of a data folder. */
  static SealedFileVault sealed(Path folder) {
    return new SealedFileVault(folder.resolve("secrets"), folder.resolve("secrets.key"));
  }

  private PlaybookTools() {}
}
