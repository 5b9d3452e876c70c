package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.TestPlatform.Person;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.security.Role;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;

/**
 * The life of a plan with two targets on a whole platform: duties, two people, restart, screens.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupPlansIT {
  private static final String PLAN =
      """
      plans:
        - id: ho-so
          name: Hồ sơ một cửa
          system: motcua
          unit: ttpvhcc-tinh
          owner: van.hanh, 0207 3 822 000
          folders: [ho-so]
          targets:
            - {name: Tại chỗ, repository: kho-1, password-file: kho.password}
            - {name: Nhà B, repository: kho-2, password-file: kho.password, offsite: true}
          schedule: {backup: "0 0 1 * * ?"}
          retention: {daily: 7, within: 60d, keep-drilled: 1}
          rpo: 24h
          rto: 4h
      """;

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static Person operator;
  private static Person coordinator;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(folder.resolve("ho-so"));
    Files.writeString(folder.resolve("ho-so/to-khai.xml"), "tờ khai");
    Files.writeString(folder.resolve("sao-luu.yml"), PLAN);
    init("kho-1", "--new-password");
    init("kho-2");
    open();
    platform.account("van.hanh", "ttpvhcc-tinh", Role.VAN_HANH);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    signIn();
  }

  private static void open() {
    Map<String, String> more =
        Map.of(
            "lachan.backup.plans",
            folder.resolve("sao-luu.yml").toString(),
            "lachan.backup.watch-every",
            "1s");
    platform = TestPlatform.start(folder.resolve("data"), more);
  }

  private static void signIn() throws Exception {
    operator = platform.signedIn("van.hanh");
    coordinator = platform.signedIn("dieu.phoi");
  }

  private static void init(String name, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "init",
                "--repo",
                folder.resolve(name).toString(),
                "--password-file",
                folder.resolve("kho.password").toString()));
    words.addAll(List.of(more));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(
            new BackupCommand(BackupSettings.DEFAULT, Clock.systemUTC(), entry -> {})
                .run(words, print, print))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  private static JsonNode plan() {
    try {
      return operator.json("/api/backups/ho-so");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void start(String what) throws Exception {
    assertThat(operator.post("/api/backups/ho-so/" + what, Map.of()).statusCode()).isEqualTo(202);
    TestPlatform.await(what + " to begin and end", () -> !plan().at("/plan/busy").asBoolean());
  }

  private static JsonNode target(int index) {
    return plan().at("/plan/targets/" + index);
  }

  private static int runs() {
    return platform.get(BackupHistory.class).runs("ho-so", 100).size();
  }

  @Test
  @Order(1)
  void backsUpCopiesAndComparesTheTargets() throws Exception {
    start("run");
    TestPlatform.await("the copy", () -> !target(1).get("copy").isNull());
    TestPlatform.await("the simulation", () -> !target(1).get("simulation").isNull());
    TestPlatform.await("the end", () -> !plan().at("/plan/busy").asBoolean());

    assertThat(target(1).at("/copy/ok").asBoolean()).as(target(1).toString()).isTrue();
    assertThat(target(1).at("/copy/detail/same").size()).isEqualTo(1);
    assertThat(plan().at("/plan/spread/copies").asInt()).isEqualTo(3);
    assertThat(plan().at("/plan/level").asInt()).isEqualTo(3);
    assertThat(plan().at("/plan/bells").size()).isEqualTo(4);
    assertThat(plan().at("/plan/nextRun").isNull()).isFalse();
  }

  @Test
  @Order(2)
  void readsTargetsAgainAndSimulatesBeforeItForgets() throws Exception {
    start("check");
    TestPlatform.await("the check", () -> !target(1).get("check").isNull());
    assertThat(target(0).at("/check/ok").asBoolean()).as(target(0).toString()).isTrue();
    assertThat(target(0).at("/check/detail/coveredPercent").asDouble()).isGreaterThan(0);

    start("drill");
    TestPlatform.await("the drill", () -> !plan().at("/plan/lastDrill").isNull());
    start("upkeep");
    TestPlatform.await("the upkeep", () -> !target(1).get("upkeep").isNull());
    assertThat(target(0).at("/upkeep/summary").asString()).isEqualTo("đã xoá 0, giữ 1");
    assertThat(target(1).at("/simulation/detail/kept").asInt()).isEqualTo(1);
  }

  @Test
  @Order(3)
  void deletesASnapshotOnlyWhenTwoPeopleAgree() throws Exception {
    start("run");
    TestPlatform.await("two runs", () -> runs() == 2);
    TestPlatform.await("the end", () -> !plan().at("/plan/busy").asBoolean());
    String newest = plan().at("/runs/0/snapshot").asString();
    Map<String, Object> request =
        Map.of(
            "planId", "ho-so",
            "action", "FORGET",
            "target", "Nhà B",
            "snapshots", List.of(newest),
            "reason", "bản thử");

    assertThat(coordinator.post("/api/backup-approvals", request).statusCode())
        .as("the coordinator may agree, not ask")
        .isEqualTo(403);
    var asked = operator.post("/api/backup-approvals", request);
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    String id = operator.json("/api/backup-approvals").at("/0/id").asString();
    assertThat(operator.post("/api/backup-approvals/" + id + "/approve", Map.of()).statusCode())
        .isEqualTo(403);
    assertThat(operator.post("/api/backup-approvals", request).statusCode()).isEqualTo(409);

    assertThat(coordinator.post("/api/backup-approvals/" + id + "/approve", Map.of()).statusCode())
        .isEqualTo(200);
    TestPlatform.await("the deletion", () -> state(id).equals("DONE"));
    assertThat(operator.json("/api/backup-approvals").at("/0/result").asString())
        .startsWith("đã xoá 1, giữ 1");
    assertThat(coordinator.post("/api/backup-approvals/" + id + "/approve", Map.of()).statusCode())
        .isEqualTo(409);
    platform.awaitQuiet();
    TestPlatform.await("an alert about it", () -> alerted("Xóa bản sao lưu ngoài chính sách"));
  }

  private static String state(String id) {
    try {
      for (JsonNode one : operator.json("/api/backup-approvals")) {
        if (one.get("id").asString().equals(id)) {
          return one.get("state").asString();
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static boolean alerted(String title) {
    try {
      return coordinator.get("/api/alerts").body().contains(title);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(4)
  void catchesUpWhatWasMissedOnceAfterARestart() throws Exception {
    JdbcClient db = platform.get(JdbcClient.class);
    long aDayAgo = Clock.systemUTC().millis() - Duration.ofDays(1).toMillis();
    int before = runs();
    assertThat(
            db.sql(
                    "update qrtz_triggers set next_fire_time = ?, prev_fire_time = -1 where trigger_name = 'ho-so/backup'")
                .param(aDayAgo)
                .update())
        .isEqualTo(1);
    platform.close();
    open();
    signIn();

    TestPlatform.await("the missed run", () -> runs() == before + 1);
    TestPlatform.await("its end", () -> !plan().at("/plan/busy").asBoolean());
    assertThat(plan().at("/plan/nextRun").asString())
        .as("the bell rings again tomorrow")
        .isGreaterThan(Clock.systemUTC().instant().toString());
    platform.close();
    open();
    signIn();
    TestPlatform.await("the bells", () -> !plan().at("/plan/nextRun").isNull());
    assertThat(runs()).as("a second restart does not run it again").isEqualTo(before + 1);
  }

  @Test
  @Order(5)
  void holdsAWeakerPlanUntilASecondPersonAgrees() throws Exception {
    Files.writeString(folder.resolve("sao-luu.yml"), PLAN.replace("within: 60d", "within: 40d"));
    TestPlatform.await("the change to be seen", () -> plan().at("/plan/waiting").asInt() == 1);
    assertThat(plan().at("/plan/retention").asString()).contains("60 ngày");
    assertThat(plan().at("/plan/held/0").asString()).contains("từ 60 còn 40 ngày");
  }

  @Test
  @Order(6)
  void showsItOnTheScreens() throws Exception {
    assumeTrue(
        TestBrowser.chromium().isPresent(),
        "no Chromium on this machine: apt-get install chromium");
    Files.createDirectories(TestBrowser.SCREENSHOTS);
    try (TestBrowser browser = TestBrowser.open(platform.address());
        Visitor visitor = browser.visitor()) {
      visitor.signIn("dieu.phoi", TestPlatform.PASSWORD);
      visitor.go("/backups");
      visitor.see("approvals");
      visitor.see("plan-ho-so");
      visitor.picture("backup-plans");
      assertThat(visitor.barriers()).as("plans").isEmpty();
      visitor.click("open-ho-so");
      visitor.see("run-table");
      visitor.see("snapshot-table");
      visitor.see("held");
      visitor.picture("backup-plan");
      assertThat(visitor.barriers()).as("plan").isEmpty();
      visitor.dark(true);
      visitor.see("run-table");
      visitor.picture("backup-plan-dark");
      visitor.dark(false);
      visitor.go("/backups");
      visitor.see("approvals");
      visitor.page().locator("[data-testid^=approve-]").first().click();
      TestPlatform.await(
          "the new plan to be in force",
          () -> platform.get(PlansInForce.class).view().held().isEmpty());
      assertThat(visitor.problems()).isEmpty();
    }
    assertThat(plan().at("/plan/retention").asString()).contains("40 ngày");
  }
}
