package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.security.Role;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleSources;
import vn.lachan.detection.coverage.GapLedger;
import vn.lachan.incidents.queue.AlertQueue;

/** Back-test, coverage, gaps, precision and the canary of a whole platform over HTTPS. */
class CoverageIT {
  private static final String OURS = "00721";
  private static final String THEIRS = "00700";
  private static final String LATE =
      """
      title: Luật thêm sau
      id: late-rule
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: failure}
        condition: sel
      tags: [attack.credential-access, attack.t1110]
      """;

  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    platform =
        TestPlatform.start(
            folder,
            Map.of(
                "lachan.detection.canary.period", "2s",
                "lachan.detection.backfill.look-back", "1h"));
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("quan.tri", "ca-tinh", Role.QUAN_TRI);
    platform.account("kiem.toan", "ca-tinh", Role.KIEM_TOAN);
    platform.account("phan.khac", THEIRS, Role.PHAN_TICH);
    platform.account("van.hanh", OURS, Role.VAN_HANH);
    HttpResponse<String> taken = platform.send("dvc.motcua", failures(OURS, 40));
    assertThat(taken.statusCode()).as(taken.body()).isBetween(200, 299);
    platform.awaitQuiet();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static String failures(String unit, int count) {
    StringBuilder lines = new StringBuilder();
    Instant start = Instant.now().minus(Duration.ofMinutes(10));
    for (int i = 0; i < count; i++) {
      lines
          .append(
              JsonMapper.shared()
                  .writeValueAsString(
                      Map.of(
                          "thoi_gian",
                          start.plusSeconds(i).toString(),
                          "ma_su_kien",
                          "thu-" + start.toEpochMilli() + "-" + i,
                          "hanh_dong",
                          "dang_nhap",
                          "ket_qua",
                          "that_bai",
                          "tai_khoan",
                          "can_bo_thu_" + i,
                          "loai_chu_the",
                          "can_bo",
                          "ma_don_vi",
                          unit,
                          "ip",
                          "203.0.113.9")))
          .append('\n');
    }
    return lines.toString();
  }

