package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.command.Commands;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;

/**
 * What belongs to one unit stays with it: two communes, an alert, an incident, a task and a report
 * of the first, and people of the second who ask for them in every way there is.
 */
class ScopeIT {
  static final String OURS = "00721";
  private static final String THEIRS = "00700";
  private static final String MARK = "cb.bi.mat";

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static String alert;
  private static String event;
  private static String incident;
  private static String task;
  private static String run;
  private static String report;
  private static String order;
  private static String handover;
  private static String preservation;
  private static String evidence;
  private static UnitBackup backup;

  private static String form;
  private static String observable;
  private static String pack;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings = new HashMap<>(TestSigningKey.settings(folder));
    settings.putAll(UnitBackup.prepare(folder.resolve("sao-luu"), OURS, MARK));
    platform = TestPlatform.start(folder.resolve("data"), settings);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("xa.minh", OURS, Role.VAN_HANH);
    platform.account("xa.khac", THEIRS, Role.VAN_HANH);
    platform.account("chu.khac", THEIRS, Role.CHU_QUAN);
    platform.account("phan.khac", THEIRS, Role.PHAN_TICH);
    platform.account("bao.khac", THEIRS, Role.BAO_CAO_VIEN);
    platform.account("kiem.khac", THEIRS, Role.KIEM_TOAN);
    platform.account("quan.tri", "ca-tinh", Role.QUAN_TRI);
    platform.account("nguoi.khac", THEIRS, Role.BAO_CAO_VIEN);
    platform
        .get(Accounts.class)
        .create(
            Actor.PLATFORM,
            "moi.vai",
            "Người giữ mọi vai của một xã",
            THEIRS,
            EnumSet.complementOf(EnumSet.of(Role.QUAN_TRI)),
            TestPlatform.PASSWORD);
    HttpResponse<String> taken = platform.send("dvc.motcua", passwordSpray("203.0.113.177"));
    assertThat(taken.statusCode()).as(taken.body()).isBetween(200, 299);
    platform.awaitQuiet();
    fillTheProvince();
    backup = UnitBackup.done(platform.signedIn("xa.minh"));
  }

  private static void fillTheProvince() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    JsonNode queue = coordinator.json("/api/alerts");
    assertThat(queue.get("items").isEmpty()).isFalse();
    JsonNode row = queue.get("items").get(0);
    alert = row.get("id").asString();
    assertThat(row.get("organization").get("code").asString()).isEqualTo(OURS);
    event =
        coordinator
            .json("/api/events?q=source.ip:203.0.113.177")
            .get("items")
            .get(0)
            .get("id")
            .asString();
    incident =
        answer(coordinator.post("/api/alerts/escalate", Map.of("ids", List.of(alert))))
            .get("incidentId")
            .asString();
    coordinator.post("/api/incidents/" + incident + "/notes", Map.of("text", MARK));
    task =
        answer(
                coordinator.post(
                    "/api/incidents/" + incident + "/tasks",
                    Map.of("title", "Khóa " + MARK, "instructions", "Ngay", "unit", OURS)))
            .get("id")
            .asString();
    order =
        created(
            coordinator,
            "orders",
            Map.of(
                "what",
                "Cô lập " + MARK,
                "why",
                "Ngăn lan rộng",
                "legalBasis",
                "NĐ 333/2026/NĐ-CP, Điều 8",
                "unit",
                OURS,
                "dueAt",
                Instant.now().plusSeconds(7200).toString()));
    handover = created(coordinator, "handovers", Map.of("unit", "00694", "reason", MARK));
    preservation =
        created(
            coordinator,
            "preservations",
            Map.of(
                "from",
                Instant.now().minusSeconds(3600).toString(),
                "until",
                Instant.now().toString(),
                "reason",
                MARK,
                "legalBasis",
                "NĐ 333/2026/NĐ-CP, Điều 8"));
    evidence =
        platform
            .get(EvidenceFiles.class)
            .collect(
                new Officer(
                    new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI")),
                    OrganizationScope.PROVINCE),
                incident,
                new NewEvidence(MARK + ".txt", "text/plain", MARK, "máy trạm"),
                new ByteArrayInputStream(MARK.getBytes(StandardCharsets.UTF_8)))
            .id();
    observable =
        created(coordinator, "observables", Map.of("kind", "IP", "value", "203.0.113.177"));
    pack =
        created(
            coordinator, "evidence/packages", Map.of("to", "PA05", "evidence", List.of(evidence)));
    String playbook = coordinator.json("/api/playbooks").get(0).get("id").asString();
    run =
        answer(
                coordinator.post(
                    "/api/incidents/" + incident + "/runs", Map.of("playbookId", playbook)))
            .get("runId")
            .asString();
    report =
        answer(
                coordinator.post(
                    "/api/reports",
                    Map.of("form", "su-co-bao-cao", "subject", "incident:" + incident)))
            .get("id")
            .asString();
    form =
        answer(
                coordinator.post(
                    "/api/forms",
                    Map.of("form", "mau-08-nd356", "subject", "incident:" + incident)))
            .get("card")
            .get("id")
            .asString();
  }

  private static String created(TestPlatform.Person by, String what, Map<String, ?> body)
      throws Exception {
    return answer(by.post("/api/incidents/" + incident + "/" + what, body)).get("id").asString();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void theUnitItselfSeesWhatIsItsOwn() throws Exception {
    TestPlatform.Person own = platform.signedIn("xa.minh");
    assertThat(own.json("/api/alerts").get("total").asLong()).isPositive();
    assertThat(own.get("/api/alerts/" + alert).statusCode()).isEqualTo(200);
    assertThat(own.get("/api/incidents/" + incident).body()).contains(MARK);
    assertThat(own.get("/api/tasks?mine=true").body()).contains(task);
    assertThat(own.get("/api/events/" + event).statusCode()).isEqualTo(200);
    assertThat(own.get("/api/reports/" + report + "/json").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xa.khac", "chu.khac", "phan.khac", "bao.khac", "kiem.khac"})
  void whoeverKnowsAnIdOfAnotherUnitGetsNothingForIt(String account) throws Exception {
    TestPlatform.Person stranger = platform.signedIn(account);
    List<String> leaks = new ArrayList<>();
    for (String path : pathsOfThings()) {
      HttpResponse<String> answer = stranger.get(path);
      if (answer.statusCode() != 404 && answer.statusCode() != 403) {
        leaks.add(path + " -> " + answer.statusCode() + " " + answer.body());
      }
    }
    assertThat(leaks).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xa.khac", "chu.khac", "phan.khac", "bao.khac", "kiem.khac"})
  void noListCountOrSearchOfAnotherUnitHoldsATraceOfIt(String account) throws Exception {
    TestPlatform.Person stranger = platform.signedIn(account);
    List<String> leaks = new ArrayList<>();
    for (String path : pathsOfLists()) {
      HttpResponse<String> answer = stranger.get(path);
      boolean refused = answer.statusCode() == 403 || answer.statusCode() == 404;
      assertThat(answer.statusCode()).as(path).isIn(200, 403, 404);
      if (!refused && traces(answer.body())) {
        leaks.add(path + " -> " + answer.body());
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void countsOfAnotherUnitAreNaught() throws Exception {
    TestPlatform.Person stranger = platform.signedIn("phan.khac");
    JsonNode queue = stranger.json("/api/alerts?state=");
    assertThat(queue.get("total").asLong()).isZero();
    assertThat(queue.get("unassigned").asLong()).isZero();
    assertThat(queue.get("overdue").asLong()).isZero();
    assertThat(queue.get("counts").values()).allMatch(count -> count.asLong() == 0);
    assertThat(stranger.json("/api/events/histogram").get("total").asLong()).isZero();
    assertThat(stranger.json("/api/events/top?field=source.ip").isEmpty()).isTrue();
    assertThat(stranger.json("/api/alerts/groups?by=entity").isEmpty()).isTrue();
    assertThat(stranger.json("/api/incidents?state=all").get("total").asLong()).isZero();
    assertThat(stranger.json("/api/tasks?state=open").get("items").isEmpty()).isTrue();
  }

  @Test
  void nobodyWorksOnThingsOfAnotherUnit() throws Exception {
    TestPlatform.Person stranger = platform.signedIn("phan.khac");
    String before =
        platform.signedIn("dieu.phoi").json("/api/alerts/" + alert).get("alert").toString();
    stranger.post("/api/alerts/actions", Map.of("ids", List.of(alert), "action", "TAKE"));
    stranger.post("/api/alerts/escalate", Map.of("ids", List.of(alert)));
    assertThat(stranger.post("/api/tasks/" + task + "/acknowledge", Map.of()).statusCode())
        .isIn(403, 404);
    assertThat(
            stranger
                .post("/api/incidents/" + incident + "/notes", Map.of("text", "chen vào"))
                .statusCode())
        .isIn(403, 404);
    assertThat(
            platform
                .signedIn("chu.khac")
                .post(
                    "/api/reports",
                    Map.of("form", "su-co-bao-cao", "subject", "incident:" + incident))
                .statusCode())
        .isIn(403, 404);
    String after =
        platform.signedIn("dieu.phoi").json("/api/alerts/" + alert).get("alert").toString();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aFormIsFilledEditedAndSigned() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    JsonNode begun = coordinator.json("/api/forms/" + form);
    String place = begun.get("missing").get(0).get("place").asString();
    JsonNode edited =
        answer(
            coordinator.put(
                "/api/forms/" + form,
                Map.of("version", 1, "edits", List.of(Map.of("place", place, "text", "Đã điền")))));
    assertThat(edited.get("changes").get(0).get("became").asString()).isEqualTo("Đã điền");
    HttpResponse<String> refused =
        coordinator.post("/api/forms/" + form + "/sign", Map.of("version", 2));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("FORM_BLANKS").contains("Website");
    JsonNode signed =
        answer(
            coordinator.post(
                "/api/forms/" + form + "/sign", Map.of("version", 2, "withBlanks", true)));
    assertThat(signed.get("card").get("signed").get("level").asString()).isEqualTo("PADES_B");
    assertThat(
            coordinator
                .put("/api/forms/" + form, Map.of("version", 4, "edits", List.of()))
                .statusCode())
        .isEqualTo(409);
    byte[] pdf = coordinator.bytes("/api/forms/" + form + "/pdf").body();
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).contains("ETSI.CAdES.detached");
    assertThat(coordinator.bytes("/api/forms/" + form + "/docx").body()).startsWith('P', 'K');
    assertThat(coordinator.json("/api/forms?subject=incident:" + incident).get("forms").toString())
        .contains("su-co-bao-cao", "IR-");
    JsonNode annual =
        answer(
            coordinator.post(
                "/api/forms", Map.of("form", "mau-08-nd331", "subject", "period:2026")));
    assertThat(annual.get("document").get("blocks").toString()).contains("Đã được phê duyệt");
  }

  @Test
  void aSearchIsSealedAndLeavesAsAPackageThatVerifiesOffline() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    String evidence = "/api/incidents/" + incident + "/evidence";
    JsonNode sealed =
        answer(
            coordinator.post(
                evidence + "/search",
                Map.of(
                    "query",
                    "source.ip:203.0.113.177",
                    "from",
                    Instant.now().minusSeconds(7200).toString(),
                    "until",
                    Instant.now().toString())));
    assertThat(sealed.get("search").get("events").asLong()).isEqualTo(12);
    String card = evidence + "/" + sealed.get("id").asString();
    assertThat(coordinator.post(card + "/handover", Map.of("to", "Phòng PA05")).statusCode())
        .isEqualTo(204);
    JsonNode made = answer(coordinator.post(evidence + "/packages", Map.of("to", "Viện kiểm sát")));
    String path = evidence + "/packages/" + made.get("id").asString();
    assertThat(platform.signedIn("xa.minh").get(path).statusCode()).isEqualTo(404);
    Path file = Files.write(folder.resolve("goi.asice"), coordinator.bytes(path).body());
    assertThat(coordinator.get(path).statusCode()).isEqualTo(404);
    assertThat(verify(file, 0)).contains("NGUYÊN VẸN", "Sở Tư pháp tỉnh Tuyên Quang");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(verify(file, 1)).contains("SAI:");
  }

  private static String verify(Path file, int expected) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        Commands.standard()
            .run(
                List.of("evidence", "verify", file.toString()),
                new Commands.Output(stream, stream));
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isEqualTo(expected);
    return said;
  }

  @Test
  void anExceptionIsOfferedWithWhatItWouldHaveHidden() throws Exception {
    JsonNode offer = platform.signedIn("dieu.phoi").json("/api/exemptions/offer?alert=" + alert);
    assertThat(offer.get("selection").isEmpty()).isFalse();
    assertThat(offer.get("effect").get("alerts").asLong()).isPositive();
    assertThat(offer.get("effect").get("complete").asBoolean()).isTrue();
    JsonNode none =
        answer(
            platform
                .signedIn("dieu.phoi")
                .post(
                    "/api/exemptions/effect",
                    Map.of(
                        "rule",
                        offer.get("rules").get(0).asString(),
                        "selection",
                        Map.of("source.ip", "192.0.2.1"))));
    assertThat(none.get("hidden").asLong()).isZero();
    assertThat(none.get("alerts").asLong()).isEqualTo(offer.get("effect").get("alerts").asLong());
  }

  @Test
  void theLiveFeedOfAnotherUnitStaysSilent() throws Exception {
    CompletableFuture<String> heard = listen("phan.khac");
    CompletableFuture<String> own = listen("xa.minh");
    platform.send("dvc.motcua", passwordSpray("203.0.113.178"));
    assertThat(own.get(30, TimeUnit.SECONDS)).contains("Dò mật khẩu");
    assertThatThrownBy(() -> heard.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void aCommuneWithEveryRoleFindsNothingForeignOnAWalkThroughTheWholeApi() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    String before = coordinator.json("/api/incidents/" + incident).get("incident").toString();
    String queued = coordinator.json("/api/alerts/" + alert).get("alert").toString();

    ApiWalk walk =
        new ApiWalk(platform.signedIn("moi.vai"), foreign(), common(), query(), wishes(), markers())
            .walk();

    assertThat(walk.findings()).isEmpty();
    assertThat(walk.streams())
        .as("streams hear through one feed, tested above")
        .containsExactlyInAnyOrder("/api/alerts/stream", "/api/backups/stream", "/api/runs/stream");
    assertThat(walk.walked()).contains("POST /api/runs/{id}/rollback").hasSizeGreaterThan(130);
    assertThat(coordinator.json("/api/incidents/" + incident).get("incident").toString())
        .isEqualTo(before);
    assertThat(coordinator.json("/api/alerts/" + alert).get("alert").toString()).isEqualTo(queued);
    assertThat(coordinator.json("/api/runs/" + run).get("state").asString())
        .isIn("RUNNING", "WAITING");
  }

  @Test
  void anAdministratorOfThePlatformFindsNoContentOnAWalkThroughTheWholeApi() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    String before = coordinator.json("/api/incidents/" + incident).get("incident").toString();
    Map<String, String> others = new HashMap<>(foreign());
    others.remove("users");
    Map<String, String> shared = new HashMap<>(common());
    shared.put("users", "nguoi.khac");

    ApiWalk walk =
        new ApiWalk(platform.signedIn("quan.tri"), others, shared, query(), wishes(), markers())
            .walk();

    assertThat(walk.findings()).isEmpty();
    assertThat(walk.walked()).hasSizeGreaterThan(130);
    assertThat(coordinator.json("/api/incidents/" + incident).get("incident").toString())
        .isEqualTo(before);
  }

  @Test
  void nothingOfAnIncidentThatTouchesStateSecretsIsGivenOut() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    String word = "Sông Lô mật";
    String secret =
        answer(
                coordinator.post(
                    "/api/incidents",
                    Map.of(
                        "title",
                        "Lộ " + word,
                        "category",
                        "LD",
                        "severity",
                        "M2",
                        "summary",
                        word,
                        "detectedAt",
                        Instant.now().toString())))
            .get("id")
            .asString();
    String path = "/api/incidents/" + secret;
    coordinator.post(path + "/notes", Map.of("text", word));
    String playbook = "playbook--0641e9b8-e92e-43f9-b062-be847a690caf";
    Map<String, String> things = new HashMap<>();
    things.put("incidents", secret);
    things.put(
        "runs",
        answer(coordinator.post(path + "/runs", Map.of("playbookId", playbook)))
            .get("runId")
            .asString());
    Map<String, String> about = Map.of("form", "su-co-bao-cao", "subject", "incident:" + secret);
    things.put("reports", answer(coordinator.post("/api/reports", about)).get("id").asString());
    things.put("forms", answer(coordinator.post("/api/forms", about)).at("/card/id").asString());
    assertThat(coordinator.get("/api/runs/" + things.get("runs")).statusCode()).isEqualTo(200);
    String seen = coordinator.json(path + "/secret").get("seen").asString();
    assertThat(
            coordinator
                .post(path + "/secret", Map.of("reference", "15/BC-UBND", "seen", seen))
                .statusCode())
        .isEqualTo(204);

    for (String refused :
        List.of(
            "/api/runs/" + things.get("runs"),
            "/api/runs/" + things.get("runs") + "/playbook",
            path + "/approvals",
            "/api/reports/" + things.get("reports") + "/pdf",
            "/api/reports/" + things.get("reports") + "/json",
            "/api/forms/" + things.get("forms"),
            "/api/forms/" + things.get("forms") + "/pdf",
            "/api/forms/" + things.get("forms") + "/docx")) {
      HttpResponse<String> answer = coordinator.get(refused);
      assertThat(answer.statusCode()).as(refused).isEqualTo(403);
      assertThat(answer.body()).as(refused).contains("BMNN");
    }
    Map<String, String> others = new HashMap<>(foreign());
    others.putAll(things);
    Map<String, String> query = new HashMap<>(query());
    query.put("/api/reports subject", "incident:" + secret);
    query.put("/api/forms subject", "incident:" + secret);
    query.remove("organization");
    ApiWalk walk =
        new ApiWalk(coordinator, others, common(), query, Map.of(), List.of(word)).read();
    assertThat(walk.findings()).isEmpty();
    assertThat(walk.walked()).contains("GET /api/runs/{id}", "GET /api/incidents/{id}");
  }

  private static final Map<String, String> QUERY =
      Map.ofEntries(
          Map.entry("from", "2020-01-01T00:00:00Z"),
          Map.entry("to", "2099-01-01T00:00:00Z"),
          Map.entry("until", "2099-01-01T00:00:00Z"),
          Map.entry("limit", "100"),
          Map.entry("by", "rule"),
          Map.entry("circle", "PARTY"),
          Map.entry("field", "user.name"),
          Map.entry("set", "bo-thu"),
          Map.entry("organization", OURS),
          Map.entry("q", "organization.id:" + OURS),
          Map.entry("/api/incidents state", "all"),
          Map.entry("/api/incidents/times by", "unit"),
          Map.entry("/api/incidents/times from", "2026-01-01T00:00:00Z"),
          Map.entry("/api/incidents/times until", "2026-12-01T00:00:00Z"),
          Map.entry("/api/orders finished", "true"),
          Map.entry("/api/setup token", "khong-co"),
          Map.entry("/api/tables/{name}/content version", "1"),
          Map.entry("/api/tasks state", "done"));

  private static Map<String, String> query() {
    Map<String, String> all = new HashMap<>(QUERY);
    all.put("event", event);
    all.put("/api/reports subject", "incident:" + incident);
    all.put("/api/forms subject", "incident:" + incident);
    all.put("alert", alert);
    return all;
  }

  private static Map<String, String> foreign() {
    return Map.ofEntries(
        Map.entry("alerts", alert),
        Map.entry("events", event),
        Map.entry("incidents", incident),
        Map.entry("evidence", evidence),
        Map.entry("packages", pack),
        Map.entry("observables", observable),
        Map.entry("forms", form),
        Map.entry("clocks", "IR-NGAY"),
        Map.entry("recovery", backup.plan()),
        Map.entry("tasks", task),
        Map.entry("orders", order),
        Map.entry("handovers", handover),
        Map.entry("preservations", preservation),
        Map.entry("runs", run),
        Map.entry("playbook-runs", run),
        Map.entry("reports", report),
        Map.entry("backups", backup.plan()),
        Map.entry("drills", backup.drill()),
        Map.entry("backup-approvals", backup.approval()),
        Map.entry("users", "xa.minh"));
  }

  private static Map<String, String> common() throws Exception {
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");
    JsonNode rule = coordinator.json("/api/alerts/" + alert).at("/alert/ruleId");
    return Map.of(
        "rules",
        rule.asString(),
        "versions",
        "1",
        "notices",
        "VAN_HANH",
        "steps",
        "1",
        "playbooks",
        coordinator.json("/api/playbooks").get(0).get("id").asString(),
        "exemptions",
        "khong-co",
        "backtests",
        "khong-co",
        "gaps",
        "khong-co",
        "tables",
        "watchlist.csv",
        "elasticsearch",
        "khac");
  }

  /** Everything any write of the API asks for, about things of the other commune. */
  private static Map<String, Object> wishes() {
    String soon = Instant.now().plusSeconds(3600).toString();
    Map<String, Object> all = new HashMap<>();
    for (String text :
        List.of("title", "text", "reason", "note", "what", "why", "legalBasis", "result")) {
      all.put(text, "Thử chen vào");
    }
    all.put("unit", THEIRS);
    all.put("dueAt", soon);
    all.put("at", Instant.now().toString());
    all.put("from", Instant.now().minusSeconds(600).toString());
    all.put("until", Instant.now().toString());
    all.put("lane", "RESPONDER");
    all.put("to", "DA_TUYEN_BO");
    all.put("ids", List.of(alert));
    all.put("action", "TAKE");
    all.put("incidentId", incident);
    all.put("evidence", evidence);
    all.put("/api/incidents/{id}/evidence/packages evidence", List.of(evidence));
    all.put("reference", "15/BC-UBND");
    all.put("seen", "0".repeat(64));
    all.put("kind", "IP");
    all.put("value", "203.0.113.9");
    all.put("tlp", "CLEAR");
    all.put("pap", "CLEAR");
    all.put("version", 1);
    all.put("edits", List.of());
    all.put("form", "su-co-bao-cao");
    all.put("subject", "incident:" + incident);
    all.put("playbookId", "playbook--0641e9b8-e92e-43f9-b062-be847a690caf");
    all.put("digest", "0".repeat(64));
    all.put("snapshot", backup.snapshot());
    all.put("planId", backup.plan());
    all.put("id", 1);
    return all;
  }

  private static List<String> markers() {
    return List.of(
        MARK,
        "203.0.113.177",
        alert,
        event,
        incident,
        task,
        order,
        run,
        report,
        handover,
        preservation,
        evidence,
        backup.plan(),
        backup.drill(),
        backup.approval());
  }

  /** The first message with an id that an open screen hears. */
  private static CompletableFuture<String> listen(String account) throws Exception {
    TestPlatform.Person person = platform.signedIn(account);
    HttpResponse<InputStream> stream = person.stream("/api/alerts/stream");
    assertThat(stream.statusCode()).isEqualTo(200);
    return CompletableFuture.supplyAsync(() -> {
      try (var reader =
          new java.io.BufferedReader(
              new java.io.InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
        return reader.lines().filter(line -> line.startsWith("data:")).findFirst().orElse("");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private static List<String> pathsOfThings() {
    return List.of(
        "/api/alerts/" + alert,
        "/api/events/" + event,
        "/api/incidents/" + incident,
        "/api/incidents/" + incident + "/evidence/none",
        "/api/runs/" + run,
        "/api/reports/" + report + "/pdf",
        "/api/reports/" + report + "/json",
        "/api/forms/" + form,
        "/api/forms/" + form + "/pdf",
        "/api/forms/" + form + "/docx",
        "/api/forms?subject=incident:" + incident,
        "/api/forms?subject=period:2026",
        "/api/incidents/" + incident + "/evidence/abilities",
        "/api/incidents/" + incident + "/evidence/packages/none",
        "/api/exemptions/offer?alert=" + alert,
        "/api/audit/export",
        "/api/compliance");
  }

  private static List<String> pathsOfLists() {
    String all = "from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z";
    return List.of(
        "/api/alerts",
        "/api/alerts?state=MOI,DANG_XU_LY,DA_LEO_THANG,DA_DONG,TAM_HOAN&limit=200",
        "/api/alerts?organization=" + OURS,
        "/api/alerts?entity=203.0.113.177",
        "/api/alerts?text=203.0.113.177",
        "/api/alerts/groups?by=rule",
        "/api/alerts/groups?by=entity",
        "/api/alerts/groups?by=organization&organization=" + OURS,
        "/api/events?" + all,
        "/api/events?q=organization.id:" + OURS + "&" + all,
        "/api/events?q=*:*%20OR%20organization.id:" + OURS + "&" + all,
        "/api/events?q=NOT%20nothing&" + all,
        "/api/events/histogram?" + all,
        "/api/events/top?field=user.name&" + all,
        "/api/events/top?field=organization.id&" + all,
        "/api/incidents?state=all",
        "/api/incidents?state=all&text=" + incident,
        "/api/tasks",
        "/api/tasks?state=open&mine=true",
        "/api/orders",
        "/api/orders?finished=true",
        "/api/clocks",
        "/api/notices",
        "/api/reports",
        "/api/reports?subject=incident:" + incident,
        "/api/drills",
        "/api/backups",
        "/api/backup-approvals",
        "/api/sources",
        "/api/audit?limit=200",
        "/api/audit?text=" + incident,
        "/api/users");
  }

  private static boolean traces(String body) {
    return List.of(alert, event, incident, task, run, report, MARK, "203.0.113.177").stream()
        .anyMatch(body::contains);
  }

  private static JsonNode answer(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return JsonMapper.shared().readTree(response.body());
  }

  /** Twelve wrong passwords at a machine of {@link #OURS}. */
  static String passwordSpray(String from) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      lines
          .append(
              JsonMapper.shared()
                  .writeValueAsString(
                      Map.of(
                          "thoi_gian",
                          Instant.now().minusSeconds(90 - i * 5L).toString(),
                          "ma_su_kien",
                          "pham-vi-" + from + "-" + i,
                          "hanh_dong",
                          "dang_nhap",
                          "ket_qua",
                          "that_bai",
                          "tai_khoan",
                          MARK + "." + i,
                          "loai_chu_the",
                          "can_bo",
                          "ma_don_vi",
                          OURS,
                          "ip",
                          from)))
          .append('\n');
    }
    return lines.toString();
  }
}
