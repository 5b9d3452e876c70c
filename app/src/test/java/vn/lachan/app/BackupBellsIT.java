package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.TestPlatform.Person;
import vn.lachan.app.plans.CronTexts;
import vn.lachan.app.security.Role;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;

/**
 * What becomes of a bell that rings at a bad time, on a whole platform whose bells really ring: a
 * target that is away, a blackout window, a plan that is busy. All three wait at the same time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupBellsIT {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String FAILED = "Sao lưu thất bại hoặc co nhỏ bất thường";
  private static final String LATE = "Kế hoạch sao lưu trễ lịch";

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static Person operator;
  private static Person coordinator;

  /** When the bell of every plan rings. */
  private static Instant due;

  /** When the blackout window of one of them is over. */
  private static Instant over;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(folder.resolve("ho-so"));
    Files.writeString(folder.resolve("ho-so/to-khai.xml"), "tờ khai");
    init("kho");
    init("kho-xa");
    Files.move(folder.resolve("kho-xa"), folder.resolve("mat-ket-noi"));
    Files.writeString(folder.resolve("sao-luu.yml"), "plans:\n" + busy("none"));
    platform =
        TestPlatform.start(
            folder.resolve("data"),
            Map.of(
                "lachan.backup.plans",
                folder.resolve("sao-luu.yml").toString(),
                "lachan.backup.watch-every",
                "1s"));
    platform.account("van.hanh", "ttpvhcc-tinh", Role.VAN_HANH);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    operator = platform.signedIn("van.hanh");
    coordinator = platform.signedIn("dieu.phoi");
    assertThat(operator.post("/api/backups/ban/run", Map.of()).statusCode()).isEqualTo(202);
    TestPlatform.await("a run that goes on", () -> plan("ban").at("/plan/running").isObject());
    Files.writeString(folder.resolve("sao-luu.yml"), plans());
  }

  private static String plans() {
    ZoneId zone = CronTexts.ZONE.toZoneId();
    LocalDateTime rings =
        LocalDateTime.now(CLOCK.withZone(zone)).truncatedTo(ChronoUnit.SECONDS).plusSeconds(12);
    LocalDateTime end = rings.plusSeconds(75).truncatedTo(ChronoUnit.MINUTES);
    due = rings.atZone(zone).toInstant();
    over = end.atZone(zone).toInstant();
    String cron = "%d %d %d * * ?".formatted(rings.getSecond(), rings.getMinute(), rings.getHour());
    return "plans:\n"
        + plan(
            "xa",
            "kho-xa",
            cron,
            """
                folders: [ho-so]
                retries: {times: 2, wait: 20s}
            """)
        + plan(
            "cam",
            "kho",
            cron,
            """
                folders: [ho-so]
                blackout: [{from: "%s", to: "%s"}]
            """
                .formatted(end.toLocalTime().minusHours(1), end.toLocalTime()))
        + busy(cron);
  }

  /** A run of this plan goes on until there is a file. */
  private static String busy(String cron) {
    return plan(
        "ban",
        "kho",
        cron,
        """
            sources:
              - kind: command
                id: cham
                file: cham.txt
                command: ["/bin/sh", "-c", "while [ ! -e %s ]; do sleep 0.1; done; echo xong"]
        """
            .formatted(folder.resolve("xong")));
  }

  private static String plan(String id, String repository, String cron, String more) {
    return """
      - id: %s
        name: Kế hoạch %s
        unit: ttpvhcc-tinh
        repository: %s
        password-file: kho.password
        schedule: {backup: "%s", drill: none, check: none}
        rpo: 24h
        rto: 4h
    """
            .formatted(id, id, repository, cron)
        + more;
  }

  private static void init(String name) {
    Path password = folder.resolve("kho.password");
    List<String> words =
        List.of(
            "init",
            "--repo",
            folder.resolve(name).toString(),
            "--password-file",
            password.toString(),
            Files.exists(password) ? "--json" : "--new-password");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(
            new BackupCommand(BackupSettings.DEFAULT, CLOCK, entry -> {}).run(words, print, print))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  @AfterAll
  static void stop() throws IOException {
    Files.writeString(folder.resolve("xong"), "");
    if (platform != null) {
      platform.close();
    }
  }

  private static JsonNode ask(Person person, String path) {
    try {
      return person.json(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode plan(String id) {
    return ask(operator, "/api/backups/" + id);
  }

  private static JsonNode putOff(String id) {
    return plan(id).at("/plan/bells/0/putOff");
  }

  private static String cause(String id) {
    return putOff(id).path("cause").asString("");
  }

  private static int runs(String id) {
    return plan(id).get("runs").size();
  }

  private static long alerts(String rule, String id) {
    return ask(coordinator, "/api/alerts?limit=200")
        .get("items")
        .valueStream()
        .filter(alert -> alert.get("title").asString().equals(rule))
        .filter(alert -> alert.get("entity").asString().contains(id))
        .mapToInt(alert -> alert.get("occurrences").asInt())
        .sum();
  }

  @Test
  @Order(1)
  void aPlanThatIsBusyIsAskedAgainAMinuteLater() throws Exception {
    assertThat(operator.post("/api/backups/ban/run", Map.of()).statusCode())
        .as("nobody can start a second one by hand")
        .isEqualTo(409);

    TestPlatform.await("the bell", () -> cause("ban").equals("BUSY"));

    assertThat(putOff("ban").get("due").asString()).isEqualTo(due.toString());
    assertThat(Instant.parse(putOff("ban").get("at").asString()))
        .isBetween(due.plusSeconds(60), due.plusSeconds(180));
    assertThat(plan("ban").at("/plan/nextRun").asString())
        .isEqualTo(putOff("ban").get("at").asString());
    assertThat(runs("ban")).as("the first one still runs").isZero();
    Files.writeString(folder.resolve("xong"), "");
    TestPlatform.await("the end of the first", () -> runs("ban") == 1);
  }

  @Test
  @Order(2)
  void aRunThatFailedIsTriedAgainAndTheAlertStays() throws Exception {
    TestPlatform.await("the failure", () -> cause("xa").equals("FAILED"));

    assertThat(putOff("xa").get("attempt").asInt()).isEqualTo(1);
    assertThat(plan("xa").at("/plan/bells/0/retries").asInt()).isEqualTo(2);
    assertThat(plan("xa").at("/plan/state").asString()).isEqualTo("FAILED");
    assertThat(plan("xa").at("/runs/0/problem").asString()).contains("kho-xa");
    TestPlatform.await("the alert", () -> alerts(FAILED, "xa") == 1);
    TestPlatform.await("the second failure", () -> putOff("xa").path("attempt").asInt() == 2);
    Files.move(folder.resolve("mat-ket-noi"), folder.resolve("kho-xa"));

    TestPlatform.await("a run that is well", () -> plan("xa").at("/runs/0/ok").asBoolean());

    assertThat(runs("xa")).as("both failures stay in the history").isEqualTo(3);
    TestPlatform.await("nothing to wait for", () -> putOff("xa").isNull());
    assertThat(plan("xa").at("/plan/state").asString()).isEqualTo("OK");
    assertThat(plan("xa").at("/plan/nextRun").asString())
        .as("the bell rings tomorrow")
        .isGreaterThan(due.plusSeconds(80_000).toString());
    platform.awaitQuiet();
    assertThat(alerts(FAILED, "xa")).as("one alert, twice").isEqualTo(2);
  }

  @Test
  @Order(3)
  void aBlackoutWindowPutsARunOffToItsEnd() throws Exception {
    if (CLOCK.instant().isBefore(over)) {
      assertThat(cause("cam")).isEqualTo("BLACKOUT");
      assertThat(putOff("cam").get("at").asString()).isEqualTo(over.toString());
      assertThat(runs("cam")).isZero();
    }

    TestPlatform.await("the end of the window", () -> runs("cam") == 1);

    assertThat(plan("cam").at("/runs/0/ok").asBoolean()).isTrue();
    assertThat(Instant.parse(plan("cam").at("/runs/0/at").asString())).isAfterOrEqualTo(over);
    TestPlatform.await("nothing to wait for", () -> putOff("cam").isNull());
    platform.awaitQuiet();
    assertThat(alerts(FAILED, "cam") + alerts(LATE, "cam")).isZero();
  }

  @Test
  @Order(4)
  void whatWasAskedAgainRunsWhenThePlanIsFree() throws Exception {
    TestPlatform.await("the second run", () -> runs("ban") == 2);

    assertThat(plan("ban").at("/runs/0/ok").asBoolean()).isTrue();
    assertThat(Instant.parse(plan("ban").at("/runs/0/at").asString()))
        .isAfterOrEqualTo(due.plusSeconds(60));
    TestPlatform.await("nothing to wait for", () -> putOff("ban").isNull());
    platform.awaitQuiet();
    assertThat(alerts(FAILED, "ban")).as("to wait is no failure").isZero();
  }
}
