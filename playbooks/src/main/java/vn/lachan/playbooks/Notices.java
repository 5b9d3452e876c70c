package vn.lachan.playbooks;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Who can be told something from within a playbook, by the names playbooks use; addresses stand in
 * the settings, never in a playbook.
 *
 * @param webhooks services, by name
 * @param mailboxes people's addresses, by name
 * @param mail what sends mail
 * @param timeout how long one notice may take
 */
public record Notices(
    Map<String, Webhook> webhooks,
    Map<String, List<String>> mailboxes,
    MailSender mail,
    Duration timeout) {

  /** Nobody. */
  public static final Notices NONE =
      new Notices(Map.of(), Map.of(), MailSender.NONE, Duration.ofSeconds(30));

  public Notices {
    webhooks = Map.copyOf(webhooks);
    mailboxes = Map.copyOf(mailboxes);
  }

  /**
   * A service that takes notices.
   *
   * @param url where it is
   * @param key name of the secret in the vault whose field {@code key} signs notices
   */
  public record Webhook(URI url, String key) {}
}
