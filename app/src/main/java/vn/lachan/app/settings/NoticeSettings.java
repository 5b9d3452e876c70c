package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.lachan.incidents.delivery.SmtpServer;

/**
 * Notices that leave by mail and webhook. Webhooks are those of {@link
 * PlaybookSettings#webhooks()}.
 *
 * @param address where people reach the screens, for links, as {@code https://lachan.example}
 * @param domains of the addresses people may name for themselves; any when empty
 * @param attempts how often a notice is tried before it is given up
 * @param firstPause after the first failure; doubles with each further one
 * @param longestPause the pause never grows beyond this
 * @param lease after this time without a result an attempt counts as lost
 * @param mailboxes addresses that playbooks may write to, by the names playbooks use
 */
public record NoticeSettings(
    @DefaultValue("") String address,
    @DefaultValue({}) List<String> domains,
    @DefaultValue("10") int attempts,
    @DefaultValue("30s") Duration firstPause,
    @DefaultValue("30m") Duration longestPause,
    @DefaultValue("5m") Duration lease,
    @DefaultValue Smtp smtp,
    @DefaultValue({}) List<Mailbox> mailboxes) {

  public NoticeSettings {
    domains = List.copyOf(domains);
    mailboxes = List.copyOf(mailboxes);
  }

  /**
   * The mail server.
   *
   * @param host empty: no mail is sent
   * @param from address mail comes from
   * @param authority certificate of the authority that signed the server's, PEM; without it those
   *     that Java trusts
   * @param login name of the secret in the vault with {@code username} and {@code password}; empty
   *     when the server wants none
   * @param timeout for connecting, each answer and each write
   */
  public record Smtp(
      @DefaultValue("") String host,
      @DefaultValue("587") int port,
      @DefaultValue("STARTTLS") SmtpServer.Security security,
      @DefaultValue("") String from,
      @Nullable Path authority,
      @DefaultValue("") String login,
      @DefaultValue("20s") Duration timeout) {}

  /** People a playbook may write to. */
  public record Mailbox(String name, List<String> addresses) {
    public Mailbox {
      addresses = List.copyOf(addresses);
    }
  }
}
