package vn.lachan.incidents.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.sharing.Destination;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Destination.Way;
import vn.lachan.incidents.sharing.Ruling;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.Transactions;

/**
 * Takes notices out of the house.
 *
 * <p>A notice and its deliveries are rows before anything is sent, and each attempt is a row before
 * it is made: after a crash every delivery is tried again that was not surely sent. One that was
 * under way may then arrive twice; both have the same Message-ID or Idempotency-Key. What the other
 * side does not take is tried again with growing pauses and given up after {@link
 * CourierSettings#attempts()}, which an administrator finds in the inbox.
 *
 * <p>Safe for several threads and processes.
 */
public final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final Outbox outbox;
  private final Services services;
  private final Optional<SmtpMail> mail;
  private final Map<String, WebhookTarget> webhooks;
  private final WebhookPost post;
  private final Clock clock;
  private final CourierSettings settings;

  /**
   * Whom the courier asks.
   *
   * @param administrator name of the role that learns what could not be sent
   */
  public record Services(
      Notices notices,
      Incidents incidents,
      Sharing sharing,
      NoticeChoices choices,
      Addressees addressees,
      String administrator) {}

  /**
   * @param mail empty where there is no mail server: nothing is planned for mail
   * @param timeout of one webhook; shorter than the lease
   */
  public Courier(
      DataSource dataSource,
      Services services,
      Optional<SmtpMail> mail,
      List<WebhookTarget> webhooks,
      Duration timeout,
      Clock clock,
      CourierSettings settings) {
    this.outbox = new Outbox(dataSource);
    this.services = services;
    this.mail = mail;
    this.webhooks =
        webhooks.stream().collect(Collectors.toMap(WebhookTarget::name, Function.identity()));
    this.post = new WebhookPost(clock, timeout);
    this.clock = clock;
    this.settings = settings;
  }

  /** One round: plans what is new and sends what is due; returns how many attempts it made. */
  public int deliver() throws InterruptedException {
    for (Outbox.Unplanned one : outbox.unplanned(settings.batch())) {
      outbox.plan(one.notice(), wanted(one.recipient(), one.notice()), now());
    }
    int attempts = 0;
    for (String id : outbox.due(now(), settings.batch())) {
      Optional<Delivery> mine = outbox.claim(id, now(), settings.lease());
      if (mine.isPresent()) {
        attempt(mine.get());
        attempts++;
      }
    }
    return attempts;
  }

  public DeliveryStats stats() {
    return outbox.stats();
  }

  private Set<Outbox.Wanted> wanted(Notice.Recipient to, Notice notice) {
    Set<Outbox.Wanted> wanted = new LinkedHashSet<>();
    for (Addressees.Person person : services.addressees().of(to)) {
      NoticeChoices.Contact contact = services.choices().contact(person.account());
      NoticeChoices.Choice choice =
          services
              .choices()
              .inForce(person.account(), person.roles())
              .getOrDefault(notice.kind(), NoticeChoices.Choice.STANDARD);
      if (choice.mail() && mail.isPresent() && !contact.mail().isEmpty()) {
        wanted.add(new Outbox.Wanted(Delivery.Channel.MAIL, person.account()));
      }
      if (choice.webhook() && webhooks.containsKey(contact.webhook())) {
        wanted.add(new Outbox.Wanted(Delivery.Channel.WEBHOOK, contact.webhook()));
      }
    }
    return wanted;
  }

  private void attempt(Delivery delivery) throws InterruptedException {
    Optional<Ruling.Refused> refusal = refusal(delivery);
    if (refusal.isPresent()) {
      outbox.done(delivery, Delivery.State.REFUSED, now(), refusal.get().rule());
      return;
    }
    Posted posted =
        switch (delivery.channel()) {
          case MAIL -> mail(delivery);
          case WEBHOOK -> webhook(delivery);
        };
    switch (posted) {
      case Posted.Taken(String answer) -> outbox.done(delivery, Delivery.State.SENT, now(), answer);
      case Posted.Refused(String reason) -> giveUp(delivery, reason);
      case Posted.NotNow(String reason) -> again(delivery, reason);
      case Posted.Broken(String reason) -> again(delivery, reason);
    }
  }

  private Posted mail(Delivery delivery) {
    String address = services.choices().contact(delivery.recipient()).mail();
    if (mail.isEmpty() || address.isEmpty()) {
      return new Posted.Refused("Không còn máy chủ thư hoặc địa chỉ thư.");
    }
    NoticeText text = text(delivery);
    return mail.get().send(List.of(address), text.subject(), text.body(), delivery.id());
  }

  private Posted webhook(Delivery delivery) throws InterruptedException {
    WebhookTarget target = webhooks.get(delivery.recipient());
    return target == null
        ? new Posted.Refused("Không còn nơi nhận webhook này trong thiết lập.")
        : post.send(target, text(delivery).json(delivery.id()), delivery.id());
  }

  private NoticeText text(Delivery delivery) {
    String id = delivery.notice().incidentId();
    Optional<Incident> incident =
        id == null ? Optional.empty() : services.incidents().find(OrganizationScope.PROVINCE, id);
    Optional<ReportingClock> clock =
        id == null || delivery.about().isEmpty()
            ? Optional.empty()
            : services.incidents().clocks(OrganizationScope.PROVINCE, id).stream()
                .filter(one -> one.id().equals(delivery.about()))
                .findFirst();
    return NoticeText.of(delivery.notice(), incident, clock, settings.address());
  }

  /** Which rule keeps it back; the labels are those of now, not of when it was told. */
  private Optional<Ruling.Refused> refusal(Delivery delivery) {
    String incident = delivery.notice().incidentId();
    if (incident == null) {
      return Optional.empty();
    }
    Destination to =
        switch (delivery.channel()) {
          case MAIL -> new Destination(Way.MAIL, circle(delivery.recipient(), incident));
          case WEBHOOK -> {
            WebhookTarget target = webhooks.get(delivery.recipient());
            yield new Destination(Way.WEBHOOK, target == null ? Circle.WORLD : target.circle());
          }
        };
    return services.sharing().check(Officer.PLATFORM, incident, to, "")
            instanceof Ruling.Refused refused
        ? Optional.of(refused)
        : Optional.empty();
  }

  /** Who may see the province takes part in every incident. */
  private Circle circle(String account, String incident) {
    return services.addressees().of(Notice.Recipient.person(account)).stream()
        .findFirst()
        .map(person -> services.sharing().circleOf(person.unit(), person.province(), incident))
        .orElse(Circle.WORLD);
  }

  private void again(Delivery delivery, String reason) {
    if (delivery.attempts() >= settings.attempts()) {
      giveUp(delivery, reason);
    } else {
      outbox.again(delivery, now().plus(settings.pause(delivery.attempts())), reason);
    }
  }

  private void giveUp(Delivery delivery, String reason) {
    outbox.done(delivery, Delivery.State.GIVEN_UP, now(), reason);
    LOG.warn(
        "notice {} given up: {} after {} attempts: {}",
        delivery.notice().id(),
        delivery.channel(),
        delivery.attempts(),
        reason);
    String way = delivery.channel() == Delivery.Channel.MAIL ? "thư" : "webhook";
    services
        .notices()
        .tellHere(
            new NewNotice(
                "delivery:" + delivery.id(),
                Notice.Kind.PLATFORM,
                Notice.Recipient.role(services.administrator(), ""),
                "Không gửi được %s tới %s sau %d lần: %s"
                    .formatted(way, delivery.recipient(), delivery.attempts(), reason),
                "/users",
                null));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }

  @Override
  public void close() {
    post.close();
  }
}
