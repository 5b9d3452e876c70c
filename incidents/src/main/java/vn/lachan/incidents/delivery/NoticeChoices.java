package vn.lachan.incidents.delivery;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.store.Transactions;

/**
 * Which notices leave, and where to: what a person chose, else what is chosen for one of the
 * person's roles, else mail for everything and no webhook. Without an address nothing leaves. Safe
 * for several threads and processes.
 */
public final class NoticeChoices {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Set<String> domains;
  private final Set<String> webhooks;

  /**
   * @param domains of addresses that may be named; empty for any
   * @param webhooks names of services that may be chosen
   */
  public NoticeChoices(
      DataSource dataSource, AuditTrail audit, Set<String> domains, Set<String> webhooks) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.domains = Set.copyOf(domains);
    this.webhooks = Set.copyOf(webhooks);
  }

  /** By which ways one kind of notice leaves. */
  public record Choice(boolean mail, boolean webhook) {
    static final Choice STANDARD = new Choice(true, false);

    Choice or(Choice other) {
      return new Choice(mail || other.mail, webhook || other.webhook);
    }
  }

  /**
   * Where a person can be reached.
   *
   * @param mail address; empty for none
   * @param webhook name of a service; empty for none
   */
  public record Contact(String mail, String webhook) {
    static final Contact NONE = new Contact("", "");
  }

  /** Names of the services that may be chosen, in order. */
  public List<String> webhooks() {
    return webhooks.stream().sorted().toList();
  }

  public Contact contact(String account) {
    return transactions.read(handle ->
        handle
            .createQuery("select mail, webhook from notice_contact where account = :account")
            .bind("account", account)
            .map((row, _) -> new Contact(row.getString("mail"), row.getString("webhook")))
            .findOne()
            .orElse(Contact.NONE));
  }

  /**
   * Says where the person can be reached.
   *
   * @throws InvalidRequestException when the address is none, not in an allowed domain, or the
   *     service is unknown
   */
  public void reach(Actor by, Contact contact) {
    String mail = contact.mail().strip();
    if (!mail.isEmpty() && !MailAddress.isOne(mail)) {
      throw new InvalidRequestException("mail", "Địa chỉ thư không hợp lệ.");
    }
    if (!mail.isEmpty() && !MailAddress.isWithin(mail, domains)) {
      throw new InvalidRequestException(
          "mail", "Chỉ nhận thư công vụ thuộc: " + String.join(", ", domains) + ".");
    }
    if (!contact.webhook().isEmpty() && !webhooks.contains(contact.webhook())) {
      throw new InvalidRequestException(
          "webhook", "Không có nơi nhận webhook “" + contact.webhook() + "”.");
    }
    transactions.write(handle -> {
      handle
          .createUpdate("delete from notice_contact where account = :account")
          .bind("account", by.id())
          .execute();
      handle
          .createUpdate(
              "insert into notice_contact (account, mail, webhook) values (:account, :mail, :hook)")
          .bind("account", by.id())
          .bind("mail", mail)
          .bind("hook", contact.webhook())
          .execute();
      append(by, "person:" + by.id(), "contact");
      return mail;
    });
  }

  /** What is in force for somebody with these roles. */
  public Map<Notice.Kind, Choice> inForce(String account, Collection<String> roles) {
    return transactions.read(handle -> {
      Map<Notice.Kind, Choice> choices = new EnumMap<>(Notice.Kind.class);
      Map<Notice.Kind, Choice> own = of(handle, "person:" + account);
      List<Map<Notice.Kind, Choice>> given =
          roles.stream().map(role -> of(handle, "role:" + role)).toList();
      for (Notice.Kind kind : Notice.Kind.values()) {
        Choice standard =
            given.stream()
                .filter(one -> one.containsKey(kind))
                .map(one -> one.getOrDefault(kind, Choice.STANDARD))
                .reduce(Choice::or)
                .orElse(Choice.STANDARD);
        choices.put(kind, own.getOrDefault(kind, standard));
      }
      return choices;
    });
  }

  /** What was chosen for a role; kinds without a choice are as {@link Choice} says. */
  public Map<Notice.Kind, Choice> ofRole(String role) {
    return transactions.read(handle -> {
      Map<Notice.Kind, Choice> choices = new EnumMap<>(Notice.Kind.class);
      Map<Notice.Kind, Choice> own = of(handle, "role:" + role);
      for (Notice.Kind kind : Notice.Kind.values()) {
        choices.put(kind, own.getOrDefault(kind, Choice.STANDARD));
      }
      return choices;
    });
  }

  /** Chooses for oneself; kinds that are left out follow the roles again. */
  public void choose(Actor by, Map<Notice.Kind, Choice> choices) {
    store(by, "person:" + by.id(), choices);
  }

  /** Chooses for everybody who holds a role and has not chosen. */
  public void chooseForRole(Actor by, String role, Map<Notice.Kind, Choice> choices) {
    store(by, "role:" + role, choices);
  }

  private void store(Actor by, String chooser, Map<Notice.Kind, Choice> choices) {
    transactions.write(handle -> {
      handle
          .createUpdate("delete from notice_choice where chooser = :chooser")
          .bind("chooser", chooser)
          .execute();
      choices.forEach((kind, choice) ->
          handle
              .createUpdate(
                  "insert into notice_choice (chooser, kind, mail, webhook)"
                      + " values (:chooser, :kind, :mail, :webhook)")
              .bind("chooser", chooser)
              .bind("kind", kind.name())
              .bind("mail", choice.mail())
              .bind("webhook", choice.webhook())
              .execute());
      append(by, chooser, new TreeMap<>(choices).toString());
      return chooser;
    });
  }

  private static Map<Notice.Kind, Choice> of(Handle handle, String chooser) {
    Map<Notice.Kind, Choice> choices = new EnumMap<>(Notice.Kind.class);
    handle
        .createQuery("select * from notice_choice where chooser = :chooser")
        .bind("chooser", chooser)
        .map((row, _) ->
            Map.entry(
                Notice.Kind.valueOf(row.getString("kind")),
                new Choice(row.getBoolean("mail"), row.getBoolean("webhook"))))
        .forEach(entry -> choices.put(entry.getKey(), entry.getValue()));
    return choices;
  }

  /** Addresses are not written into the trail. */
  private void append(Actor by, String chooser, String what) {
    audit.append(
        new AuditEntry(by, "notice.choose", "notices:" + chooser, by.unit(), Map.of("what", what)));
  }
}
