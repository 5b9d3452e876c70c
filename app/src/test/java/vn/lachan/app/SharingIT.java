package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.delivery.TestMailServer;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.playbooks.PlaybookEngine;

/** What leaves the platform, and what its labels keep in. */
@ExtendWith(SharedPlatform.class)
class SharingIT {
  private static final String COMMUNE = SharedPlatform.COMMUNE;
  private static final String OTHER = SharedPlatform.OTHER;
  private static final Officer POLICE =
      new Officer(
          new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI")), OrganizationScope.PROVINCE);

  private static TestPlatform platform;
  private static TestMailServer mail;

  @BeforeAll
  static void meet() {
    platform = SharedPlatform.platform();
    mail = SharedPlatform.mail();
  }

  @Test
  void anOrderReachesTheMailboxTheUnitNamedAndSaysNothingOfItsContent() throws Exception {
    TestPlatform.Person other = platform.signedIn("xa.hai");
    assertThat(other.json("/api/session/notices").get("mailPossible").asBoolean()).isTrue();
    HttpResponse<String> elsewhere =
        other.put("/api/session/notices", Map.of("mail", "a@gmail.com", "kinds", Map.of()));
    assertThat(elsewhere.statusCode()).isEqualTo(422);
    assertThat(elsewhere.body()).contains("thư công vụ");
    Map<String, Object> chosen = Map.of("mail", "xa.hai@tuyenquang.gov.vn", "kinds", Map.of());
    assertThat(other.put("/api/session/notices", chosen).statusCode()).isEqualTo(204);
    assertThat(platform.signedIn("xa.mot").get("/api/users/notices").statusCode()).isEqualTo(403);
    TestPlatform.Person administrator = platform.signedIn("quan.tri");
    assertThat(administrator.json("/api/users/notices")).hasSize(Role.values().length);
    assertThat(
            administrator
                .put(
                    "/api/users/notices/BAO_CAO_VIEN",
                    Map.of("kinds", Map.of("ORDER", Map.of("mail", false, "webhook", false))))
                .statusCode())
        .isEqualTo(204);

    String incident = incident("Lộ hồ sơ của Nguyễn Thị Tâm", OTHER);
    TestPlatform.Person police = platform.signedIn("dieu.phoi");
    assertThat(police.post("/api/incidents/" + incident + "/orders", orderDraft()).statusCode())
        .isEqualTo(201);
    TestPlatform.await("the mail", () -> mail.recipients().contains("xa.hai@tuyenquang.gov.vn"));
    MimeMessage message =
        mail.messages().get(mail.recipients().indexOf("xa.hai@tuyenquang.gov.vn"));
    assertThat(message.getSubject())
        .isEqualTo("[Lá Chắn] " + incident + ": Có lệnh điều phối hoặc yêu cầu hỗ trợ (mức M2)");
    assertThat(message.getContent().toString())
        .contains("https://lachan.tuyenquang.gov.vn/orders?id=")
        .doesNotContain("Tâm", "cáp", "xa.hai");
    assertThat(police.get("/actuator/prometheus").body())
        .contains("lachan_notices_sent 1.0", "lachan_notices_given_up 0.0");
  }

  private static Map<String, Object> orderDraft() {
    return Map.of(
        "what", "Gọi cho Nguyễn Thị Tâm, rút cáp",
        "why", "Ngăn lộ thêm",
        "legalBasis", "NĐ 333/2026/NĐ-CP, Điều 8",
        "unit", OTHER,
        "dueAt", Instant.now().plus(Duration.ofHours(4)).toString());
  }

  /** The engine as the platform wires it, its settings, and a real mail server. */
  @Test
  void aStepOfAPlaybookSendsMailThatWaitsForTheServerAndObeysTheLabels() throws Exception {
    TestPlatform.Person police = platform.signedIn("dieu.phoi");
    String incident = incident("Lộ hồ sơ của Nguyễn Thị Tâm", COMMUNE);
    mail.refuse(2, 451);
    assertThat(ended(police, incident).get("state").asString()).isEqualTo("SUCCEEDED");
    List<MimeMessage> sent = sentByPlaybooks(incident);
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().getContent().toString().strip())
        .isEqualTo("Sự cố " + incident + " có 3 máy, xem trên Lá Chắn.");
    assertThat(sent.getFirst().getMessageID()).startsWith("<buoc-");

    String kept = incident("Tin của Nguyễn Thị Tâm", COMMUNE);
    assertThat(
            mark(police, "/api/incidents/" + kept, "RED", "RED", "có danh tính nạn nhân")
                .statusCode())
        .isEqualTo(204);
    JsonNode refused = ended(police, kept);
    assertThat(refused.get("state").asString()).isEqualTo("FAILED");
    assertThat(refused.toString()).contains("TLP:RED/MAIL");
    assertThat(sentByPlaybooks(kept)).isEmpty();
  }

