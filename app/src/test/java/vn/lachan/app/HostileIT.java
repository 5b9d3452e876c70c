package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.TestPlatform.Person;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;

/**
 * What somebody with an account tries who means harm: not through the screens, but with requests
 * made by hand. Two people being one is tried in {@link TwoPersonIT}, foreign ids in paths in
 * {@link ScopeIT}.
 */
class HostileIT {
  private static final String OURS = ScopeIT.OURS;
  private static final String THEIRS = "00700";
  private static final String SECRET_MARK = "chỉ của xã kia";

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static String ours;
  private static String theirs;
  private static String ourOrder;
  private static String theirEvidence;
  private static String ourAlert;

  /** Every role but that of the administrator, in one commune. */
  private Person commune;

  private Person police;

  @BeforeAll
  static void start() throws Exception {
    platform = TestPlatform.start(folder.resolve("data"), TestSigningKey.settings(folder));
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("quan.tri", "ca-tinh", Role.QUAN_TRI);
    platform.account("xa.van.hanh", OURS, Role.VAN_HANH);
    platform
        .get(Accounts.class)
        .create(
            Actor.PLATFORM,
            "xa.moi.vai",
            "Người giữ mọi vai của một xã",
            OURS,
            EnumSet.complementOf(EnumSet.of(Role.QUAN_TRI)),
            TestPlatform.PASSWORD);
    assertThat(platform.send("dvc.motcua", ScopeIT.passwordSpray("203.0.113.190")).statusCode())
        .isEqualTo(200);
    platform.awaitQuiet();
    Person police = platform.signedIn("dieu.phoi");
    ourAlert = police.json("/api/alerts").get("items").get(0).get("id").asString();
    ours = incident(police, "Sự cố của xã ta", OURS);
    theirs = incident(police, SECRET_MARK, THEIRS);
    ourOrder =
        answer(
                police.post(
                    "/api/incidents/" + ours + "/orders",
                    Map.of(
                        "what",
                        "Cô lập máy",
                        "why",
                        "Ngăn lan rộng",
                        "legalBasis",
                        "NĐ 333/2026/NĐ-CP, Điều 8",
                        "unit",
                        OURS,
                        "dueAt",
                        Instant.now().plusSeconds(7200).toString())))
            .get("id")
            .asString();
    theirEvidence =
        platform
            .get(EvidenceFiles.class)
            .collect(
                new Officer(
                    new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI")),
                    OrganizationScope.PROVINCE),
                theirs,
                new NewEvidence("a.txt", "text/plain", SECRET_MARK, "máy trạm"),
                new ByteArrayInputStream(SECRET_MARK.getBytes(StandardCharsets.UTF_8)))
            .id();
  }