  private static JsonNode accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static JsonNode finished(TestPlatform.Person person, String id) throws Exception {
    String path = "/api/rules/backtests/" + id;
    for (int i = 0; i < 300; i++) {
      JsonNode now = person.json(path);
      if (!List.of("WAITING", "RUNNING").contains(now.get("state").asString())) {
        return now;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the back-test does not end");
  }

  private static long lateAlerts() {
    return QueueContents.alerts(platform.get(AlertQueue.class)).stream()
        .filter(alert -> alert.ruleId().equals("late-rule"))
        .count();
  }

  @Test
  void aDraftIsTriedOnTheHistoryBeforeItRuns() throws Exception {
    TestPlatform.Person person = platform.signedIn("dieu.phoi");

    JsonNode started = accepted(person.post("/api/rules/backtests", Map.of("text", LATE)));
    JsonNode done = finished(person, started.get("id").asString());

    assertThat(done.get("state").asString()).isEqualTo("DONE");
    assertThat(done.get("complete").asBoolean()).isTrue();
    assertThat(done.get("alerts").asLong()).isBetween(40L, 41L);
    assertThat(done.get("samples").size()).isBetween(10, 20);
    assertThat(done.get("samples").get(0).get("organization").get("code").asString())
        .isEqualTo(OURS);
    assertThat(done.get("top").get(0).get("field").asString()).isEqualTo("entity");
    assertThat(done.get("days").size()).isBetween(1, 2);
    assertThat(person.json("/api/rules/backtests").get("items").toString())
        .contains(started.get("id").asString());
    assertThat(person.delete("/api/rules/backtests/" + started.get("id").asString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aBacktestShowsOnlyTheEventsOfWhoAsks() throws Exception {
    TestPlatform.Person ours = platform.signedIn("dieu.phoi");
    TestPlatform.Person theirs = platform.signedIn("phan.khac");
    String all =
        accepted(ours.post("/api/rules/backtests", Map.of("text", LATE))).get("id").asString();
    finished(ours, all);

    JsonNode done =
        finished(
            theirs,
            accepted(theirs.post("/api/rules/backtests", Map.of("text", LATE)))
                .get("id")
                .asString());

    assertThat(done.get("alerts").asLong()).isZero();
    assertThat(done.get("events").asLong()).isZero();
    assertThat(theirs.get("/api/rules/backtests/" + all).statusCode()).isEqualTo(404);
    assertThat(theirs.delete("/api/rules/backtests/" + all).statusCode()).isEqualTo(404);
  }

  @Test
  void whoMayNotSearchEventsSeesNumbersOnly() throws Exception {
    TestPlatform.Person admin = platform.signedIn("quan.tri");

    JsonNode done =
        finished(
            admin,
            accepted(admin.post("/api/rules/backtests", Map.of("text", LATE)))
                .get("id")
                .asString());

    assertThat(done.get("samples").isEmpty()).isTrue();
    assertThat(done.get("top").isEmpty()).isTrue();
    assertThat(done.toString()).doesNotContain("can_bo_thu");
  }

  @Test
  void readersMayReadAndOthersNot() throws Exception {
    TestPlatform.Person auditor = platform.signedIn("kiem.toan");
    TestPlatform.Person operator = platform.signedIn("van.hanh");

    for (String path : List.of("coverage", "gaps", "precision", "canary", "backtests")) {
      assertThat(auditor.get("/api/rules/" + path).statusCode()).as(path).isEqualTo(200);
      assertThat(operator.get("/api/rules/" + path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(auditor.post("/api/rules/backtests", Map.of("text", LATE)).statusCode())
        .isEqualTo(403);
    assertThat(auditor.post("/api/rules/gaps/x/fill", Map.of()).statusCode()).isEqualTo(403);
  }

  @Test
  void badRequestsAreToldInVietnamese() throws Exception {
    TestPlatform.Person person = platform.signedIn("dieu.phoi");

    HttpResponse<String> invalid =
        person.post("/api/rules/backtests", Map.of("text", "title: x\n"));
    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(invalid.body()).contains("BACKTEST_INVALID").contains("Không có quy tắc nào");
    HttpResponse<String> range =
        person.post(
            "/api/rules/backtests",
            Map.of("text", LATE, "from", "2020-01-01T00:00:00Z", "to", "2026-01-01T00:00:00Z"));
    assertThat(range.statusCode()).isEqualTo(422);
    assertThat(range.body()).contains("BACKTEST_RANGE");
    assertThat(person.post("/api/rules/backtests", Map.of("ruleId", "nope")).statusCode())
        .isEqualTo(404);
    assertThat(person.post("/api/rules/gaps/nope/fill", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void theMatrixCountsOnlyRulesWhoseDataArrives() throws Exception {
    JsonNode coverage = platform.signedIn("kiem.toan").json("/api/rules/coverage");

    assertThat(coverage.get("counts").get("FIRES").asInt()).isPositive();
    assertThat(coverage.get("counts").get("SOURCE_NEVER_SEEN").asInt()).isPositive();
    assertThat(coverage.get("sources").toString()).contains("dvc.motcua");
    JsonNode access = null;
    for (JsonNode tactic : coverage.get("tactics")) {
      if (tactic.get("tag").asString().equals("credential-access")) {
        access = tactic;
      }
    }
    assertThat(access).isNotNull();
    assertThat(access.get("firing").asInt()).isLessThan(access.get("rules").asInt());
    String rule = coverage.get("rules").get(0).get("ruleId").asString();
    JsonNode one = platform.signedIn("kiem.toan").json("/api/rules/" + rule + "/coverage");
    assertThat(one.get("verdict").asString())
        .isEqualTo(coverage.get("rules").get(0).get("verdict").asString());
    assertThat(one.get("watermark").get("until").asString()).isNotEmpty();
  }

  @Test
  void aRuleThatCameLateLooksAtWhatItMissed() throws Exception {
    Detector detector = platform.get(Detector.class);
    RuleSet before = detector.rules();
    Path rules = folder.resolve("late-rules");
    java.nio.file.Files.createDirectories(rules);
    java.nio.file.Files.writeString(rules.resolve("late.yml"), LATE);
    detector.replaceRules(RuleSet.load(new RuleSources(true, List.of(rules), List.of(), Map.of())));
    platform.send("dvc.motcua", failures(OURS, 1));
    platform.awaitQuiet();
    GapLedger ledger = platform.get(GapLedger.class);

    TestPlatform.await(
        "the gap to be filled",
        () ->
            ledger.gaps().stream().anyMatch(gap -> gap.ruleId().equals("late-rule"))
                && ledger.stats().open() == 0);

    JsonNode gaps = platform.signedIn("dieu.phoi").json("/api/rules/gaps");
    assertThat(gaps.get("items").toString()).contains("late-rule").contains("FILLED");
    assertThat(lateAlerts()).isEqualTo(41);
    JsonNode precision = platform.signedIn("dieu.phoi").json("/api/rules/precision");
    assertThat(precision.toString()).contains("late-rule");
    String id = gaps.get("items").get(0).get("id").asString();
    accepted(platform.signedIn("dieu.phoi").post("/api/rules/gaps/" + id + "/fill", Map.of()));
    TestPlatform.await("the gap to be filled again", () -> ledger.stats().open() == 0);
    assertThat(lateAlerts()).as("twice changes nothing").isEqualTo(41);
    detector.replaceRules(before);
  }

  @Test
  void theCanaryGoesTheWholeWayAndStaysOutOfTheQueue() throws Exception {
    TestPlatform.Person person = platform.signedIn("dieu.phoi");
    for (int i = 0; i < 200; i++) {
      if (person.json("/api/rules/canary").get("seen").asLong() > 0) {
        break;
      }
      Thread.sleep(100);
    }

    JsonNode canary = person.json("/api/rules/canary");

    assertThat(canary.get("seen").asLong()).isPositive();
    assertThat(canary.get("path").asString()).isEqualTo("HTTPS");
    assertThat(canary.get("lastSeconds").asDouble()).isPositive();
    assertThat(person.json("/api/alerts?state=").toString())
        .doesNotContain("6f0f3f5e-0d0f-4b0e-9a53-8d3a3f0c1c01");
    HttpResponse<String> metrics = platform.anybody().get("/actuator/prometheus");
    assertThat(metrics.body()).contains("lachan_canary_seconds").contains("lachan_gaps_open");
  }
}