  private static JsonNode ended(TestPlatform.Person police, String incident) throws Exception {
    HttpResponse<String> started =
        police.post(
            "/api/incidents/" + incident + "/runs", Map.of("playbookId", TellingPlaybook.ID));
    assertThat(started.statusCode()).as(started.body()).isLessThan(300);
    String run = JsonMapper.shared().readTree(started.body()).get("runId").asString();
    PlaybookEngine engine = platform.get(PlaybookEngine.class);
    TestPlatform.await(
        "the end of the run",
        () -> engine.find(OrganizationScope.PROVINCE, run).orElseThrow().state().isFinished());
    return police.json("/api/runs/" + run);
  }

  private static List<MimeMessage> sentByPlaybooks(String incident) throws Exception {
    List<MimeMessage> sent = new ArrayList<>();
    for (MimeMessage message : mail.messages()) {
      if (message.getSubject().equals("Cần trực: " + incident)) {
        sent.add(message);
      }
    }
    return sent;
  }

  @Test
  void labelsAreEnforcedAndEachRefusalIsInTheTrail() throws Exception {
    String incident = incident("Máy chủ bị chiếm", COMMUNE);
    String path = "/api/incidents/" + incident;
    String evidence = evidence(incident);
    TestPlatform.Person police = platform.signedIn("dieu.phoi");
    TestPlatform.Person commune = platform.signedIn("xa.mot");
    assertThat(police.put(path, Map.of("tlp", "RED")).statusCode())
        .as("not without a reason")
        .isEqualTo(422);
    assertThat(mark(police, path, "AMBER", "GREEN", " ").statusCode()).isEqualTo(400);
    assertThat(commune.get(path + "/evidence/" + evidence).statusCode()).isEqualTo(200);
    assertThat(mark(commune, path, "RED", "RED", "có danh tính nạn nhân").statusCode())
        .isEqualTo(204);
    refused(police.post(path + "/orders", orderDraft()), "TLP:RED/SHARE");
    refused(
        police.post(path + "/handovers", Map.of("unit", OTHER, "reason", "xã khác chủ trì")),
        "TLP:RED/SHARE");
    refused(police.put(path, Map.of("units", List.of(COMMUNE, OTHER))), "TLP:RED/SHARE");
    refused(commune.get(path + "/evidence/" + evidence), "TLP:RED/FILE");
    TestPlatform.Person owner = platform.signedIn("chu.quan");
    HttpResponse<String> issued =
        owner.post(
            "/api/reports", Map.of("form", anyForm(police), "subject", "incident:" + incident));
    assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
    String report = JsonMapper.shared().readTree(issued.body()).get("id").asString();
    refused(owner.get("/api/reports/" + report + "/pdf"), "TLP:RED/FILE");
    refused(owner.get("/api/reports/" + report + "/json"), "TLP:RED/FILE");
    assertThat(mark(commune, path, "AMBER", "GREEN", "nới").statusCode())
        .as("the unit that leads may open it again")
        .isEqualTo(204);

    assertThat(
            police
                .post(path + "/observables", Map.of("kind", "IP", "value", "203.0.113.7"))
                .statusCode())
        .isEqualTo(201);
    assertThat(
            police
                .post(
                    path + "/observables",
                    Map.of("kind", "DOMAIN", "value", "=c2.example", "tlp", "RED", "pap", "RED"))
                .statusCode())
        .isEqualTo(201);
    HttpResponse<String> list = police.get(path + "/observables/export?circle=PARTY");
    assertThat(list.body()).contains("203.0.113.7", "TLP:AMBER").doesNotContain("c2.example");
    assertThat(list.headers().firstValue("X-Lachan-Kept")).hasValue("TLP:RED/FILE=1");
    assertThat(platform.signedIn("xa.hai").get(path + "/observables").statusCode()).isEqualTo(404);
    assertThat(
            platform.get(AuditTrail.class).read(AuditFilter.newest(1000)).stream()
                .filter(record -> record.entry().action().equals("sharing.refuse"))
                .filter(record -> record.entry().subject().equals("incident:" + incident))
                .map(record -> String.valueOf(record.entry().detail().get("rule"))))
        .contains("TLP:RED/SHARE", "TLP:RED/FILE");
  }

