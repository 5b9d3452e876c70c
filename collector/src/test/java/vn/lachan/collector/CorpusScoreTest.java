package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.input.FileRecords;
import vn.lachan.events.Event;
import vn.lachan.events.TestData;

/** Measured on pairs of others, which are never copied into the project. */
class CorpusScoreTest {
  private static final int EVERY = Integer.getInteger("lachan.fuzz.every", 7);

  private static Map<String, JsonNode> scores(Path root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        new ParseCommand(
                Event::id,
                () -> TestRegistry.PROVINCE,
                new FileRecords(),
                TestLogs.CLOCK,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8))
            .run(List.of("--score", root.toString(), "--json"));
    assertThat(code).isZero();
    Map<String, JsonNode> scores = new HashMap<>();
    JsonMapper mapper = new JsonMapper();
    out.toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          JsonNode score = mapper.readTree(line);
          scores.put(score.get("format").stringValue(), score);
        });
    return scores;
  }

  /** What was reached; a change that falls below it has broken something. */
  @ParameterizedTest
  @ValueSource(strings = {"sekoia", "elastic_pkg"})
  void keepsTheScoreReached(String origin) throws Exception {
    Map<String, JsonNode> scores = scores(TestData.require("collector/" + origin));
    Map<String, Double> floors = floors(origin);

    assertThat(scores.get("total").get("crashes").intValue()).isZero();
    floors.forEach((format, floor) -> {
      JsonNode score = scores.get(format);
      assertThat(score).as(format).isNotNull();
      assertThat(score.get("share").doubleValue()).as(format).isGreaterThanOrEqualTo(floor);
    });
  }

  private static Map<String, Double> floors(String origin) throws IOException {
    Map<String, Double> floors = new HashMap<>();
    try (InputStream in = CorpusScoreTest.class.getResourceAsStream("floors.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(origin + "/"))
          .map(line -> line.substring(origin.length() + 1).split(" ", -1))
          .forEach(parts -> floors.put(parts[0], Double.parseDouble(parts[1])));
    }
    return floors;
  }

  @Test
  void neverFailsOnCutOrDamagedLinesAndKeepsThem() throws Exception {
    Path root = TestData.require("collector/sekoia");
    Random random = new Random(4711);
    Map<String, Normalizer> normalizers = new HashMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
    int lines = 0;
    for (int i = random.nextInt(EVERY); i < files.size(); i += EVERY) {
      Path file = files.get(i);
      String folder = file.getParent().getFileName().toString();
      String dataset = Datasets.shipped().named(folder).orElse(LogSource.AUTO);
      Normalizer normalizer = normalizers.computeIfAbsent(dataset, CorpusScoreTest::normalizer);
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < 12; round++) {
        byte[] damaged = damaged(whole, random);
        Event event =
            normalizer.normalize(
                new RawLog("fuzz", TestLogs.CLOCK.instant(), "", "p" + lines, damaged));
        assertThat(event.text("event.original"))
            .as(file + " " + round)
            .isEqualTo(new String(damaged, StandardCharsets.UTF_8).replace('\0', '\ufffd'));
        lines++;
      }
    }
    assertThat(lines).isPositive();
  }

  private static Normalizer normalizer(String dataset) {
    LogSources sources = new LogSources(List.of(LogSource.of("fuzz", dataset, "")));
    return new Normalizer(
        sources,
        new SourceStatistics(sources, TestLogs.CLOCK),
        () -> TestRegistry.PROVINCE,
        TestLogs.PSEUDONYMIZER);
  }

  /** Cut somewhere, or with some bytes changed, taken out or doubled. */
  private static byte[] damaged(byte[] whole, Random random) {
    if (whole.length < 2) {
      return whole;
    }
    if (random.nextInt(3) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length - 1) + 1);
    }
    byte[] copy = whole.clone();
    for (int change = random.nextInt(8); change >= 0; change--) {
      int at = random.nextInt(copy.length);
      byte[] marks = {'"', '\\', '|', '=', ' ', '{', '<', 0, (byte) 0xff, '\n', '%', ']'};
      copy[at] =
          random.nextBoolean() ? marks[random.nextInt(marks.length)] : (byte) random.nextInt(256);
    }
    return copy;
  }
}
