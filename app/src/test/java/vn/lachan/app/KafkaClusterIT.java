package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.coverage.CanaryWatch;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.pipeline.KafkaDetection;
import vn.lachan.app.security.Role;
import vn.lachan.collector.kafka.KafkaBroker;
import vn.lachan.detection.rulebook.Editor;
import vn.lachan.detection.rulebook.ExemptionDraft;
import vn.lachan.detection.rulebook.RuleDraft;
import vn.lachan.detection.rulebook.RuleState;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.incidents.TestDatabase;

/**
 * One process collects and has the screens, another one detects; they share Kafka and a PostgreSQL.
 * What people decide in the one is what the other does, and what rules did there is seen here.
 */
class KafkaClusterIT {
  private static final Editor LAN = new Editor("lan", "ca-tinh", List.of("PHAN_TICH"));
  private static final Editor MINH = new Editor("minh", "ca-tinh", List.of("DIEU_PHOI"));
  private static final String USB = "11111111-0000-4000-8000-0000000000c1";
  private static final String PRINTS = "11111111-0000-4000-8000-0000000000c2";
  private static final String RULE =
      """
      title: Cắm thiết bị USB
      id: 11111111-0000-4000-8000-0000000000c1
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: cam_usb}
        condition: sel
      level: medium
      """;
  private static final String TESTS =
      """
      cases:
        - name: Cắm USB
          expect: 1
          events:
            - {"@timestamp": "2026-11-20T10:00:00+07:00", event.dataset: dvc.motcua, event.action: cam_usb}
        - name: Việc khác
          expect: 0
          events:
            - {"@timestamp": "2026-11-20T10:00:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap}
      """;

  @TempDir Path folder;

  private int sent;

  private static Map<String, String> settings(String database, String role) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spring.datasource.url", database);
    settings.put("spring.datasource.username", "postgres");
    settings.put(
        "spring.quartz.properties.org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    settings.put("spring.quartz.properties.org.quartz.jobStore.isClustered", "true");
    settings.put("lachan.hand-over.kind", "KAFKA");
    settings.put("lachan.hand-over.kafka.servers", KafkaBroker.shared().address());
    settings.put("lachan.hand-over.kafka.prefix", "cluster");
    settings.put("lachan.hand-over.kafka.partitions", "2");
    settings.put("lachan.hand-over.kafka.tick", "200ms");
    settings.put("lachan.detection.follow", "500ms");
    settings.put("lachan.detection.canary.period", "2s");
    settings.put("lachan.detection.alerts-per-rule-and-hour", "20");
    if (!role.isEmpty()) {
      settings.put("lachan.roles", role);
    }
    return settings;
  }

