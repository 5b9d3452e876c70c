package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.events.Event;
import vn.lachan.events.TestData;

/** The engine against the published rules and what they are known to match. */
class SigmaHqTest {
  /**
   * Rules for logs that the engine knows and the one that wrote the expectations did not: antivirus
   * alerts of Windows Defender and the Windows DNS server's own log.
   */
  private static final Set<String> KNOWN_ONLY_HERE = Set.of("antivirus", "dns-server");

  private static final List<String> FOLDERS =
      List.of(
          "rules",
          "rules-emerging-threats",
          "rules-threat-hunting",
          "rules-compliance",
          "rules-placeholder");

  @TempDir static Path folder;
  private static RuleSet rules;

  @BeforeAll
  static void loadsAllRules() throws IOException {
    Path root =
        TestArchives.unpack(TestData.require("sigma/sigma-rules.tar.gz"), folder)
            .resolve("sigma-rules");
    long start = System.nanoTime();
    rules = RuleSet.load(FOLDERS.stream().map(root::resolve).toList());
    print(rules.rules().size() + " rules in " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }

  private static void print(String text) {
    System.out.println("[detection] " + text);
  }

  private static Engine engine() {
    return new Engine(rules, Limits.DEFAULT);
  }

  private static List<Map<String, Object>> events(Path file) throws IOException {
    List<Map<String, Object>> result = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      JsonEvents.read(
          in,
          item -> {
            assertThat(item.problem()).isEmpty();
            result.add(item.fields());
          });
    }
    return result;
  }

  private static Set<String> matches(Engine engine, Map<String, Object> event) {
    TreeSet<String> ids = new TreeSet<>();
    for (int rule : engine.matcher().match(new MapSource(event))) {
      ids.add(rules.info(rule).id());
    }
    return ids;
  }

  private static boolean isKnownOnlyHere(String id) {
    String logSource = rules.rule(id).orElseThrow().logSource();
    return KNOWN_ONLY_HERE.stream().anyMatch(logSource::contains);
  }

  @Test
  void runsEveryRuleExceptThoseWithPlaceholders() {
    assertThat(rules.rules().size() + rules.rejected().size()).isEqualTo(3780);
    assertThat(rules.rejected())
        .hasSize(25)
        .allSatisfy(rejected -> {
          assertThat(rejected.reason()).startsWith("placeholder %");
          assertThat(rejected.line()).isGreaterThan(1);
          assertThat(rejected.rule()).isNotEmpty();
        });
  }

  @Test
  void findsWhatTheRegressionCasesWereMadeFor() throws IOException {
    Path dev = TestData.require("sigma/regression/dev");
    List<String> missed = new ArrayList<>();
    Engine engine = engine();
    for (String line :
        Files.readAllLines(TestData.require("sigma/regression/dev.expected.tsv")).stream()
            .skip(1)
            .toList()) {
      String[] columns = line.split("\t", -1);
      long found = 0;
      for (Map<String, Object> event : events(dev.resolve(columns[0]).resolve("events.jsonl"))) {
        found += matches(engine, event).contains(columns[2]) ? 1 : 0;
      }
      if (found < Long.parseLong(columns[4])) {
        missed.add(columns[0] + " found " + found + " of " + columns[4]);
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void matchesExactlyTheKnownRulesInTheRegressionCases() throws IOException {
    Path dev = TestData.require("sigma/regression/dev");
    Engine engine = engine();
    Map<String, String> expected = new LinkedHashMap<>();
    for (String line :
        Files.readAllLines(TestData.require("sigma/regression/dev.all_matches.tsv"))) {
      String[] columns = line.split("\t", -1);
      if (columns.length == 3) {
        expected.put(columns[0] + "#" + columns[1], columns[2]);
      }
    }
    Map<String, String> actual = new LinkedHashMap<>();
    for (String key : expected.keySet()) {
      String[] place = key.split("#", -1);
      List<Map<String, Object>> events = events(dev.resolve(place[0]).resolve("events.jsonl"));
      actual.put(key, String.join(",", matches(engine, events.get(Integer.parseInt(place[1])))));
    }
    expected.replaceAll((_, ids) -> String.join(",", new TreeSet<>(List.of(ids.split(",")))));
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evtx-attack-samples", "evtx-to-mitre-attack", "benign-evtx"})
  void matchesExactlyTheKnownRules(String name) throws IOException {
    Map<Integer, String> expected = new LinkedHashMap<>();
    for (String line :
        Files.readAllLines(TestData.require("sigma/other/" + name + ".matches.tsv"))) {
      String[] columns = line.split("\t", -1);
      expected.put(
          Integer.valueOf(columns[0]),
          String.join(",", new TreeSet<>(List.of(columns[1].split(",")))));
    }
    List<Map<String, Object>> events =
        events(TestData.require("sigma/other/" + name + ".jsonl.gz"));
    Engine engine = engine();
    Map<Integer, String> actual = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      Set<String> ids = matches(engine, events.get(i));
      ids.removeIf(SigmaHqTest::isKnownOnlyHere);
      if (!ids.isEmpty()) {
        actual.put(i, String.join(",", ids));
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evtx-attack-samples", "evtx-to-mitre-attack", "benign-evtx"})
  void agreesWithThePlainInterpreter(String name) throws IOException {
    List<Map<String, Object>> events =
        events(TestData.require("sigma/other/" + name + ".jsonl.gz"));
    Oracle oracle = new Oracle(rules, Map.of(), false);
    Engine engine = engine();
    for (int i = 0; i < events.size(); i += 23) {
      assertThat(matches(engine, events.get(i)))
          .as("event " + i)
          .isEqualTo(oracle.matches(events.get(i)));
    }
  }

  @Test
  void isFastEnoughWithAllRules() throws IOException {
    List<Map<String, Object>> raw =
        events(TestData.require("sigma/other/evtx-attack-samples.jsonl.gz"));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      Instant time = JsonEvents.time(raw.get(i)).orElse(Instant.EPOCH);
      Event.Builder event = Event.builder("e" + i, time, time);
      raw.get(i).forEach((field, value) -> event.set(field, value));
      events.add(event.build());
    }
    DetectionBench.Result result = DetectionBench.run(rules, events, 5);
    print("evtx-attack-samples: " + result);
    assertThat(result.bestPerSecond()).isGreaterThan(1000);
  }
}
