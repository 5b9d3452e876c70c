package vn.lachan.incidents.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.LAN;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.delivery.Addressees.Person;
import vn.lachan.incidents.delivery.NoticeChoices.Choice;
import vn.lachan.incidents.delivery.NoticeChoices.Contact;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notice.Kind;
import vn.lachan.incidents.sharing.Destination.Circle;

/** From the inbox to a real SMTP server and a real HTTP receiver. */
class CourierTest {
  private static final Person POLICE = new Person("lan", "catinh", Set.of("DIEU_PHOI"), true);
  private static final Person COMMUNE = new Person("hoa", "00001", Set.of("VAN_HANH"), false);
  private static final Person ADMIN = new Person("quan.tri", "catinh", Set.of("QUAN_TRI"), true);
  private static final Duration LEASE = CourierSettings.DEFAULT.lease();

  @TempDir Path folder;
  private TestDesk desk;
  private TestMailServer mail;
  private HttpServer receiver;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int failure = 500;
  private volatile List<String> keys = List.of("khoa");
  private NoticeChoices choices;
  private Courier courier;

  @BeforeEach
  void start() throws IOException {
    desk = new TestDesk(TestDatabase.h2(), folder);
    mail = TestMailServer.plain();
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean bad = failures.getAndDecrement() > 0;
          if (!bad) {
            var headers = exchange.getRequestHeaders();
            received.add(
                headers.getFirst("Idempotency-Key")
                    + "|"
                    + headers.getFirst(WebhookSignature.TIMESTAMP)
                    + "|"
                    + headers.getFirst(WebhookSignature.SIGNATURE)
                    + "|"
                    + body);
          }
          exchange.sendResponseHeaders(bad ? failure : 204, -1);
          exchange.close();
        });
    receiver.start();
    choices =
        new NoticeChoices(
            desk.dataSource, desk.audit, Set.of("tuyenquang.gov.vn"), Set.of("truc-ban"));
    courier = courier();
    reach(POLICE, "dieu.phoi@tuyenquang.gov.vn", "truc-ban");
    reach(COMMUNE, "xa.mot@tuyenquang.gov.vn", "");
  }

  @AfterEach
  void stop() {
    courier.close();
    receiver.stop(0);
    mail.close();
  }

  private Courier courier() {
    List<Person> people = List.of(POLICE, COMMUNE, ADMIN);
    return new Courier(
        desk.dataSource,
        new Courier.Services(
            desk.notices,
            desk.incidents,
            desk.sharing,
            choices,
            to -> people.stream().filter(person -> isMeant(to, person)).toList(),
            "QUAN_TRI"),
        Optional.of(
            new SmtpMail(
                new SmtpServer(
                    "localhost",
                    mail.port(),
                    SmtpServer.Security.NONE,
                    "la-chan@tuyenquang.gov.vn",
                    null,
                    Duration.ofSeconds(2)),
                Optional::empty,
                desk.clock)),
        List.of(
            new WebhookTarget(
                "truc-ban",
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"),
                Circle.PARTY,
                () -> keys)),
        Duration.ofSeconds(2),
        desk.clock,
        new CourierSettings(
            URI.create("https://lachan.tuyenquang.gov.vn"),
            3,
            Duration.ofSeconds(30),
            Duration.ofMinutes(30),
            LEASE,
            100));
  }

  private static boolean isMeant(Notice.Recipient to, Person person) {
    return to.person().isEmpty()
        ? person.roles().contains(to.role())
            && (to.unit().isEmpty() || to.unit().equals(person.unit()))
        : to.person().equals(person.account());
  }

  private void reach(Person person, String address, String webhook) {
    choices.reach(actor(person), new Contact(address, webhook));
  }

  private static Actor actor(Person person) {
    return new Actor(person.account(), person.unit(), List.copyOf(person.roles()));
  }

  private String incident() {
    return desk.incidents.create(
        LAN,
        new NewIncident(
            "Lộ hồ sơ của Nguyễn Thị Tâm, CCCD 008190001234",
            Category.LD,
            Severity.M1,
            desk.clock.instant(),
            "Số điện thoại 0912345678, thư tam.nguyen@example.com",
            List.of(),
            List.of("00001"),
            null));
  }

  private void tell(String key, Kind kind, Notice.Recipient to, String incident, String about) {
    desk.notices.tell(
        new NewNotice(
            key,
            kind,
            to,
            "Lệnh “Gọi cho Nguyễn Thị Tâm 0912345678” chậm",
            "/incidents/" + incident,
            incident,
            about));
  }

  private void tell(String key, String incident) {
    tell(key, Kind.ORDER_LATE, Notice.Recipient.role("VAN_HANH", "00001"), incident, "");
  }

  @Test
  void mailSaysOnlyCodeSeverityClockAndLink() throws Exception {
    String incident = incident();
    desk.incidents.addNote(LAN, incident, "Nạn nhân Nguyễn Thị Tâm, 008190001234");
    desk.incidents.update(LAN, incident, IncidentPatch.NOTHING.withRootCause("Lê Văn Bình bấm"));
    String clock = desk.incidents.clocks(LAN.scope(), incident).getFirst().id();
    tell("k", Kind.CLOCK_OVERDUE, Notice.Recipient.person("lan"), incident, clock);
    assertThat(courier.deliver()).isEqualTo(1);
    var message = mail.messages().getFirst();
    assertThat(message.getSubject())
        .isEqualTo("[Lá Chắn] " + incident + ": Thời hạn báo cáo đã quá " + clock + " (mức M1)");
    assertThat(message.getContent().toString())
        .contains(incident, clock, "https://lachan.tuyenquang.gov.vn/incidents/" + incident);
    for (String personal :
        List.of("Tâm", "008190001234", "0912345678", "tam.nguyen", "Bình", "lan", "Lệnh “")) {
      assertThat(message.getSubject() + message.getContent()).doesNotContain(personal);
    }
  }

  @Test
  void aNoticeIsSentOnceToEachWhoHoldsTheRole() throws Exception {
    String incident = incident();
    tell("k", incident);
    tell("k", incident);
    courier.deliver();
    courier.deliver();
    assertThat(mail.recipients()).containsExactly("xa.mot@tuyenquang.gov.vn");
    assertThat(courier.stats()).isEqualTo(new DeliveryStats(0, 1, 0, 0));
  }

  @Test
  void aPersonChoosesAndElseTheRoleDecides() throws Exception {
    String incident = incident();
    Map<Kind, Choice> none = new EnumMap<>(Kind.class);
    none.put(Kind.ORDER_LATE, new Choice(false, false));
    choices.chooseForRole(actor(ADMIN), "VAN_HANH", none);
    tell("one", incident);
    assertThat(courier.deliver()).as("the role wants none").isZero();
    none.put(Kind.ORDER_LATE, new Choice(true, false));
    choices.choose(actor(COMMUNE), none);
    tell("two", incident);
    assertThat(courier.deliver()).as("the person wants it").isEqualTo(1);
    choices.choose(actor(COMMUNE), Map.of());
    tell("three", incident);
    assertThat(courier.deliver()).as("the role again").isZero();
    assertThat(desk.notices.of(actor(COMMUNE), null, 10)).as("all in the inbox").hasSize(3);
  }

  @Test
  void onlyAddressesOfTheProvinceAreTaken() {
    for (String wrong : List.of("a@gmail.com", "a@eviltuyenquang.gov.vn", "a@b@c", "x\r\ny@z.vn")) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> reach(COMMUNE, wrong, ""));
    }
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> reach(COMMUNE, "", "khong-co"));
    reach(COMMUNE, "a@xa1.tuyenquang.gov.vn", "");
    assertThat(desk.audit.read(vn.lachan.audit.AuditFilter.newest(1000)).toString())
        .as("addresses do not stand in the trail")
        .doesNotContain("a@xa1");
  }

  @Test
  void labelsKeepANoticeInTheHouseAndSayWhichRule() throws Exception {
    String incident = incident();
    desk.labels.mark(LAN, incident, new Marking(Tlp.AMBER_STRICT, Pap.GREEN), "chỉ nội bộ", null);
    tell("one", incident);
    tell("own", Kind.ORDER, Notice.Recipient.person("lan"), incident, "");
    courier.deliver();
    assertThat(mail.recipients())
        .as("the unit that leads is told, the other is not")
        .containsExactly("dieu.phoi@tuyenquang.gov.vn");
    desk.labels.mark(LAN, incident, new Marking(Tlp.AMBER, Pap.RED), "không để lộ", null);
    tell("two", incident);
    courier.deliver();
    String secret = incident();
    desk.secrets.declare(
        LAN,
        secret,
        new PaperReference("15/BC-PA05"),
        desk.secrets.contents(LAN.scope(), secret).seen());
    tell("three", secret);
    courier.deliver();
    assertThat(mail.recipients()).hasSize(1);
    assertThat(courier.stats()).isEqualTo(new DeliveryStats(0, 1, 3, 0));
    assertThat(desk.audit.read(vn.lachan.audit.AuditFilter.newest(1000)))
        .filteredOn(record -> record.entry().action().equals("sharing.refuse"))
        .extracting(record -> record.entry().detail().get("rule"))
        .containsExactlyInAnyOrder("TLP:AMBER+STRICT/MAIL", "PAP:RED/MAIL", "BMNN");
  }

  @Test
  void aCrashBeforeTheMailLosesNothingAndOneAfterItRepeatsTheMessageId() throws Exception {
    String incident = incident();
    tell("k", incident);
    Outbox outbox = new Outbox(desk.dataSource);
    for (Outbox.Unplanned one : outbox.unplanned(10)) {
      outbox.plan(
          one.notice(),
          Set.of(new Outbox.Wanted(Delivery.Channel.MAIL, "hoa")),
          desk.clock.instant());
    }
    String id = outbox.due(desk.clock.instant(), 10).getFirst();
    assertThat(outbox.claim(id, desk.clock.instant(), LEASE)).as("and then it died").isPresent();
    assertThat(courier.deliver()).as("the attempt may still be under way").isZero();
    desk.clock.advance(LEASE);
    assertThat(courier.deliver()).isEqualTo(1);
    assertThat(mail.messages().getFirst().getMessageID())
        .isEqualTo("<" + id + "@tuyenquang.gov.vn>");
    assertThat(courier.stats().sent()).isEqualTo(1);
  }

  @Test
  void twoProcessesNeverMakeTheSameAttempt() {
    String incident = incident();
    tell("k", incident);
    Outbox one = new Outbox(desk.dataSource);
    Outbox two = new Outbox(desk.dataSource);
    Outbox.Unplanned found = one.unplanned(10).getFirst();
    Set<Outbox.Wanted> wanted = Set.of(new Outbox.Wanted(Delivery.Channel.MAIL, "hoa"));
    one.plan(found.notice(), wanted, desk.clock.instant());
    two.plan(found.notice(), wanted, desk.clock.instant());
    String id = one.due(desk.clock.instant(), 10).getFirst();
    assertThat(one.due(desk.clock.instant(), 10)).hasSize(1);
    Delivery lost = one.claim(id, desk.clock.instant(), LEASE).orElseThrow();
    assertThat(two.claim(id, desk.clock.instant(), LEASE)).isEmpty();
    desk.clock.advance(LEASE);
    assertThat(two.claim(id, desk.clock.instant(), LEASE)).isPresent();
    one.done(lost, Delivery.State.SENT, desk.clock.instant(), "too late");
    assertThat(one.stats().sent()).as("who lost the attempt says nothing").isZero();
  }

  @Test
  void triesAgainWithGrowingPausesAndGivesUpLoudly() throws Exception {
    String incident = incident();
    tell("k", incident);
    mail.refuse(100, 451);
    assertThat(courier.deliver()).isEqualTo(1);
    assertThat(courier.deliver()).as("too early").isZero();
    desk.clock.advance(Duration.ofSeconds(30));
    assertThat(courier.deliver()).isEqualTo(1);
    desk.clock.advance(Duration.ofSeconds(30));
    assertThat(courier.deliver()).as("the pause has doubled").isZero();
    desk.clock.advance(Duration.ofSeconds(30));
    assertThat(courier.deliver()).isEqualTo(1);
    desk.clock.advance(Duration.ofDays(1));
    assertThat(courier.deliver()).isZero();
    assertThat(courier.stats()).isEqualTo(new DeliveryStats(0, 0, 0, 1));
    assertThat(desk.notices.of(actor(ADMIN), null, 10))
        .singleElement()
        .satisfies(notice ->
            assertThat(notice.subject())
                .contains("Không gửi được thư tới hoa", "451")
                .doesNotContain("@"));
    assertThat(courier.deliver()).as("that notice stays in the house").isZero();
  }

  @Test
  void aMailThatIsRefusedForGoodIsNotTriedAgain() throws Exception {
    tell("k", incident());
    mail.refuse(1, 550);
    courier.deliver();
    assertThat(courier.stats()).isEqualTo(new DeliveryStats(0, 0, 0, 1));
  }

  @Test
  void aWebhookIsSignedRetriedAndToldApart() throws Exception {
    String incident = incident();
    choices.choose(actor(POLICE), Map.of(Kind.ORDER, new Choice(false, true)));
    failures.set(1);
    tell("k", Kind.ORDER, Notice.Recipient.role("DIEU_PHOI", ""), incident, "");
    courier.deliver();
    assertThat(received).isEmpty();
    keys = List.of("khoa-moi", "khoa");
    desk.clock.advance(Duration.ofSeconds(30));
    courier.deliver();
    String[] parts = received.getFirst().split("\\|", 4);
    assertThat(parts[2])
        .isEqualTo(WebhookSignature.of(parts[1], parts[3], List.of("khoa-moi", "khoa")))
        .contains(WebhookSignature.of(parts[1], parts[3], List.of("khoa")));
    assertThat(parts[3])
        .contains("\"incident\":\"" + incident + "\"", "\"severity\":\"M1\"", parts[0])
        .doesNotContain("Tâm", "0912345678", "lan");
    assertThat(courier.stats().sent()).isEqualTo(1);
  }

  @Test
  void withoutAKeyAWebhookWaits() throws Exception {
    choices.choose(actor(POLICE), Map.of(Kind.ORDER, new Choice(false, true)));
    keys = List.of();
    tell("k", Kind.ORDER, Notice.Recipient.person("lan"), incident(), "");
    courier.deliver();
    assertThat(received).isEmpty();
    assertThat(courier.stats().waiting()).isEqualTo(1);
  }

  @Test
  void aWebhookThatAnswersWithARefusalIsGivenUp() throws Exception {
    choices.choose(actor(POLICE), Map.of(Kind.ORDER, new Choice(false, true)));
    failure = 410;
    failures.set(1);
    tell("k", Kind.ORDER, Notice.Recipient.person("lan"), incident(), "");
    courier.deliver();
    assertThat(courier.stats().givenUp()).isEqualTo(1);
  }
}
