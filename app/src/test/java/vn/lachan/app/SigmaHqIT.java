package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.security.Role;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TestData;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.queue.AlertQueue;

/**
 * The published Sigma rules beside our own on recorded attacks and on ordinary web traffic: what
 * must be found is in the queue. That nothing else is found is tested where the rules are
 * evaluated.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SigmaHqIT {
  private static final int BATCH = 1_000;
  private static final List<String> FOLDERS =
      List.of(
          "rules",
          "rules-emerging-threats",
          "rules-threat-hunting",
          "rules-compliance",
          "rules-placeholder");
  private static final List<String> RECORDINGS =
      List.of("evtx-attack-samples", "evtx-to-mitre-attack");

  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    Path rules =
        unpack(TestData.require("sigma/sigma-rules.tar.gz"), folder).resolve("sigma-rules");
    Map<String, String> settings = new HashMap<>();
    settings.put("lachan.detection.alerts-per-rule-and-hour", "1000000");
    for (int i = 0; i < FOLDERS.size(); i++) {
      settings.put("lachan.detection.rules[" + i + "]", rules.resolve(FOLDERS.get(i)).toString());
    }
    platform = TestPlatform.start(folder.resolve("data"), settings);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  private static Path unpack(Path archive, Path target) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "xzf", archive.toString(), "-C", target.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).as("tar xzf " + archive).isZero();
    return target;
  }

  /** Every rule that is refused is named with its reason, and counted. */
  @Test
  @Order(1)
  void refusesOnlyRulesWithPlaceholders() throws Exception {
    platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
    TestPlatform.Person analyst = platform.signedIn("phan.tich");
    JsonNode rules = analyst.json("/api/rules?limit=50&sort=TITLE&technique=T1059");
    assertThat(rules.get("items").size()).isEqualTo(50);
    assertThat(rules.get("next").asString()).isEqualTo("50");
    assertThat(rules.get("total").asInt()).isBetween(51, rules.get("all").asInt() - 1);
    int running = rules.get("all").asInt();
    List<JsonNode> rejected = new ArrayList<>(rules.get("rejected").values());
    assertThat(running).isGreaterThan(3_780 - 25 + 30);
    assertThat(rejected)
        .hasSize(25)
        .allSatisfy(rule -> {
          assertThat(rule.get("reason").asString()).startsWith("placeholder %");
          assertThat(rule.get("file").asString()).endsWith(".yml");
          assertThat(rule.get("line").asInt()).isPositive();
          assertThat(rule.get("rule").asString()).isNotEmpty();
        });
    assertThat(analyst.get("/actuator/prometheus").body())
        .contains("lachan_detection_rejected_rules 25.0");
  }

  @Test
  @Order(2)
  void takesOrdinaryWebTraffic() throws Exception {
    Path web = unpack(TestData.require("sigma/other/web-access-benign.tar.gz"), folder);
    List<String> lines = Files.readAllLines(web.resolve("elastic-examples/apache_logs"));
    assertThat(lines).hasSize(10_000);
    int sent = 0;
    for (List<String> batch : batches(lines)) {
      send("apache.access", batch, "apache-" + sent);
      sent += batch.size();
    }
    platform.awaitQuiet();
    assertThat(count("event.dataset:apache.access")).isEqualTo(10_000);
    // One request is cut in the middle, as it was recorded.
    assertThat(count("event.dataset:apache.access AND event.kind:pipeline_error"))
        .isLessThanOrEqualTo(10);
  }

  @Test
  @Order(3)
  void findsInTheQueueWhatTheRecordedAttacksMustRaise() throws Exception {
    int events = 0;
    for (String recording : RECORDINGS) {
      List<String> lines = numbered(recording);
      for (List<String> batch : batches(lines)) {
        send("json", batch, recording + "-" + events);
        events += batch.size();
      }
    }
    platform.awaitQuiet();
    assertThat(count("event.dataset:json")).isEqualTo(events);
    Map<String, Set<String>> found = new HashMap<>();
    int alerts = 0;
    for (Alert alert : QueueContents.alerts(platform.get(AlertQueue.class))) {
      alerts++;
      for (String event : alert.eventIds()) {
        found.computeIfAbsent(event, _ -> new HashSet<>()).add(alert.ruleId());
      }
    }
    int expected = 0;
    Set<String> missing = new TreeSet<>();
    for (String recording : RECORDINGS) {
      for (String row :
          Files.readAllLines(TestData.require("sigma/other/" + recording + ".matches.tsv"))) {
        String[] columns = row.split("\t", -1);
        String event = "json-" + id(recording, Integer.parseInt(columns[0]));
        for (String rule : columns[1].split(",", -1)) {
          expected++;
          if (!found.getOrDefault(event, Set.of()).contains(rule)) {
            missing.add(event + " " + rule);
          }
        }
      }
    }
    System.out.printf(
        "[sigma] %d rules run, %d refused; %d recorded events and 10000 web requests:"
            + " %d of %d expected matches in the queue, %d alerts in all, %d held back%n",
        platform.get(Detector.class).rules().rules().size(),
        platform.get(Detector.class).rules().rejected().size(),
        events,
        expected - missing.size(),
        expected,
        alerts,
        platform.get(Detector.class).stats().suppressed());
    assertThat(missing).isEmpty();
    assertThat(expected).isGreaterThan(1_500);
  }

  private static String id(String recording, int number) {
    return String.format(Locale.ROOT, "%s-%05d", recording, number);
  }

  /** The events of a recording, one JSON object a line, each with an id that is its place. */
  private static List<String> numbered(String recording) throws IOException {
    List<String> lines = new ArrayList<>();
    Path file = TestData.require("sigma/other/" + recording + ".jsonl.gz");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        lines.add("{\"event.id\":\"" + id(recording, lines.size()) + "\"," + line.substring(1));
        line = reader.readLine();
      }
    }
    return lines;
  }

  private static List<List<String>> batches(List<String> lines) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += BATCH) {
      batches.add(lines.subList(from, Math.min(lines.size(), from + BATCH)));
    }
    return batches;
  }

  private static void send(String dataset, List<String> lines, String key)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        platform.send(
            TestPlatform.TOKEN + "-" + dataset,
            String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
            Map.of("Idempotency-Key", key));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"accepted\":" + lines.size());
  }

  private static long count(String query) {
    return platform
        .get(EventStore.class)
        .count(new EventQuery(query, TimeRange.ALL, OrganizationScope.PROVINCE));
  }
}