  private static String incident(Person police, String title, String unit) throws Exception {
    return answer(
            police.post(
                "/api/incidents",
                Map.of(
                    "title",
                    title,
                    "category",
                    "XN",
                    "severity",
                    "M3",
                    "detectedAt",
                    Instant.now().toString(),
                    "units",
                    List.of(unit))))
        .get("id")
        .asString();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void signIn() throws Exception {
    commune = platform.signedIn("xa.moi.vai");
    police = platform.signedIn("dieu.phoi");
  }

  /** Whatever was tried: the platform answers, and the other commune's incident is untouched. */
  @AfterEach
  void nothingOfTheOthersChanged() throws Exception {
    JsonNode incident = police.json("/api/incidents/" + theirs);
    assertThat(incident.at("/incident/title").asString()).isEqualTo(SECRET_MARK);
    assertThat(incident.at("/incident/state").asString()).isEqualTo("NGHI_NGO");
    assertThat(incident.get("alerts")).isEmpty();
    assertThat(incident.at("/incident/units").toString()).doesNotContain(OURS);
    assertThat(commune.get("/api/incidents/" + theirs).statusCode()).isEqualTo(404);
  }

  @Test
  void fieldsThatNobodyAskedForChangeNothing() throws Exception {
    String path = "/api/incidents/" + ours;
    Map<String, Object> more = new HashMap<>();
    more.put("id", theirs);
    more.put("state", "DONG");
    more.put("createdBy", "dieu.phoi");
    more.put("author", "dieu.phoi");
    more.put("by", "dieu.phoi");
    more.put("actor", Map.of("id", "dieu.phoi", "unit", "ca-tinh"));
    more.put("at", "2001-01-01T00:00:00Z");
    more.put("organization", THEIRS);
    more.put("roles", List.of("QUAN_TRI"));
    more.put("secret", true);
    more.put("text", "Ghi chú của xã");
    commune.post(path + "/notes", more);
    more.put("summary", "Tóm tắt của xã");
    commune.put(path, more);
    JsonNode incident = police.json(path);
    assertThat(incident.at("/incident/id").asString()).isEqualTo(ours);
    assertThat(incident.at("/incident/state").asString()).isEqualTo("NGHI_NGO");
    for (JsonNode entry : incident.get("timeline")) {
      if (entry.toString().contains("Ghi chú của xã")) {
        assertThat(entry.toString()).contains("xa.moi.vai").doesNotContain("2001-01-01");
      }
    }
    Map<String, Object> password = Map.of("current", "sai", "next", "x", "account", "dieu.phoi");
    assertThat(commune.post("/api/session/password", password).statusCode()).isEqualTo(422);
    assertThat(commune.json("/api/session").toString()).doesNotContain("QUAN_TRI");
    assertThat(commune.get("/api/users").statusCode()).isEqualTo(403);
  }

  @Test
  void idsOfAnotherUnitInABodyReachNothing() throws Exception {
    String path = "/api/incidents/" + ours;
    Map<String, HttpResponse<String>> tried = new HashMap<>();
    tried.put("proof", commune.post("/api/orders/" + ourOrder + "/proof", evidence(theirEvidence)));
    tried.put(
        "package",
        commune.post(
            path + "/evidence/packages", Map.of("to", "PA05", "evidence", List.of(theirEvidence))));
    tried.put(
        "escalate",
        commune.post(
            "/api/alerts/escalate", Map.of("ids", List.of(ourAlert), "incidentId", theirs)));
    tried.put(
        "regroup",
        commune.post(
            "/api/incidents/alerts",
            Map.of("ids", List.of(ourAlert), "to", theirs, "reason", "thử")));
    tried.put(
        "merge",
        commune.post(
            path + "/state", Map.of("to", "GOP_VAO", "mergeInto", theirs, "reason", "gộp thử")));
    tried.put(
        "merge of theirs",
        commune.post(
            "/api/incidents/" + theirs + "/state",
            Map.of("to", "GOP_VAO", "mergeInto", ours, "reason", "gộp thử")));
    tried.put(
        "form",
        commune.post(
            "/api/forms", Map.of("form", "su-co-bao-cao", "subject", "incident:" + theirs)));
    tried.put(
        "report",
        commune.post(
            "/api/reports", Map.of("form", "su-co-bao-cao", "subject", "incident:" + theirs)));
    tried.forEach((what, answer) -> {
      assertThat(answer.statusCode()).as(what + ": " + answer.body()).isBetween(400, 499);
      assertThat(answer.body()).as(what).doesNotContain(SECRET_MARK);
    });
  }

  private static Map<String, String> evidence(String id) {
    return Map.of("evidence", id);
  }

  @Test
  void noWorkIsGivenToAnotherUnitByACommune() throws Exception {
    Map<String, Object> order =
        Map.of(
            "what",
            "Lệnh giả",
            "why",
            "thử",
            "legalBasis",
            "không có",
            "unit",
            THEIRS,
            "title",
            "Việc giả",
            "dueAt",
            Instant.now().plusSeconds(7200).toString());
    for (String kind : List.of("/orders", "/tasks")) {
      HttpResponse<String> answer = commune.post("/api/incidents/" + ours + kind, order);
      assertThat(answer.statusCode()).as(kind + answer.body()).isBetween(400, 499);
    }
    assertThat(police.get("/api/tasks?state=open").body()).doesNotContain("Việc giả", "Lệnh giả");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
  void aMethodIsWhatItIs(String header) throws Exception {
    HttpRequest overridden =
        commune
            .request("/api/incidents/" + ours + "?_method=PUT")
            .header("Content-Type", "application/json")
            .header(header, "PUT")
            .POST(BodyPublishers.ofString("{\"title\":\"đổi tên\",\"_method\":\"PUT\"}"))
            .build();
    assertThat(commune.http(overridden).statusCode()).isIn(403, 404, 405);
    HttpRequest read =
        commune.request("/api/incidents/" + ours + "/notes").header(header, "POST").build();
    assertThat(commune.http(read).statusCode()).isIn(403, 404, 405);
    assertThat(police.json("/api/incidents/" + ours).at("/incident/title").asString())
        .isEqualTo("Sự cố của xã ta");
    for (String method : List.of("HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "put")) {
      HttpResponse<String> answer =
          commune.http(
              commune.request("/api/users").method(method, BodyPublishers.noBody()).build());
      assertThat(answer.statusCode()).as(method).isBetween(400, 499);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/session/..;/users",
        "/api/session/../users",
        "/api/session/%2e%2e/users",
        "/api/session/%2e%2e%2fusers",
        "/api/session/..%2fusers",
        "/api/session/.%252e/users",
        "/api/users;x=y",
        "/api/users;/x/..",
        "/api;x=y/users",
        "//api/users",
        "/api//users",
        "/./api/users",
        "/api/users/",
        "/api/users/.",
        "/api/users.json",
        "/api/users%00",
        "/api/users%0a",
        "/api/users%20",
        "/api/users%3b",
        "/api/users%2f",
        "/api/%75sers",
        "/API/users",
        "/api/Users",
        "/intake/..;/api/users",
        "/intake/../api/users",
        "/intake/%2e%2e/api/users",
        "/v1/logs/..;/..;/api/users",
        "/v1/logs/%2e%2e/%2e%2e/api/users",
        "/backup-api/..;/api/users",
        "/assets/..;/api/users",
        "/actuator/health/..;/..;/api/users",
        "/api/login/..;/users",
        "/api/setup/%2e%2e/users",
        "/dang-nhap/..;/api/users",
        "/%2fapi/users",
        "/%5capi%5cusers"
      })
  void noSpellingOfAPathGetsPastTheTableOfRights(String path) throws Exception {
    for (Person person : List.of(commune, platform.anybody())) {
      HttpResponse<String> answer = person.get(path);
      assertThat(answer.body()).as(path).doesNotContain("xa.van.hanh");
      assertThat(answer.statusCode()).as(path + answer.body()).isIn(200, 400, 401, 403, 404);
      if (answer.statusCode() == 200) {
        assertThat(answer.body()).as("only the empty page").contains("<div id=\"root\">");
      }
    }
  }

  @Test
  void deepLongAndWrongJsonIsRefusedAndHurtsNobody() throws Exception {
    String path = "/api/incidents/" + ours;
    for (String body :
        List.of(
            "[".repeat(200_000),
            "{\"title\":".repeat(100_000),
            "{\"title\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}",
            "{\"version\":1e1000000000}",
            "{\"version\":" + "9".repeat(100_000) + "}",
            "{\"occurredAt\":1e1000000000}",
            "{\"occurredAt\":\"+999999999-12-31T23:59:59Z\"}",
            "{\"severity\":\"" + "M".repeat(1_000_000) + "\"}",
            "{\"flags\":[\"x\"",
            "null",
            "\"chữ\"",
            "{\"units\":{\"$ne\":null}}",
            "{\"@type\":\"java.lang.Runtime\",\"flags\":[\"java.lang.Runtime\"]}",
            "\u0000\u0000")) {
      HttpResponse<String> answer = put(path, body, "application/json");
      String shown = body.substring(0, Math.min(40, body.length()));
      assertThat(answer.statusCode()).as(shown + " -> " + answer.body()).isBetween(400, 499);
      assertThat(answer.body()).doesNotContain("Exception", "at vn.lachan", "jackson");
    }
    assertThat(commune.get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/x-java-serialized-object",
        "application/yaml",
        "text/html",
        "nonsense"
      })
  void aBodyOfAnotherTypeIsNotRead(String type) throws Exception {
    HttpResponse<String> answer = put("/api/incidents/" + ours, "{\"title\":\"đổi tên\"}", type);
    assertThat(answer.statusCode()).as(answer.body()).isIn(400, 415);
    assertThat(police.json("/api/incidents/" + ours).at("/incident/title").asString())
        .isEqualTo("Sự cố của xã ta");
  }

  private HttpResponse<String> put(String path, String body, String type) throws Exception {
    return commune.http(
        commune
            .request(path)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void aNameOfAFileBecomesNoHeader() throws Exception {
    String mark = "phan-cach";
    String name = "a\\\"; filename=b.exe\u202Egnp.exe%0d%0aSet-Cookie: x=1";
    String body =
        "--"
            + mark
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--"
            + mark
            + "--\r\n";
    String path = "/api/incidents/" + ours + "/evidence";
    HttpResponse<String> taken =
        commune.http(
            commune
                .request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + mark)
                .POST(BodyPublishers.ofString(body))
                .build());
    assertThat(taken.statusCode()).as(taken.body()).isIn(201, 400, 422);
    if (taken.statusCode() == 201) {
      String id = JsonMapper.shared().readTree(taken.body()).get("id").asString();
      HttpResponse<String> given = commune.get(path + "/" + id);
      assertThat(given.headers().allValues("Set-Cookie")).noneMatch(c -> c.startsWith("x="));
      assertThat(given.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
      assertThat(given.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(given.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment")
          .doesNotContain("\u202E");
    }
  }

  @Test
  void withoutTheTokenOfThePageNothingIsWritten() throws Exception {
    String body = "{\"title\":\"đổi tên\"}";
    for (String token : List.of("", "sai", "a".repeat(96))) {
      HttpRequest.Builder forged =
          HttpRequest.newBuilder(URI.create(platform.address() + "/api/incidents/" + ours))
              .header("Content-Type", "application/json")
              .header("Origin", "https://ke-xau.example")
              .PUT(BodyPublishers.ofString(body));
      if (!token.isEmpty()) {
        forged.header("X-XSRF-TOKEN", token);
      }
      HttpResponse<String> answer = commune.http(forged.build());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    assertThat(police.json("/api/incidents/" + ours).at("/incident/title").asString())
        .isEqualTo("Sự cố của xã ta");
  }

  @Test
  void aSessionThatSomebodyElsePreparedIsNotSignedIn() throws Exception {
    Person victim = platform.anybody();
    victim.get("/api/session");
    String planted = "LACHAN=" + "A".repeat(32);
    HttpRequest.Builder login =
        victim.request("/api/login").header("Content-Type", "application/x-www-form-urlencoded");
    String fields = "username=xa.van.hanh&password=" + TestPlatform.PASSWORD + "&code=";
    HttpResponse<String> answer =
        victim.http(login.header("Cookie", planted).POST(BodyPublishers.ofString(fields)).build());
    assertThat(answer.statusCode()).isEqualTo(204);
    String given =
        answer.headers().allValues("Set-Cookie").stream()
            .flatMap(cookie -> HttpCookie.parse(cookie).stream())
            .filter(cookie -> cookie.getName().equals("LACHAN"))
            .map(HttpCookie::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(given).isNotEqualTo("A".repeat(32));
    assertThat(withCookie(planted)).isEqualTo(401);
    assertThat(withCookie("LACHAN=" + given)).isEqualTo(200);
    victim.get("/api/session");
    assertThat(victim.post("/api/logout", Map.of()).statusCode()).isEqualTo(204);
    assertThat(withCookie("LACHAN=" + given)).as("after signing out").isEqualTo(401);
  }

  private int withCookie(String cookie) throws Exception {
    Person nobody = platform.anybody();
    return nobody
        .http(nobody.request("/api/session").header("Cookie", cookie).build())
        .statusCode();
  }

  @Test
  void noAnswerOfOnePersonIsKeptForAnother() throws Exception {
    for (String path :
        List.of(
            "/api/session",
            "/api/incidents",
            "/api/incidents/" + theirs,
            "/api/incidents/" + theirs + "/evidence/" + theirEvidence,
            "/api/incidents/" + theirs + "/observables/export?circle=PARTY",
            "/api/alerts",
            "/api/approvals",
            "/v3/api-docs")) {
      HttpResponse<String> own = police.get(path);
      assertThat(own.statusCode()).as(path).isEqualTo(200);
      assertThat(own.headers().firstValue("Cache-Control").orElse(""))
          .as(path)
          .contains("no-store");
      HttpRequest.Builder again = commune.request(path).header("If-None-Match", "*");
      own.headers().firstValue("ETag").ifPresent(tag -> again.setHeader("If-None-Match", tag));
      HttpResponse<String> answer = commune.http(again.build());
      assertThat(answer.statusCode()).as(path).isNotEqualTo(304);
      assertThat(answer.body()).as(path).doesNotContain(SECRET_MARK);
    }
  }

  @Test
  void labelsAreNotOpenedOnTheWayOut() throws Exception {
    String path = "/api/incidents/" + incident(police, "Sự cố đỏ", OURS);
    Map<String, String> address = Map.of("kind", "IP", "value", "198.51.100.77");
    answer(police.post(path + "/observables", address));
    Map<String, Object> red = Map.of("tlp", "RED", "pap", "RED", "reason", "danh tính");
    assertThat(police.post(path + "/marking", red).statusCode()).isBetween(200, 299);
    Person operator = platform.signedIn("xa.van.hanh");
    Map<String, Object> clear = Map.of("tlp", "CLEAR", "pap", "CLEAR", "reason", "mở ra");
    assertThat(operator.post(path + "/marking", clear).statusCode()).isEqualTo(403);
    assertThat(operator.put(path, Map.of("tlp", "CLEAR")).statusCode()).isBetween(400, 499);
    for (String tried :
        List.of(
            "?circle=WORLD&tlp=CLEAR",
            "?circle=PARTY&circle=WORLD",
            "?circle=world",
            "?circle=COMMUNITY&marking.tlp=CLEAR")) {
      HttpResponse<String> out = operator.get(path + "/observables/export" + tried);
      assertThat(out.body()).as(tried).doesNotContain("198.51.100.77");
    }
  }

  @Test
  void anUndoIsOfWhoeverActedAndWorksOnce() throws Exception {
    String token =
        answer(
                police.post(
                    "/api/alerts/actions",
                    Map.of("ids", List.of(ourAlert), "action", "NOTE", "note", "xem")))
            .get("undo")
            .asString();
    commune.post("/api/alerts/undo", Map.of("token", token));
    JsonNode once = answer(police.post("/api/alerts/undo", Map.of("token", token)));
    assertThat(once.get("changed").asInt()).isEqualTo(1);
    HttpResponse<String> twice = police.post("/api/alerts/undo", Map.of("token", token));
    if (twice.statusCode() == 200) {
      assertThat(JsonMapper.shared().readTree(twice.body()).get("changed").asInt()).isZero();
    }
  }

  private static JsonNode answer(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body().isEmpty()
        ? JsonMapper.shared().createObjectNode()
        : JsonMapper.shared().readTree(response.body());
  }
}
