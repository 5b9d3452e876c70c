package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** What is given away to watch the platform fits the platform. */
@ExtendWith(SharedPlatform.class)
class MonitoringIT {
  /**
   * Exported a minute after there is a plan of backups, or where others back up here (tested
   * there).
   */
  private static final List<String> ELSEWHERE =
      List.of(
          "lachan_backup_last_",
          "lachan_backup_target_",
          "lachan_backup_drill_",
          "lachan_backup_rto_",
          "lachan_backup_server_");

  @Test
  void boardsAndRulesNameOnlyWhatIsExported() throws IOException, InterruptedException {
    TestPlatform.Person collector = SharedPlatform.platform().anybody();
    assertThat(collector.get("/api/session").statusCode()).isNotEqualTo(HttpStatus.OK.value());
    String scrape = collector.get("/actuator/prometheus").body();
    Set<String> missing = MonitoringFiles.missing(scrape, "");
    missing.removeIf(name -> ELSEWHERE.stream().anyMatch(name::startsWith));
    assertThat(missing).isEmpty();
    assertThat(MonitoringFiles.metrics()).hasSizeGreaterThan(60);
  }

  /** Limits of what is taken in, by their setting, and the figures that show when they are met. */
  private static final Map<String, List<String>> LIMITS =
      Map.ofEntries(
          Map.entry(
              "journal.limit",
              List.of(
                  "lachan_journal_bytes ",
                  "lachan_journal_limit_bytes ",
                  "lachan_journal_refused_records ")),
          Map.entry("journal.free-space", List.of("lachan_journal_accepting ", "disk_free_bytes{")),
          Map.entry(
              "journal.pending",
              List.of("lachan_journal_pending_bytes ", "lachan_journal_pending_limit_bytes ")),
          Map.entry("journal.sync-every", List.of("lachan_journal_pending_bytes ")),
          Map.entry("journal.segment-age", List.of("lachan_journal_oldest_unread_seconds ")),
          Map.entry("journal.stale-after", List.of("lachan_journal_stale ")),
          Map.entry("journal.keep-at-most", List.of("lachan_journal_expired_records_total ")),
          Map.entry(
              "inputs.connections",
              List.of(
                  "lachan_input_connections{input=\"syslog-tcp\"}",
                  "lachan_input_refused_connections_total{input=\"syslog-tcp\"}")),
          Map.entry("inputs.remembered", List.of("lachan_input_remembered{input=\"")),
          Map.entry(
              "inputs.handshake",
              List.of("lachan_input_failed_handshakes_total{input=\"syslog-tls\"}")),
          Map.entry(
              "inputs.idle", List.of("lachan_input_idle_connections_total{input=\"syslog-tcp\"}")),
          Map.entry(
              "inputs.datagram-patience",
              List.of("lachan_input_dropped_total{input=\"syslog-udp\"}")),
          Map.entry("inputs.sources.lines", List.of("# TYPE lachan_input_incomplete_total")),
          Map.entry("inputs.sources.size", List.of("# TYPE lachan_input_truncated_total")),
          Map.entry(
              "inputs.requests.patience", List.of("lachan_input_overdue_total{input=\"https\"}")),
          Map.entry(
              "inputs.otlp.patience", List.of("lachan_input_overdue_total{input=\"otlp-http\"}")),
          Map.entry(
              "inputs.requests.size",
              List.of("lachan_input_refused_connections_total{input=\"https\"}")),
          Map.entry(
              "inputs.requests.at-once",
              List.of("lachan_input_refused_connections_total{input=\"https\"}")),
          Map.entry(
              "inputs.requests.record", List.of("lachan_input_truncated_total{input=\"https\"}")));

  @Test
  void everyLimitOfIntakeIsASettingWithASentenceAndAMetric()
      throws IOException, InterruptedException {
    String scrape = SharedPlatform.platform().anybody().get("/actuator/prometheus").body();
    String settings = Files.readString(MonitoringFiles.FOLDER.resolve("../application.yml"));
    LIMITS.forEach((setting, metrics) -> {
      String key = setting.substring(setting.lastIndexOf('.') + 1);
      assertThat(settings).as(setting).containsPattern("(?m)^ +(# +)?" + key + ": +\\S+ +# \\S");
      metrics.forEach(metric -> assertThat(scrape).as(setting).contains("\n" + metric));
    });
  }

  @Test
  void theDiskThatIsWatchedIsThatOfTheData() throws IOException, InterruptedException {
    assertThat(SharedPlatform.platform().anybody().get("/actuator/prometheus").body())
        .containsPattern("disk_free_bytes\\{path=\"[^\"]*/data\"}");
  }

  @Test
  void everyRuleSaysWhatItMeansAndWhatToDo() throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode group : MonitoringFiles.rules().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String name = rule.path("alert").asString();
        assertThat(names.add(name)).as(name).isTrue();
        assertThat(rule.path("annotations").path("summary").asString()).as(name).isNotBlank();
        assertThat(rule.path("annotations").path("action").asString()).as(name).isNotBlank();
        assertThat(rule.path("labels").path("severity").asString())
            .as(name)
            .isIn("critical", "warning");
      }
    }
    assertThat(names).hasSizeGreaterThan(20);
  }

  @Test
  void everyRuleComparesAFillingWithTheLimitOfTheSame() throws IOException {
    Pattern ratio = Pattern.compile("(\\w+)_bytes / (\\w+)_limit_bytes");
    int compared = 0;
    for (JsonNode group : MonitoringFiles.rules().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        Matcher found = ratio.matcher(rule.path("expr").asString());
        while (found.find()) {
          assertThat(found.group(1)).as(rule.path("alert").asString()).isEqualTo(found.group(2));
          compared++;
        }
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void everyPanelAsksTheChosenPrometheus() throws IOException {
    Set<String> ids = new HashSet<>();
    for (JsonNode board : MonitoringFiles.boards()) {
      String uid = board.path("uid").asString();
      assertThat(board.path("templating").path("list").path(0).path("name").asString())
          .isEqualTo("nguon");
      for (JsonNode panel : board.path("panels")) {
        assertThat(ids.add(uid + panel.path("id"))).as(uid).isTrue();
        assertThat(panel.path("title").asString()).isNotBlank();
        assertThat(panel.path("targets").isEmpty()).isFalse();
        for (JsonNode target : panel.path("targets")) {
          assertThat(target.path("datasource").path("uid").asString()).isEqualTo("${nguon}");
        }
      }
    }
    assertThat(ids).hasSizeGreaterThan(30);
  }

  @Test
  void prometheusTakesTheRules() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/promtool")),
        "skipped: no promtool on this machine (apt install prometheus)");
    Process check =
        new ProcessBuilder("promtool", "check", "rules", MonitoringFiles.RULES.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
  }
}
