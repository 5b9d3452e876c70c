package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.TestPlatform.Person;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.plan.PlanDuty;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.seal.MinutesVerifier;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;

/**
 * Drills on a whole platform: watched, stopped and gone on with on the screen, ordered from an
 * incident, rung by the schedule, failed; each leaves signed minutes, and all are seen as numbers.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillLifeIT {
  /** Does not end as long as it is there; once it is gone, drills say that they had none. */
  private static final String RESTIC = "restic.sh";

  private static final int DOSSIERS = 40;
  private static final String SLOW =
      "rates:\n  - {days: T2-CN, from: \"00:00\", to: \"00:00\", rate: 8MB}\n";

  private static final String QUICK = "attempts: 2\n";

  @TempDir static Path folder;
  private static SamplePki pki;
  private static TestPlatform platform;
  private static Person operator;
  private static List<JsonNode> heard = List.of();

  @BeforeAll
  static void start() throws Exception {
    pki = new SamplePki(Instant.now());
    Files.createDirectories(folder.resolve("ho-so"));
    Random random = new Random(7);
    for (int i = 0; i < DOSSIERS; i++) {
      byte[] scan = new byte[1_000_000];
      random.nextBytes(scan);
      Files.write(
          Files.createDirectories(folder.resolve("ho-so/H60." + i)).resolve("giay-to.pdf"), scan);
    }
    Files.writeString(folder.resolve("kho.yml"), QUICK);
    Path restic = folder.resolve(RESTIC);
    Files.writeString(restic, "#!/bin/sh\nwhile [ -e \"$0\" ]; do sleep 0.1; done\n");
    Files.setPosixFilePermissions(restic, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        folder.resolve("sao-luu.yml"),
        """
        plans:
          - id: ho-so
            name: Hồ sơ một cửa
            system: motcua
            unit: ttpvhcc-tinh
            owner: van.hanh, 0207 3 822 000
            folders: [ho-so]
            targets:
              - {name: Tại chỗ, repository: kho-1, password-file: kho.password, access-file: kho.yml}
              - {name: Nhà B, repository: kho-2, password-file: kho.password, offsite: true}
            schedule: {backup: "0 0 1 * * ?"}
            rpo: 24h
            rto: 4h
            sample: all
        """);
    init("kho-1", "--new-password");
    init("kho-2");
    Map<String, String> more = new HashMap<>(TestSigningKey.minutes(folder, pki));
    more.put("lachan.backup.plans", folder.resolve("sao-luu.yml").toString());
    more.put("lachan.backup.watch-every", "1s");
    more.put("lachan.backup.drill.restic", restic.toString());
    platform = TestPlatform.start(folder.resolve("data"), more);
    platform.account("van.hanh", "ttpvhcc-tinh", Role.VAN_HANH);
    operator = platform.signedIn("van.hanh");
    assertThat(operator.post("/api/backups/ho-so/run", Map.of()).statusCode()).isEqualTo(202);
    TestPlatform.await(
        "both copies", () -> !json("/api/backups/ho-so").at("/plan/targets/1/copy").isNull());
    awaitIdle();
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

  private static JsonNode json(String path) {
    try {
      return operator.json(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void awaitIdle() throws InterruptedException {
    TestPlatform.await(
        "the plan to rest", () -> !json("/api/backups/ho-so").at("/plan/busy").asBoolean());
  }

  private static JsonNode newest() {
    return json("/api/drills").get(0);
  }

  private static void awaitState(String state) throws InterruptedException {
    TestPlatform.await(
        "a drill that is " + state,
        () -> !json("/api/drills").isEmpty() && newest().get("state").asString().equals(state));
  }

  private static int minutes() {
    try (var files = Files.list(folder.resolve("data/drill-minutes"))) {
      return (int) files.filter(file -> file.toString().endsWith(".pdf")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void takeResticAway() throws IOException {
    Files.deleteIfExists(folder.resolve(RESTIC));
  }

  private static void assumeBrowser() throws IOException {
    assumeTrue(
        TestBrowser.chromium().isPresent(),
        "no Chromium on this machine: apt-get install chromium");
    Files.createDirectories(TestBrowser.SCREENSHOTS);
  }

  @Test
  @Order(1)
  void isWatchedStoppedAndGoneOnWithOnTheScreen() throws Exception {
    assumeBrowser();
    try (TestBrowser browser = TestBrowser.open(platform.address());
        Visitor visitor = browser.visitor()) {
      visitor.signIn("van.hanh", TestPlatform.PASSWORD);
      visitor.go("/backups?tab=drills");
      visitor.see("page-backups");
      heard = listen();
      Files.writeString(folder.resolve("kho.yml"), SLOW);
      assertThat(operator.post("/api/backups/ho-so/drill", Map.of()).statusCode()).isEqualTo(202);
      awaitState("RUNNING");
      String id = newest().get("id").asString();
      visitor.row(id).click();
      visitor.see("stop-" + id);
      assertThat(visitor.see("open-drill-" + id).innerText()).contains("Khôi phục", "1/2");
      visitor.picture("drill-running");
      assertThat(visitor.barriers()).as("running").isEmpty();
      visitor.dark(true);
      visitor.see("stop-" + id);
      visitor.picture("drill-running-dark");
      assertThat(visitor.barriers()).as("running, dark").isEmpty();

      visitor.click("stop-" + id);
      awaitState("INTERRUPTED");
      visitor.see("resume-" + id);
      visitor.picture("drill-stopped-dark");
      TestPlatform.await("minutes of the stop", () -> minutes() == 1);
      visitor.dark(false);
      visitor.see("resume-" + id);
      visitor.picture("drill-stopped");
      assertThat(visitor.barriers()).as("stopped").isEmpty();
      Files.writeString(folder.resolve("kho.yml"), QUICK);
      takeResticAway();
      awaitIdle();
      visitor.click("resume-" + id);
      visitor.see("drill-targets");
      visitor.picture("drill-passed");
      assertThat(visitor.barriers()).as("passed").isEmpty();
      visitor.dark(true);
      visitor.see("drill-targets");
      visitor.picture("drill-passed-dark");
      assertThat(visitor.problems()).isEmpty();
      assertThat(newest().get("state").asString()).as(newest().toString()).isEqualTo("PASSED");
      assertThat(json("/api/drills/" + id).get("pauses").asInt()).isEqualTo(1);
    }
    TestPlatform.await("minutes of the end", () -> minutes() == 2);
    TestPlatform.await("the end to be told", () -> tells("ENDED"));
    assertThat(heard)
        .as("how far it is, while it restores")
        .anyMatch(at ->
            at.get("phase").asString().equals("RESTORE")
                && at.get("target").asInt() == 1
                && at.get("files").asLong() > 0
                && at.get("bytes").asLong() > 0
                && at.get("bytes").asLong() < at.get("ofBytes").asLong()
                && at.get("rate").asLong() > 0
                && !at.get("left").isNull());
    assertThat(List.of("RESTORE", "COMPARE", "CONTROLS", "RESTIC", "DONE"))
        .allMatch(DrillLifeIT::tells);
  }

  private static boolean tells(String phase) {
    return heard.stream().anyMatch(at -> at.get("phase").asString().equals(phase));
  }

  /** Everything the platform pushes about drills from now on. */
  private static List<JsonNode> listen() throws Exception {
    List<JsonNode> all = new CopyOnWriteArrayList<>();
    var stream = operator.stream("/api/backups/stream").body();
    Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader lines =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            boolean drill = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              if (line.startsWith("data:") && drill) {
                all.add(JsonMapper.shared().readTree(line.substring(5)));
              }
              drill = line.equals("event:drill");
            }
          } catch (IOException e) {
            assertThat(e).hasMessageMatching(".*(closed|EOF|reset).*");
          }
        });
    return all;
  }

  @Test
  @Order(2)
  void provesTheCleanPointBeforeAnIntrusionFromTheIncident() throws Exception {
    assumeBrowser();
    takeResticAway();
    int before = minutes();
    String incident =
        platform
            .get(Incidents.class)
            .create(
                new Officer(
                    new Actor("van.hanh", "ttpvhcc-tinh", List.of("VAN_HANH")),
                    OrganizationScope.PROVINCE),
                new NewIncident(
                    "Máy chủ một cửa bị mã hóa dữ liệu",
                    Category.MH,
                    Severity.M2,
                    Instant.now(),
                    "Không mở được hồ sơ, có thông điệp đòi tiền chuộc.",
                    List.of("motcua"),
                    List.of("ttpvhcc-tinh"),
                    "ttpvhcc-tinh"));
    try (TestBrowser browser = TestBrowser.open(platform.address());
        Visitor visitor = browser.visitor()) {
      visitor.signIn("van.hanh", TestPlatform.PASSWORD);
      visitor.go("/incidents/" + incident + "?tab=recovery");
      visitor.see("recovery-plan");
      visitor.click("places-ho-so");
      visitor.seeText("kho-2");
      visitor.picture("recovery-point");
      assertThat(visitor.barriers()).as("recovery").isEmpty();
      visitor.click("drill-point-ho-so");
      TestPlatform.await("its minutes", () -> minutes() == before + 1);
      awaitIdle();
      visitor.dark(true);
      visitor.page().reload();
      visitor.see("recovery-drills");
      visitor.seeText("Khôi phục đủ");
      visitor.picture("recovery-drilled-dark");
      assertThat(visitor.barriers()).as("drilled, dark").isEmpty();
      visitor.dark(false);
      visitor.see("recovery-drills");
      visitor.picture("recovery-drilled");
      assertThat(visitor.problems()).isEmpty();
    }
    assertThat(newest().get("about").asString()).isEqualTo("incident:" + incident);
    assertThat(newest().get("state").asString()).as(newest().toString()).isEqualTo("PASSED");
  }

  @Test
  @Order(3)
  void leavesMinutesWhenTheScheduleRingsAndWhenItFailsAndIsSeenAsNumbers() throws Exception {
    takeResticAway();
    int before = minutes();
    BackupRunner runner = platform.get(BackupRunner.class);
    var plan = runner.plan("ho-so").orElseThrow();
    assertThat(runner.run(plan, PlanDuty.DRILL, Actor.PLATFORM)).isEqualTo(BackupRunner.Ended.WELL);
    Path aside = folder.resolve("mat");
    Files.move(folder.resolve("kho-2"), aside);
    assertThat(runner.run(plan, PlanDuty.DRILL, Actor.PLATFORM))
        .isEqualTo(BackupRunner.Ended.BADLY);
    Files.move(aside, folder.resolve("kho-2"));

    assertThat(newest().get("problem").asString()).contains("Đích 2");
    assertThat(minutes()).isEqualTo(before + 2);
    List<String> drills = new ArrayList<>();
    json("/api/drills").forEach(drill -> drills.add(drill.get("id").asString()));
    Trust trust = pki.writeTrust(folder.resolve("tin-cay"));
    SignatureCheck check = new SignatureCheck(trust, SignatureSettings.DEFAULT, Clock.systemUTC());
    MinutesVerifier.Verdict verdict =
        new MinutesVerifier(check)
            .verify(
                folder.resolve("data/drill-minutes"),
                new MinutesVerifier.Expected(before + 2, drills, false));
    assertThat(verdict).isInstanceOf(MinutesVerifier.Verdict.Intact.class);
    assertThat(json("/api/reports?subject=drill:" + drills.getFirst()).get("items").size())
        .as("they are among the reports")
        .isEqualTo(1);
    isSeenAsNumbers();
  }

  private static void isSeenAsNumbers() throws Exception {
    assertThat(operator.post("/api/backups/ho-so/check", Map.of()).statusCode()).isEqualTo(202);
    TestPlatform.await(
        "the check", () -> !json("/api/backups/ho-so").at("/plan/targets/1/check").isNull());
    TestPlatform.await(
        "the numbers", () -> scrape("lachan_backup_target_coverage_share", "target=\"Nhà B\"") > 0);

    assertThat(scrape("lachan_backup_last_success_age_seconds", "")).isBetween(0.0, 3_600.0);
    assertThat(scrape("lachan_backup_target_coverage_share", "target=\"Tại chỗ\""))
        .isBetween(0.0001, 1.0);
    assertThat(scrape("lachan_backup_drill_results", "result=\"passed\"")).isPositive();
    assertThat(scrape("lachan_backup_drill_results", "result=\"failed\"")).isEqualTo(1);
    assertThat(scrape("lachan_backup_drill_ok", "")).as("the newest failed").isZero();
    assertThat(scrape("lachan_backup_drill_last_passed_age_seconds", "")).isBetween(0.0, 3_600.0);
    assertThat(scrape("lachan_backup_rpo_target_seconds", "")).isEqualTo(86_400.0);
    assertThat(scrape("lachan_backup_rto_target_seconds", "")).isEqualTo(14_400.0);
    assertThat(scrape("lachan_backup_drill_rpo_seconds", "")).isBetween(0.0, 3_600.0);
    assertThat(scrape("lachan_backup_drill_rto_seconds", "")).isBetween(0.0, 3_600.0);
    assertThat(scrape("lachan_backup_keys_kept", "")).as("of two places").isEqualTo(2);
    assertThat(scrape("lachan_backup_keys_spared_total", ""))
        .isGreaterThan(scrape("lachan_backup_keys_derived_total", ""));
  }

  /** One number of the endpoint Prometheus asks; -1 when it is not there. */
  private static double scrape(String name, String label) {
    try {
      String text = platform.anybody().get("/actuator/prometheus").body();
      return text.lines()
          .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
          .filter(line -> label.isEmpty() || line.contains(label))
          .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElse(-1.0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
