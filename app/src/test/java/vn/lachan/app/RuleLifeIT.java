package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.security.Role;

/** A rule from its first draft to its retirement, over HTTP, with a restart in the middle. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RuleLifeIT {
  private static final String ID = "5e0b7a8e-5f0e-4c3e-9d55-0c2a7e1f0001";
  private static final String DELIVERED = "7f1185d1-0a0c-4f45-b651-8cfd689a64ab";
  private static final String RULE =
      """
      title: Máy lạ gọi một cửa
      id: %s
      author: Cán bộ thử
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: viec_thu_nghiem}
        condition: sel
      level: high
      """
          .formatted(ID);
  private static final String TESTS =
      """
      cases:
        - name: Có việc thử
          expect: 1
          events:
            - {"@timestamp": "2026-11-20T10:00:00+07:00", event.dataset: dvc.motcua, event.action: viec_thu_nghiem}
        - name: Việc khác
          expect: 0
          events:
            - {"@timestamp": "2026-11-20T10:00:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap}
      """;

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static String exemption = "";

  @BeforeAll
  static void start() {
    platform = TestPlatform.start(folder, Map.of());
    platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("dieu.phoi.2", "ca-tinh", Role.DIEU_PHOI);
    platform.account("kiem.toan", "ca-tinh", Role.KIEM_TOAN);
    platform.account("xa.phan", "00721", Role.PHAN_TICH);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static TestPlatform.Person analyst() throws Exception {
    return platform.signedIn("phan.tich");
  }

  private static TestPlatform.Person coordinator() throws Exception {
    return platform.signedIn("dieu.phoi");
  }

  private static JsonNode rule(String id) throws Exception {
    return analyst().json("/api/rules/" + id);
  }

  private static long revision(String id) throws Exception {
    return rule(id).get("revision").asLong();
  }

  private static HttpResponse<String> move(String id, String to, String reason) throws Exception {
    return analyst()
        .post(
            "/api/rules/" + id + "/state",
            Map.of("to", to, "reason", reason, "expectedRevision", revision(id)));
  }

  private static JsonNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static JsonNode refused(int status, String code, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.get("code").asString()).isEqualTo(code);
    return problem;
  }

  private static void send(String action, String account, String ip) throws Exception {
    Map<String, Object> line = new HashMap<>();
    line.put("thoi_gian", Instant.now().toString());
    line.put("ma_su_kien", UUID.randomUUID().toString());
    line.put("hanh_dong", action);
    line.put("ket_qua", "thanh_cong");
    line.put("tai_khoan", account);
    line.put("loai_chu_the", "can_bo");
    line.put("ma_don_vi", "00721");
    line.put("ip", ip);
    HttpResponse<String> taken =
        platform.send("dvc.motcua", JsonMapper.shared().writeValueAsString(line) + "\n");
    assertThat(taken.statusCode()).as(taken.body()).isBetween(200, 299);
    platform.awaitQuiet();
  }

  private static List<JsonNode> alerts() throws Exception {
    return List.copyOf(analyst().json("/api/alerts?rule=" + ID).get("items").values());
  }

  @Test
  @Order(1)
  void aDraftIsCheckedLineByLine() throws Exception {
    JsonNode problem =
        refused(
            422,
            "RULE_INVALID",
            analyst()
                .post(
                    "/api/rules", Map.of("text", RULE.replace("condition: sel", "condition: se"))));
    assertThat(problem.get("detail").asString()).contains("Không đọc được quy tắc");
    assertThat(problem.get("problems").get(0).get("line").asInt()).isEqualTo(7);
    JsonNode checked =
        ok(analyst().post("/api/rules/check", Map.of("text", RULE.replace("sel:", "sel|nosuch:"))));
    assertThat(checked.get("problems").size()).isPositive();
  }

  @Test
  @Order(2)
  void cannotBeEnabledWhileItsTestFails() throws Exception {
    JsonNode made =
        ok(
            analyst()
                .post(
                    "/api/rules",
                    Map.of(
                        "text",
                        RULE,
                        "tests",
                        TESTS.replace("expect: 1", "expect: 2"),
                        "note",
                        "bản đầu")));
    assertThat(made.get("rule").get("state").asString()).isEqualTo("DRAFT");
    JsonNode problem = refused(409, "RULE_TESTS_FAIL", move(ID, "ENABLED", "gấp"));
    assertThat(problem.get("tests").get("cases").get(0).get("alerts").asInt()).isEqualTo(1);
    send("viec_thu_nghiem", "cb.an", "10.60.41.9");
    assertThat(alerts()).isEmpty();
  }

  @Test
  @Order(3)
  void anEnabledRuleRaisesAnAlertForTheNextEventWithoutARestart() throws Exception {
    ok(
        analyst()
            .post(
                "/api/rules/" + ID + "/versions",
                Map.of(
                    "text",
                    RULE,
                    "tests",
                    TESTS,
                    "note",
                    "sửa ca thử",
                    "expectedRevision",
                    revision(ID))));
    assertThat(ok(analyst().post("/api/rules/" + ID + "/test", Map.of())).get("passed").asBoolean())
        .isTrue();
    ok(move(ID, "TESTED", ""));
    assertThat(ok(move(ID, "ENABLED", "")).get("enabled").asBoolean()).isTrue();
    send("viec_thu_nghiem", "cb.an", "10.60.41.9");

    assertThat(alerts()).hasSize(1);
    String version = alerts().getFirst().get("ruleVersion").asString();
    JsonNode made = analyst().json("/api/rules/" + ID + "/versions/" + version);
    assertThat(made.get("text").asString()).isEqualTo(RULE);
    assertThat(made.get("running").asBoolean()).isTrue();
    refused(
        409,
        "RULE_STALE",
        analyst()
            .post(
                "/api/rules/" + ID + "/state",
                Map.of("to", "RETIRED", "reason", "cũ", "expectedRevision", 1)));
  }

  @Test
  @Order(4)
  void anExemptionHidesAndCountsAndNeedsASecondPerson() throws Exception {
    Map<String, Object> draft =
        Map.of(
            "rules", List.of(ID),
            "selection", Map.of("source.ip", "10.60.41.9"),
            "reason", "máy kiểm tra của tỉnh",
            "expiresAt", Instant.now().plusSeconds(86_400).toString());
    TestPlatform.Person coordinator = coordinator();
    exemption = ok(coordinator.post("/api/exemptions", draft)).get("id").asString();
    String path = "/api/exemptions/" + exemption;
    refused(409, "EXEMPTION_OWN", coordinator.post(path + "/approve", Map.of()));
    assertThat(analyst().post(path + "/approve", Map.of()).statusCode()).isEqualTo(403);
    send("viec_thu_nghiem", "cb.binh", "10.60.41.9");
    assertThat(alerts()).hasSize(2);

    ok(platform.signedIn("dieu.phoi.2").post(path + "/approve", Map.of()));
    send("viec_thu_nghiem", "cb.chi", "10.60.41.9");
    send("viec_thu_nghiem", "cb.dung", "10.60.41.10");

    assertThat(alerts()).hasSize(3);
    JsonNode now = analyst().json(path);
    assertThat(now.get("status").asString()).isEqualTo("IN_FORCE");
    assertThat(now.get("hidden").asLong()).isEqualTo(1);
    assertThat(now.get("hiddenEvents").size()).isEqualTo(1);
    String event = now.get("hiddenEvents").get(0).get("event").asString();
    assertThat(analyst().get("/api/events/" + event).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void suppressionShowsTheRestAsMore() throws Exception {
    JsonNode row =
        ok(
            analyst()
                .put(
                    "/api/rules/" + ID + "/suppression",
                    Map.of(
                        "mode",
                        "CHOSEN",
                        "fields",
                        List.of("user.name"),
                        "window",
                        "1h",
                        "expectedRevision",
                        revision(ID))));
    assertThat(row.get("suppression").get("windowSeconds").asLong()).isEqualTo(3_600);
    for (int i = 0; i < 4; i++) {
      send("viec_thu_nghiem", "cb.giang", "10.60.41.11");
    }
    assertThat(alerts())
        .filteredOn(alert -> alert.get("entity").asString().equals("cb.giang"))
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.get("more").asLong()).isEqualTo(3);
          assertThat(alert.get("occurrences").asInt()).isEqualTo(1);
        });
    assertThat(rule(ID).get("folded").asLong()).isEqualTo(3);
    refused(
        422,
        "SUPPRESSION_INVALID",
        analyst()
            .put(
                "/api/rules/" + ID + "/suppression",
                Map.of("mode", "CHOSEN", "window", "1 giờ", "expectedRevision", revision(ID))));
  }

  @Test
  @Order(6)
  void aDeliveredRuleCanBeRetiredAndEnabledAgain() throws Exception {
    assertThat(rule(DELIVERED).get("source").asString()).isEqualTo("DELIVERED");
    assertThat(rule(DELIVERED).get("tests").asString()).contains("cases:");
    refused(422, "REASON_MISSING", move(DELIVERED, "RETIRED", ""));
    assertThat(ok(move(DELIVERED, "RETIRED", "thử ngừng")).get("enabled").asBoolean()).isFalse();
    assertThat(ok(move(DELIVERED, "ENABLED", "")).get("enabled").asBoolean()).isTrue();
    assertThat(ok(move(DELIVERED, "RETIRED", "ngừng hẳn")).get("state").asString())
        .isEqualTo("RETIRED");
  }

  @Test
  @Order(7)
  void aRestartKeepsEverything() throws Exception {
    platform.close();
    platform = TestPlatform.start(folder, Map.of());
    assertThat(rule(ID).get("state").asString()).isEqualTo("ENABLED");
    assertThat(rule(ID).get("running").asInt()).isEqualTo(2);
    assertThat(rule(ID).get("suppression").get("mode").asString()).isEqualTo("CHOSEN");
    assertThat(rule(DELIVERED).get("state").asString()).isEqualTo("RETIRED");
    JsonNode kept = analyst().json("/api/exemptions/" + exemption);
    assertThat(kept.get("hidden").asLong()).isEqualTo(1);
    send("viec_thu_nghiem", "cb.chi", "10.60.41.9");
    send("viec_thu_nghiem", "cb.giang", "10.60.41.11");
    assertThat(analyst().json("/api/exemptions/" + exemption).get("hidden").asLong()).isEqualTo(2);
    assertThat(alerts())
        .filteredOn(alert -> alert.get("entity").asString().equals("cb.giang"))
        .singleElement()
        .satisfies(alert -> assertThat(alert.get("more").asLong()).isEqualTo(4));
  }

  @Test
  @Order(8)
  void theAuditorReadsButDoesNotWrite() throws Exception {
    TestPlatform.Person auditor = platform.signedIn("kiem.toan");
    for (String path :
        List.of(
            "/api/rules",
            "/api/rules/" + ID,
            "/api/rules/" + ID + "/versions",
            "/api/rules/" + ID + "/versions/1",
            "/api/exemptions",
            "/api/exemptions/" + exemption)) {
      assertThat(auditor.get(path).statusCode()).as(path).isEqualTo(200);
    }
    for (String path :
        List.of(
            "/api/rules",
            "/api/rules/check",
            "/api/rules/" + ID + "/versions",
            "/api/rules/" + ID + "/state",
            "/api/rules/" + ID + "/restore",
            "/api/exemptions",
            "/api/exemptions/" + exemption + "/approve",
            "/api/exemptions/" + exemption + "/revoke")) {
      assertThat(auditor.post(path, Map.of()).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(auditor.put("/api/rules/" + ID + "/suppression", Map.of()).statusCode())
        .isEqualTo(403);
    assertThat(auditor.json("/api/audit?limit=200").get("items").values())
        .extracting(item -> item.get("action").asString())
        .contains(
            "rule.deliver",
            "rule.create",
            "rule.version",
            "rule.test",
            "rule.enable",
            "rule.retire",
            "rule.suppress",
            "exemption.propose",
            "exemption.approve");
  }

  @Test
  @Order(9)
  void whoSeesOneUnitChangesNoRuleAndExemptsOnlyThere() throws Exception {
    TestPlatform.Person commune = platform.signedIn("xa.phan");
    refused(
        403,
        "RULES_PROVINCE_ONLY",
        commune.post("/api/rules", Map.of("text", RULE, "tests", TESTS)));
    Map<String, Object> draft =
        new HashMap<>(
            Map.of(
                "rules", List.of(ID),
                "selection", Map.of("user.name", "cb.an"),
                "reason", "thử",
                "expiresAt", Instant.now().plusSeconds(600).toString()));
    refused(403, "RULES_PROVINCE_ONLY", commune.post("/api/exemptions", draft));
    draft.put("organization", "00700");
    refused(403, "RULES_PROVINCE_ONLY", commune.post("/api/exemptions", draft));
    draft.put("organization", "00721");
    ok(commune.post("/api/exemptions", draft));
    assertThat(commune.json("/api/exemptions/" + exemption).get("hiddenEvents").values())
        .allSatisfy(event -> assertThat(event.get("organization").asString()).isEqualTo("00721"));
  }

  @Test
  @Order(10)
  void aSetOfOthersIsTakenInAndReported() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("sigma/rules/a.yml"));
      zip.write(
          RULE.replace(ID, "bo-ngoai-1")
              .replace("viec_thu_nghiem", "viec_ngoai")
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("sigma/rules/hong.yml"));
      zip.write("title: hỏng\nid: hong\n".getBytes(StandardCharsets.UTF_8));
    }
    refused(422, "REASON_MISSING", upload(bytes.toByteArray(), ""));
    JsonNode report = ok(upload(bytes.toByteArray(), "bộ công khai"));
    assertThat(report.get("enabled").asInt()).isEqualTo(1);
    assertThat(report.get("refused").get(0).get("file").asString()).contains("hong.yml");
    assertThat(rule("bo-ngoai-1").get("licence").asString()).isEqualTo("DRL-1.1");
    send("viec_ngoai", "cb.an", "10.60.41.9");
    assertThat(analyst().json("/api/alerts?rule=bo-ngoai-1").get("items").size()).isEqualTo(1);
    refused(422, "IMPORT_UNREADABLE", upload(new byte[] {1, 2, 3}, "thử"));
  }

  private static HttpResponse<String> upload(byte[] file, String reason) throws Exception {
    String boundary = "ranh-gioi-" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field :
        Map.of("set", "Bộ ngoài", "licence", "DRL-1.1", "enable", "true", "reason", reason)
            .entrySet()) {
      body.writeBytes(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(boundary, field.getKey(), field.getValue())
              .getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bo.zip\"\r\n"
                    .formatted(boundary)
                + "Content-Type: application/zip\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    TestPlatform.Person person = analyst();
    return person.http(
        person
            .request("/api/rules/import")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }
}