  @Test
  void whatOneCollectsTheOtherDetectsAndDecisionsReachIt() throws Exception {
    String database = TestDatabase.namedPostgres().url();
    Map<String, String> other = TestPlatform.settings(settings(database, ""));
    Path there = folder.resolve("detect");
    try (TestPlatform platform =
        TestPlatform.start(folder.resolve("collect"), settings(database, "COLLECT"))) {
      aNodeWithAnotherKeyDoesNotStart(there, other);
      Files.copy(
          folder.resolve("collect/keys/pseudonym.key"),
          there.resolve("keys/pseudonym.key"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      try (OtherProcess _ =
          OtherProcess.start(there, folder.resolve("detect.log"), other, "--roles", "detect")) {
        platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
        var person = platform.signedIn("phan.tich");
        aSprayBecomesAnAlert(platform, person);
        decisionsReachTheOther(platform, person);
        sumsAreSeenHere(platform, person);
        theCanaryOfTheOneIsFoundByTheOther(platform, person);
        whatTheFloodGuardHoldsBackThereIsSeenHere(platform, person);
      }
    }
  }

  private void aNodeWithAnotherKeyDoesNotStart(Path there, Map<String, String> other)
      throws Exception {
    Path log = folder.resolve("refused.log");
    int code = OtherProcess.refused(there, log, other, "--roles", "detect");
    assertThat(code).as(Files.readString(log)).isEqualTo(2);
    assertThat(Files.readAllLines(log).stream().filter(line -> line.startsWith("lachan start: ")))
        .singleElement()
        .asString()
        .contains("keys/pseudonym.key: khóa này khác khóa mà các nút dùng chung cơ sở dữ liệu");
  }

  private void aSprayBecomesAnAlert(TestPlatform platform, TestPlatform.Person person)
      throws Exception {
    for (int i = 0; i < 12; i++) {
      send(platform, "dang_nhap", "that_bai");
    }
    await(person, "an alert of what the other process counted", "Dò mật khẩu", 1);
    KafkaDetection.Stats here = ((KafkaDetection) platform.get(DetectionWorker.class)).stats();
    assertThat(here.matches()).as("nothing is detected here").isZero();
    assertThat(person.json("/api/pipeline").get("journal").get("lagUnit").asString())
        .isEqualTo("LOGS");
  }

  private void decisionsReachTheOther(TestPlatform platform, TestPlatform.Person person)
      throws Exception {
    Rulebook book = platform.get(Rulebook.class);
    book.create(LAN, new RuleDraft(RULE, TESTS, "bản đầu"));
    book.move(LAN, USB, RuleState.ENABLED, "", 1);
    untilSeen(platform, person, "cam_usb", "Cắm thiết bị USB");

    book.addVersion(
        LAN,
        USB,
        new RuleDraft(
            RULE.replace("Cắm", "Rút").replace("cam_usb", "rut_usb"),
            TESTS.replace("cam_usb", "rut_usb"),
            "rút"),
        book.find(USB).orElseThrow().revision());
    book.move(LAN, USB, RuleState.ENABLED, "", book.find(USB).orElseThrow().revision());
    untilSeen(platform, person, "rut_usb", "Rút thiết bị USB");

    String exemption =
        book.exemptions()
            .propose(
                LAN,
                new ExemptionDraft(
                    java.util.Set.of(USB),
                    "",
                    "{\"event.action\": rut_usb}",
                    "kiểm kê thiết bị",
                    Clock.systemUTC().instant().plusSeconds(3_600)))
            .id();
    book.exemptions().approve(MINH, exemption);
    TestPlatform.await(
        "an event that the exemption hides in the other process",
        () -> {
          send(platform, "rut_usb", "thanh_cong");
          return book.exemptions().find(exemption).hidden() > 0;
        });
    int before = alerts(person, "Rút thiết bị USB");
    for (int i = 0; i < 3; i++) {
      send(platform, "rut_usb", "thanh_cong");
    }
    long hidden = book.exemptions().find(exemption).hidden();
    TestPlatform.await(
        "all of them to be hidden", () -> book.exemptions().find(exemption).hidden() >= hidden + 3);
    assertThat(alerts(person, "Rút thiết bị USB")).isEqualTo(before);
  }

  /** Sends until the other process, which hears of the change sooner or later, raises an alert. */
  private void untilSeen(
      TestPlatform platform, TestPlatform.Person person, String action, String title)
      throws Exception {
    TestPlatform.await(
        "an alert " + title,
        () -> {
          send(platform, action, "thanh_cong");
          return alerts(person, title) > 0;
        });
  }

  private static void sumsAreSeenHere(TestPlatform platform, TestPlatform.Person person)
      throws Exception {
    Predicate<JsonNode> counted =
        rule ->
            rule.get("matches").asLong() > 0
                && rule.get("alerts").asLong() > 0
                && !rule.get("lastFired").isNull();
    TestPlatform.await(
        "the counts of the other process", () -> counted.test(json(person, "/api/rules/" + USB)));
    assertThat(platform.get(DetectionWorker.class).counted()).isEmpty();
  }

  private static void theCanaryOfTheOneIsFoundByTheOther(
      TestPlatform platform, TestPlatform.Person person) throws Exception {
    TestPlatform.await(
        "a canary to be found", () -> json(person, "/api/rules/canary").get("seen").asLong() > 0);
    JsonNode canary = json(person, "/api/rules/canary");
    assertThat(canary.get("enabled").asBoolean()).isTrue();
    assertThat(canary.get("lastSeconds").asDouble()).isPositive();
    assertThat(canary.get("nodes").size()).as("only one collects").isEqualTo(1);
    CanaryWatch here = platform.get(CanaryWatch.class);
    assertThat(here.sentHere()).isPositive();
    assertThat(here.seenHere()).as("nothing is detected here").isZero();
  }

  private void whatTheFloodGuardHoldsBackThereIsSeenHere(
      TestPlatform platform, TestPlatform.Person person) throws Exception {
    Rulebook book = platform.get(Rulebook.class);
    book.create(
        LAN,
        new RuleDraft(
            RULE.replace("0000000000c1", "0000000000c2").replace("cam_usb", "in_giay"),
            TESTS.replace("cam_usb", "in_giay"),
            "bản đầu"));
    book.move(LAN, PRINTS, RuleState.ENABLED, "", 1);
    TestPlatform.await(
        "alerts that the flood guard of the other process holds back",
        () -> {
          for (int i = 0; i < 10; i++) {
            send(platform, "in_giay", "thanh_cong");
          }
          return json(person, "/api/rules/" + PRINTS).get("suppressed").asLong() > 0;
        });
    assertThat(json(person, "/api/rules/" + PRINTS).get("alerts").asLong())
        .as("each of the two partitions lets so many through")
        .isBetween(20L, 40L);
    String metrics = platform.anybody().get("/actuator/prometheus").body();
    assertThat(metrics).contains("lachan_detection_suppressed_alerts_total 0.0");
    assertThat(metrics).contains("lachan_canary_missing ");
  }

  private void send(TestPlatform platform, String action, String outcome) {
    int number = sent++;
    try {
      var answer =
          platform.send(
              "dvc.motcua",
              """
              {"thoi_gian":"%s","ma_su_kien":"cl-%d","hanh_dong":"%s","ket_qua":"%s",\
              "tai_khoan":"cb.%d","loai_chu_the":"can_bo","ma_don_vi":"00721","cap":"xa",\
              "phien":"p%d","ip":"203.0.113.9","cong_nguon":%d,"trinh_duyet":"x"}
              """
                  .formatted(
                      OffsetDateTime.now(Clock.systemUTC()),
                      number,
                      action,
                      outcome,
                      number,
                      number,
                      40_000 + number % 1_000));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void await(TestPlatform.Person person, String what, String title, int count)
      throws InterruptedException {
    TestPlatform.await(what, () -> alerts(person, title) >= count);
  }

  private static int alerts(TestPlatform.Person person, String title) {
    return (int)
        json(person, "/api/alerts").get("items").values().stream()
            .filter(alert -> alert.get("title").asString().contains(title))
            .count();
  }

  private static JsonNode json(TestPlatform.Person person, String path) {
    try {
      return person.json(path);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
