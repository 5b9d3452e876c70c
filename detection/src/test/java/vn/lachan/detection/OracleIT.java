package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.events.TestData;

/**
 * The engine against the plain interpreter on every event of every set that we have. Property
 * {@code lachan.oracle.stride} leaves out events of the large sets for whoever is in a hurry.
 */
@Tag("slow")
class OracleIT {
  private static final int STRIDE = Integer.getInteger("lachan.oracle.stride", 1);
  private static final Pattern COMBINED =
      Pattern.compile(
          "(\\S+) \\S+ (\\S+) \\[[^]]+] \"(\\S+) (\\S+)[^\"]*\" (\\d+) (\\S+) \"([^\"]*)\""
              + " \"([^\"]*)\".*");

  @TempDir static Path folder;
  private static RuleSet rules;
  private static Oracle known;
  private static Oracle every;

  private final Engine engine = new Engine(rules, Limits.DEFAULT);
  private final Engine engineForAll =
      new Engine(
          rules,
          new Limits(Limits.DEFAULT.alertsPerRulePerHour(), Limits.DEFAULT.correlation(), true));
  private final List<String> differences = new ArrayList<>();
  private long compared;
  private long matched;

  @BeforeAll
  static void loadsAllRules() throws IOException {
    Path root = TestArchives.unpack(TestData.require("sigma/sigma-rules.tar.gz"), folder);
    rules = RuleSet.load(List.of(root.resolve("sigma-rules")));
    known = new Oracle(rules, Map.of(), false);
    every = new Oracle(rules, Map.of(), true);
  }

  private void compare(String place, Map<String, Object> event, boolean unknown) {
    Set<String> expected = (unknown ? every : known).matches(event);
    Set<String> actual = new TreeSet<>();
    for (int rule : (unknown ? engineForAll : engine).matcher().match(new MapSource(event))) {
      actual.add(rules.info(rule).id());
    }
    compared++;
    matched += expected.size();
    if (!actual.equals(expected)) {
      Set<String> extra = new TreeSet<>(actual);
      extra.removeAll(expected);
      Set<String> missing = new TreeSet<>(expected);
      missing.removeAll(actual);
      differences.add(place + ": engine alone " + extra + ", interpreter alone " + missing);
    }
  }

  private void compare(String place, InputStream in, int stride, boolean unknown)
      throws IOException {
    JsonEvents.read(
        in,
        item -> {
          if (item.index() % stride == 0 && item.problem().isEmpty()) {
            compare(place + "#" + item.index(), item.fields(), unknown);
          }
        });
  }

  private void report(String name) {
    System.out.println(
        "[detection] " + name + ": " + compared + " events compared, " + matched + " matches");
    assertThat(differences).isEmpty();
    assertThat(compared).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evtx-attack-samples", "evtx-to-mitre-attack", "benign-evtx"})
  void agreesOnEveryEventOfTheLabelledSets(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(TestData.require("sigma/other/" + name + ".jsonl.gz")))) {
      compare(name, in, Math.clamp(STRIDE / 10, 1, 10), false);
    }
    report(name);
  }

  @Test
  void agreesOnEveryRegressionCase() throws IOException {
    try (Stream<Path> cases = Files.list(TestData.require("sigma/regression/dev"))) {
      for (Path file : cases.map(path -> path.resolve("events.jsonl")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          compare(file.toString(), in, 1, false);
        }
      }
    }
    report("regression cases");
  }

  @Test
  void agreesOnSimulatedAttacks() throws IOException {
    Path root =
        TestArchives.unpack(
            TestData.require("sigma/other/otrf-security-datasets.tar"), folder.resolve("otrf"));
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".zip")).sorted().toList()) {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
          for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().endsWith(".json")) {
              compare(
                  file.getFileName() + "/" + entry.getName(),
                  new ByteArrayInputStream(zip.readAllBytes()),
                  STRIDE,
                  false);
            }
          }
        }
      }
    }
    report("simulated attacks");
  }

  @Test
  void agreesOnZeekLogs() throws IOException {
    Path root =
        TestArchives.unpack(
            TestData.require("sigma/other/zeek-json-small.tar.gz"), folder.resolve("zeek"));
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        boolean packed = file.toString().endsWith(".gz");
        String text = file.getFileName().toString();
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = packed ? new GZIPInputStream(raw) : raw) {
          if (text.contains(".log") || text.contains("json")) {
            compare(text, in, 10 * STRIDE, true);
          }
        }
      }
    }
    report("zeek");
  }

  @Test
  void agreesOnWebServerLogs() throws IOException {
    Path root =
        TestArchives.unpack(
            TestData.require("sigma/other/web-access-benign.tar.gz"), folder.resolve("web"));
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        lines(file);
      }
    }
    report("web servers");
  }

  private void lines(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher matcher = COMBINED.matcher(line);
        if (number++ % Math.max(1, STRIDE / 10) == 0 && matcher.matches()) {
          compare(file.getFileName() + "#" + number, webEvent(matcher), false);
        }
      }
    }
  }

  private static Map<String, Object> webEvent(Matcher line) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event.dataset", "apache.access");
    event.put("source.ip", line.group(1));
    event.put("user.name", line.group(2));
    event.put("http.request.method", line.group(3));
    event.put("url.original", line.group(4));
    String[] parts = line.group(4).split("\\?", 2);
    event.put("url.path", parts[0]);
    if (parts.length == 2) {
      event.put("url.query", parts[1]);
    }
    event.put("http.response.status_code", Long.valueOf(line.group(5)));
    event.put("http.request.referrer", line.group(7));
    event.put("user_agent.original", line.group(8));
    return event;
  }
}