  @Test
  void aStateSecretKeepsEverybodyOutWithTheWayItGoesInstead() throws Exception {
    String incident = incident("Nội dung kế hoạch Sông Lô bị lộ", COMMUNE);
    String path = "/api/incidents/" + incident;
    String evidence = evidence(incident);
    TestPlatform.Person police = platform.signedIn("dieu.phoi");
    TestPlatform.Person commune = platform.signedIn("xa.mot");
    String seen = commune.json(path + "/secret").get("seen").asString();
    assertThat(
            commune
                .post(path + "/secret", Map.of("reference", "Sông Lô", "seen", seen))
                .statusCode())
        .as("a reference holds no content")
        .isEqualTo(422);
    assertThat(
            commune
                .post(path + "/secret", Map.of("reference", "15/BC-UBND", "seen", seen))
                .statusCode())
        .isEqualTo(204);
    assertThat(commune.get(path).body()).contains("15/BC-UBND").doesNotContain("Sông Lô");
    refused(police.post(path + "/notes", Map.of("text", "chi tiết")), "BMNN");
    refused(police.get(path + "/evidence/" + evidence), "BMNN");
    refused(
        police.post(
            path + "/runs", Map.of("playbookId", anyPlaybook(police), "variables", Map.of())),
        "BMNN");
    refused(
        platform
            .signedIn("chu.quan")
            .post(
                "/api/reports", Map.of("form", anyForm(police), "subject", "incident:" + incident)),
        "BMNN");
    assertThat(police.post(path + "/notes", Map.of("text", "chi tiết")).body())
        .contains("văn thư hoặc cơ yếu");
    assertThat(commune.post(path + "/secret/lift", Map.of("reference", "16/QĐ-PA05")).statusCode())
        .isEqualTo(403);
    assertThat(police.post(path + "/secret/lift", Map.of("reference", "16/QĐ-PA05")).statusCode())
        .isEqualTo(204);
    assertThat(commune.get(path).body()).contains("Sông Lô");
  }

  private static String anyPlaybook(TestPlatform.Person person) throws Exception {
    return person.json("/api/playbooks").get(0).get("id").asString();
  }

  private static String anyForm(TestPlatform.Person person) throws Exception {
    for (JsonNode form : person.json("/api/reports/forms")) {
      if (form.get("subject").asString().equals("INCIDENT")) {
        return form.get("id").asString();
      }
    }
    throw new AssertionError("no form about incidents");
  }

  private static HttpResponse<String> mark(
      TestPlatform.Person by, String path, String tlp, String pap, String reason) throws Exception {
    return by.post(path + "/marking", Map.of("tlp", tlp, "pap", pap, "reason", reason));
  }

  private static void refused(HttpResponse<String> answer, String rule) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(JsonMapper.shared().readTree(answer.body()).path("rule").asString())
        .as(answer.body())
        .isEqualTo(rule);
  }

  private static String evidence(String incident) {
    return platform
        .get(EvidenceFiles.class)
        .collect(
            POLICE,
            incident,
            new NewEvidence("so-do.txt", "text/plain", "", "phòng máy"),
            new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)))
        .id();
  }

  private static String incident(String title, String unit) {
    return platform
        .get(Incidents.class)
        .create(
            POLICE,
            new NewIncident(
                title,
                Category.MH,
                Severity.M2,
                Instant.now(),
                "",
                List.of(),
                List.of(unit),
                unit));
  }
}
