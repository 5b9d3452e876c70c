package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.security.Role;

/** Who gets in, and what the door says. */
class SignInIT {
  @TempDir static Path folder;
  private static TestPlatform platform;
  private static String setupLink;

  @BeforeAll
  static void start() throws Exception {
    platform = TestPlatform.start(folder, Map.of());
    setupLink = platform.running().setupLink();
    HttpResponse<String> first =
        firstAdministrator(setupLink.substring(setupLink.indexOf('=') + 1), "quan.tri");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(204);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("kiem.toan", "tinh", Role.KIEM_TOAN);
    platform.account("bao.cao", "00721", Role.BAO_CAO_VIEN);
    platform.account("khoa", "ca-tinh", Role.PHAN_TICH);
    platform.account("doi.vai", "ca-tinh", Role.PHAN_TICH);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static HttpResponse<String> firstAdministrator(String token, String account)
      throws IOException, InterruptedException {
    TestPlatform.Person person = platform.anybody();
    person.get("/api/session");
    return person.post(
        "/api/setup",
        Map.of(
            "token",
            token,
            "account",
            account,
            "fullName",
            "Quản trị viên đầu tiên",
            "password",
            TestPlatform.PASSWORD));
  }

  @Test
  void theSetupLinkWorksOnlyOnce() throws Exception {
    String token = setupLink.substring(setupLink.indexOf('=') + 1);
    assertThat(firstAdministrator(token, "ke.gian").statusCode()).isEqualTo(403);
    assertThat(platform.running().setupLink()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/session",
        "/api/alerts",
        "/api/incidents",
        "/api/events",
        "/api/audit",
        "/api/users",
        "/api/rules",
        "/api/reports",
        "/api/backups",
        "/api/units",
        "/v3/api-docs"
      })
  void aStrangerIsAskedToSignIn(String path) throws Exception {
    HttpResponse<String> answer = platform.anybody().get(path);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("NOT_SIGNED_IN");
  }

  @Test
  void whatIsNotInTheTableOfRightsIsRefused() throws Exception {
    TestPlatform.Person person = platform.signedIn("dieu.phoi");
    assertThat(person.get("/api/unknown").statusCode()).isEqualTo(403);
    assertThat(person.get("/actuator/env").statusCode()).isEqualTo(403);
  }

  @Test
  void aForgedRequestIsRefused() throws Exception {
    TestPlatform.Person person = platform.signedIn("dieu.phoi");
    var forged =
        java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(platform.address() + "/api/logout"))
            .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(person.http(forged).statusCode()).isEqualTo(403);
  }

  @Test
  void aWrongPasswordSaysNoMoreThanAnUnknownAccount() throws Exception {
    String known = platform.anybody().signIn("dieu.phoi", "sai hoàn toàn nhé").body();
    String unknown = platform.anybody().signIn("khong.co", "sai hoàn toàn nhé").body();
    assertThat(known).contains("BAD_CREDENTIALS").isEqualTo(unknown);
  }

  @Test
  void fiveWrongPasswordsLockTheAccount() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(platform.anybody().signIn("khoa", "sai " + i + " sai sai").body())
          .contains("BAD_CREDENTIALS");
    }
    assertThat(platform.anybody().signIn("khoa", TestPlatform.PASSWORD).body()).contains("LOCKED");
    TestPlatform.Person administrator = platform.signedIn("quan.tri");
    assertThat(administrator.post("/api/users/khoa/unlock", Map.of()).statusCode()).isEqualTo(204);
    assertThat(platform.anybody().signIn("khoa", TestPlatform.PASSWORD).statusCode())
        .isEqualTo(204);
  }

  @Test
  void aChangedAccountLosesItsSession() throws Exception {
    TestPlatform.Person person = platform.signedIn("doi.vai");
    assertThat(person.get("/api/alerts").statusCode()).isEqualTo(200);
    platform
        .signedIn("quan.tri")
        .put("/api/users/doi.vai", Map.of("roles", List.of("BAO_CAO_VIEN")));
    assertThat(person.get("/api/alerts").statusCode()).isEqualTo(401);
  }

  @Test
  void theAuditorReadsEverythingAndChangesNothing() throws Exception {
    TestPlatform.Person auditor = platform.signedIn("kiem.toan");
    for (String path :
        List.of(
            "/api/alerts",
            "/api/incidents",
            "/api/events",
            "/api/rules",
            "/api/sources",
            "/api/backups",
            "/api/drills",
            "/api/reports",
            "/api/compliance",
            "/api/audit")) {
      assertThat(auditor.get(path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(auditor.post("/api/alerts/actions", Map.of()).statusCode()).isEqualTo(403);
    assertThat(auditor.post("/api/incidents", Map.of()).statusCode()).isEqualTo(403);
    assertThat(auditor.post("/api/reports", Map.of()).statusCode()).isEqualTo(403);
    assertThat(auditor.get("/api/users").statusCode()).isEqualTo(403);
  }

  @Test
  void everySignInIsInTheAuditTrail() throws Exception {
    platform.signedIn("dieu.phoi");
    platform.anybody().signIn("dieu.phoi", "sai hoàn toàn nhé");
    JsonNode audit = platform.signedIn("kiem.toan").json("/api/audit?limit=200");
    assertThat(audit.get("items").values())
        .extracting(item -> item.get("action").asString())
        .contains("session.login", "session.refuse", "account.create");
    JsonNode check = platform.signedIn("kiem.toan").json("/api/audit/verify");
    assertThat(check.get("intact").asBoolean()).isTrue();
  }

  @Test
  void thePageHasAStrictPolicy() throws Exception {
    HttpResponse<String> page = platform.anybody().get("/queue");
    assertThat(page.statusCode()).isEqualTo(200);
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy).contains("script-src 'self';").contains("frame-ancestors 'none'");
    String nonce = policy.replaceAll(".*'nonce-([^']+)'.*", "$1");
    assertThat(page.body()).contains(nonce).doesNotContain("LACHAN_CSP_NONCE");
    assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void theSessionCookieIsKeptFromScripts() throws Exception {
    TestPlatform.Person person = platform.anybody();
    List<String> cookies =
        person.signIn("dieu.phoi", TestPlatform.PASSWORD).headers().allValues("Set-Cookie");
    assertThat(cookies)
        .filteredOn(cookie -> cookie.startsWith("LACHAN="))
        .singleElement()
        .asString()
        .contains("HttpOnly")
        .contains("Secure")
        .contains("SameSite=Strict");
  }

  @Test
  void aProblemIsToldInTheReadersLanguage() throws Exception {
    TestPlatform.Person person = platform.signedIn("dieu.phoi");
    assertThat(person.get("/api/events?q=%28").body()).contains("QUERY_SYNTAX");
    assertThat(person.get("/api/alerts/khong-co").body()).contains("Không tìm thấy");
  }

  @Test
  void tellsTheRulesOfEveryRefusedSignIn() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(platform.anybody().signIn("nguoi.la." + i, "sai-mat-khau-" + i).statusCode())
          .isEqualTo(401);
    }
    TestPlatform.Person coordinator = platform.signedIn("dieu.phoi");

    TestPlatform.await(
        "the alert about refused sign-ins",
        () -> {
          try {
            return coordinator
                .get("/api/alerts")
                .body()
                .contains("Đăng nhập nền tảng thất bại nhiều lần từ một địa chỉ");
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        });
  }
}
