package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.events.TestData;

/** {@code lachan match} on event log files, against what is known of the published ones. */
class EvtxMatchTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LSASS = "5ef9853e-4d0e-4a70-846f-a9ca37d876da";

  @TempDir static Path folder;
  private static Path dev;
  private static Map<String, Set<String>> found;
  private static Map<String, Set<String>> foundAsWindowsWrites;

  @BeforeAll
  static void runsTheCommand() throws IOException {
    dev = TestData.require("sigma/regression/dev");
    TestArchives.unpack(TestData.require("sigma/sigma-rules.tar.gz"), folder);
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(dev)) {
      all.filter(file -> file.toString().endsWith(".evtx"))
          .sorted()
          .forEach(file -> files.add(file.toString()));
    }
    List<String> all = List.of("rules", "rules-emerging-threats", "rules-threat-hunting");
    List<String> asPublished = new ArrayList<>(files);
    asPublished.add("--padded-hex");
    found = matches(run(all, asPublished));
    List<String> lsass = new ArrayList<>();
    try (Stream<Path> cases = Files.list(dev)) {
      for (Path published :
          cases.filter(name -> name.toString().contains("proc_access")).toList()) {
        files.stream().filter(file -> Path.of(file).startsWith(published)).forEach(lsass::add);
      }
    }
    foundAsWindowsWrites = matches(run(List.of("rules/windows/process_access"), lsass));
  }

  private static List<JsonNode> run(List<String> areas, List<String> more) {
    List<String> args = new ArrayList<>(List.of("--rules"));
    for (String area : areas) {
      args.add(folder.resolve("sigma-rules").resolve(area).toString());
    }
    args.addAll(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new MatchCommand(InputStream.nullInputStream())
            .run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
  }

  /** Rules by case and number of the event. */
  private static Map<String, Set<String>> matches(List<JsonNode> lines) {
    Map<String, Set<String>> result = new HashMap<>();
    for (JsonNode line : lines) {
      Path file = Path.of(line.get("file").asString());
      String key = file.getParent().getFileName() + "#" + line.get("event_index").asInt();
      result.computeIfAbsent(key, _ -> new TreeSet<>()).add(line.get("rule_id").asString());
    }
    return result;
  }

  private static Map<String, Set<String>> expected() throws IOException {
    Map<String, Set<String>> result = new HashMap<>();
    for (String line :
        Files.readAllLines(TestData.require("sigma/regression/dev.all_matches.tsv"))) {
      String[] columns = line.split("\t", -1);
      if (!columns[2].isEmpty()) {
        result.put(
            columns[0] + "#" + columns[1], new TreeSet<>(List.of(columns[2].split(",", -1))));
      }
    }
    return result;
  }

  @Test
  void matchesExactlyTheKnownRules() throws IOException {
    assertThat(found).isEqualTo(expected());
  }

  @Test
  void findsWhatTheFilesWereMadeForAsOftenAsItIsThere() throws IOException {
    for (String line :
        Files.readAllLines(TestData.require("sigma/regression/dev.expected.tsv")).stream()
            .skip(1)
            .toList()) {
      String[] columns = line.split("\t", -1);
      long times =
          found.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(columns[0] + "#"))
              .filter(entry -> entry.getValue().contains(columns[2]))
              .count();
      assertThat(times).as(columns[0]).isGreaterThanOrEqualTo(Long.parseLong(columns[4]));
    }
  }

  /** Access masks are written 0x1410 by Windows and by rules, 0x00001410 by the other reader. */
  @Test
  void findsMoreWithHexadecimalNumbersAsWindowsWritesThem() {
    assertThat(found.values()).noneSatisfy(rules -> assertThat(rules).contains(LSASS));
    assertThat(foundAsWindowsWrites.values())
        .anySatisfy(rules -> assertThat(rules).contains(LSASS));
  }

  @Test
  void readsCompressedFilesLikeTheJsonBesideThem() throws IOException {
    Path published = dev.resolve("win_security_explicit_credential_local_logon");
    Path packed = folder.resolve("packed.evtx.gz");
    try (Stream<Path> files = Files.list(published);
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(
          Files.readAllBytes(
              files.filter(file -> file.toString().endsWith(".evtx")).findFirst().orElseThrow()));
    }

    List<String> area = List.of("rules/windows/builtin");

    List<String> fromEvtx = withoutFile(run(area, List.of(packed.toString())));

    assertThat(fromEvtx).isNotEmpty();
    assertThat(fromEvtx)
        .isEqualTo(withoutFile(run(area, List.of(published.resolve("events.jsonl").toString()))));
  }

  private static List<String> withoutFile(List<JsonNode> lines) {
    return lines.stream()
        .map(line -> line.toString().replaceFirst("\"file\":\"[^\"]*\",", ""))
        .toList();
  }
}
