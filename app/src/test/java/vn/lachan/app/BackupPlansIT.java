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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import vn.lachan.backup.BackupOutcome;
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

  /** Plans that things go wrong with. */
  private static final String OTHERS =
      Stream.of("tre", "hong", "co-nho")
          .map(id ->
              """
                - id: %1$s
                  name: Kế hoạch %1$s
                  unit: ttpvhcc-tinh
                  folders: [nguon-%1$s]
                  repository: kho-3
                  password-file: kho.password
                  schedule: "0 0 1 * * ?"
                  rpo: 24h
                  rto: 4h
              """
                  .formatted(id))
          .collect(Collectors.joining());

  private static final String LATE = "Kế hoạch sao lưu trễ lịch";
  private static final String FAILED_OR_SHRUNK = "Sao lưu thất bại hoặc co nhỏ bất thường";

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static Person operator;
  private static Person coordinator;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(folder.resolve("ho-so"));
    Files.writeString(folder.resolve("ho-so/to-khai.xml"), "tờ khai");
    Files.writeString(folder.resolve("sao-luu.yml"), PLAN + OTHERS);
    init("kho-1", "--new-password");
    init("kho-2");
    init("kho-3");
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
    return plan("ho-so");
  }

  private static JsonNode plan(String id) {
    try {
      return operator.json("/api/backups/" + id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void start(String what) throws Exception {
    start("ho-so", what);
  }

  private static void start(String id, String what) throws Exception {
    assertThat(operator.post("/api/backups/" + id + "/" + what, Map.of()).statusCode())
        .isEqualTo(202);
    TestPlatform.await(what + " to begin and end", () -> !plan(id).at("/plan/busy").asBoolean());
  }

  private static JsonNode target(int index) {
    return plan().at("/plan/targets/" + index);
  }

  private static int runs() {
    return runs("ho-so");
  }

  private static int runs(String id) {
    return platform.get(BackupHistory.class).runs(id, 100).size();
  }

  /** Runs a plan; gives whether it ended well, when what it told has been looked at. */
  private static boolean ranWell(String id) throws Exception {
    int before = runs(id);
    start(id, "run");
    TestPlatform.await("one run more of " + id, () -> runs(id) == before + 1);
    TestPlatform.await("the end", () -> !plan(id).at("/plan/busy").asBoolean());
    platform.awaitQuiet();
    return platform.get(BackupHistory.class).runs(id, 1).getFirst()
        instanceof BackupOutcome.Completed;
  }

  /** How often what the one alert of this rule and plan is about has happened; 0 without alert. */
  private static int occurrences(String rule, String id) {
    try {
      List<JsonNode> found = new ArrayList<>();
      for (JsonNode alert : coordinator.json("/api/alerts?limit=200").get("items")) {
        if (alert.get("title").asString().equals(rule)
            && alert.get("entity").asString().contains(id)) {
          found.add(alert);
        }
      }
      assertThat(found).as("at most one alert").hasSizeLessThanOrEqualTo(1);
      return found.isEmpty() ? 0 : found.getFirst().get("occurrences").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
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
  void alertsOnceOfAPlanThatIsLateUntilItRan() throws Exception {
    platform
        .get(JdbcClient.class)
        .sql("update backup_plan_accepted set since = ? where plan = 'tre'")
        .param(OffsetDateTime.now(Clock.systemUTC()).minusHours(25))
        .update();
    TestPlatform.await("the alert", () -> occurrences(LATE, "tre") > 0);
    source("tre", 1000);

    assertThat(ranWell("tre")).isTrue();

    assertThat(platform.get(BackupHistory.class).runs("tre", 1)).hasSize(1);
    assertThat(occurrences(LATE, "tre")).as("told once while it was late").isEqualTo(1);
    assertThat(occurrences(LATE, "ho-so")).isZero();
  }

  @Test
  @Order(5)
  void alertsOfARunThatFailedUntilOneIsWell() throws Exception {
    assertThat(ranWell("hong")).as("there is no such folder").isFalse();
    TestPlatform.await("the alert", () -> occurrences(FAILED_OR_SHRUNK, "hong") == 1);
    assertThat(ranWell("hong")).isFalse();
    TestPlatform.await("the same alert", () -> occurrences(FAILED_OR_SHRUNK, "hong") == 2);
    source("hong", 1000);

    assertThat(ranWell("hong")).isTrue();

    assertThat(occurrences(FAILED_OR_SHRUNK, "hong")).isEqualTo(2);
  }

  @Test
  @Order(6)
  void alertsOfARunThatShrankAgainstTheMedian() throws Exception {
    for (int bytes : new int[] {100_000, 100_000, 71_000}) {
      source("co-nho", bytes);
      assertThat(ranWell("co-nho")).isTrue();
      assertThat(occurrences(FAILED_OR_SHRUNK, "co-nho")).as("%d bytes", bytes).isZero();
    }
    source("co-nho", 70_000);
    assertThat(ranWell("co-nho")).isTrue();
    TestPlatform.await("the alert", () -> occurrences(FAILED_OR_SHRUNK, "co-nho") == 1);
    source("co-nho", 100_000);

    assertThat(ranWell("co-nho")).isTrue();

    assertThat(occurrences(FAILED_OR_SHRUNK, "co-nho")).isEqualTo(1);
  }

  private static void source(String id, int bytes) throws IOException {
    Path source = Files.createDirectories(folder.resolve("nguon-" + id));
    Files.write(source.resolve("hồ sơ"), new byte[bytes]);
  }

  @Test
  @Order(7)
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
  @Order(8)
  void holdsAWeakerPlanUntilASecondPersonAgrees() throws Exception {
    Files.writeString(
        folder.resolve("sao-luu.yml"), (PLAN + OTHERS).replace("within: 60d", "within: 40d"));
    TestPlatform.await("the change to be seen", () -> plan().at("/plan/waiting").asInt() == 1);
    assertThat(plan().at("/plan/retention").asString()).contains("60 ngày");
    assertThat(plan().at("/plan/held/0").asString()).contains("từ 60 còn 40 ngày");
  }

  @Test
  @Order(9)
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
