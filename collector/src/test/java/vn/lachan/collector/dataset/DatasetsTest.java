package vn.lachan.collector.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.parser.ParseResult;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;

class DatasetsTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Instant NOW = Instant.parse("2026-11-20T01:15:05Z");
  private static final Pseudonymizer PSEUDONYMIZER = new Pseudonymizer(PseudonymKey.ephemeral());
  private static final String DOOR =
      """
      dataset: door.opener
      vendor: Cửa
      match:
        - contains: ["DOOR "]
      steps:
        - dissect: "DOOR %{door} opened by %{user.name} from %{source.address:ip}[[ port %{source.port:int}]]"
          set: {event.category: host, event.action: opened}
      """;

  private static LogLine line(String text, Instant received) {
    return new LogLine(text.getBytes(StandardCharsets.UTF_8), received, ZONE, PSEUDONYMIZER);
  }

  private static EventDraft parse(Datasets datasets, String dataset, String text) {
    return datasets.parser(dataset).orElseThrow().parse(line(text, NOW)).draft();
  }

  @Test
  void theTestsBesideTheShippedFilesPass() {
    DatasetCheck.Result result = new DatasetCheck(NOW).shipped();

    assertThat(result.failures()).isEmpty();
    assertThat(result.datasets()).isGreaterThanOrEqualTo(38);
    assertThat(result.tests()).isGreaterThanOrEqualTo(result.datasets());
    assertThat(Datasets.shipped().problems()).isEmpty();
  }

  @Test
  void aNewVendorIsAFile(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("door.opener.yml"), DOOR);
    Datasets datasets = Datasets.with(folder);
    String text = "DOOR 7 opened by TINH\\lan from 10.1.1.5 port 80";

    assertThat(datasets.problems()).isEmpty();
    assertThat(datasets.datasetOf(line(text, NOW))).isEqualTo("door.opener");
    EventDraft event = parse(datasets, "door.opener", text);
    assertThat(event.get("user.name")).isEqualTo("lan");
    assertThat(event.get("user.domain")).isEqualTo("TINH");
    assertThat(event.get("source.ip")).isEqualTo("10.1.1.5");
    assertThat(event.get("source.port")).isEqualTo(80L);
    assertThat(event.get("observer.vendor")).isEqualTo("Cửa");
    assertThat(
            parse(datasets, "door.opener", "DOOR 7 opened by lan from 10.1.1.5").has("source.port"))
        .isFalse();
  }

  @Test
  void aLineOfAnotherFormIsKeptWithTheReason(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("door.opener.yml"), DOOR);

    ParseResult result =
        Datasets.with(folder).parser("door.opener").orElseThrow().parse(line("WINDOW 7", NOW));

    assertThat(result).isInstanceOf(ParseResult.Unparsed.class);
    assertThat(result.draft().get("message")).isEqualTo("WINDOW 7");
  }

  @Test
  void aRefusedFileLeavesTheOldOneInForce(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("door.opener.yml"), DOOR);
    Datasets datasets = Datasets.with(folder);
    Files.writeString(file, DOOR.replace("- dissect:", "- disect:"));

    assertThat(datasets.reload())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.file()).endsWith("door.opener.yml");
          assertThat(problem.line()).isEqualTo(6);
          assertThat(problem.field()).isEqualTo("disect");
          assertThat(problem.message()).contains("is no step");
        });
    assertThat(
            parse(datasets, "door.opener", "DOOR 7 opened by lan from 10.1.1.5").get("user.name"))
        .isEqualTo("lan");

    Files.writeString(file, DOOR.replace("opened}", "unlocked}"));
    assertThat(datasets.reload()).isEmpty();
    assertThat(
            parse(datasets, "door.opener", "DOOR 7 opened by lan from 10.1.1.5")
                .get("event.action"))
        .isEqualTo("unlocked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'steps: []'                                          | 1 | dataset | is missing
          'dataset: A B\nsteps: []'                            | 1 | dataset | lower-case
          'dataset: a\nsteps: []\nfoo: 1'                      | 3 | foo     | not known
          'dataset: a\nsteps:\n- regex: "(a"'                  | 3 | regex   | no expression
          'dataset: a\nsteps:\n- dissect: "%{a"'               | 3 | dissect | without
          'dataset: a\nsteps:\n- map: {sourec.ip: x}'          | 3 | sourec.ip | no field
          'dataset: a\nsteps:\n- map: {source.ip: x}\n  kv: b' | 4 | kv      | one thing
          'dataset: a\nmatch:\n- contains: []\nsteps: []'      | 3 | match   | every line
          'dataset: a\nparser: nope'                           | 2 | parser  | is one of
          'dataset: a\nsteps:\n- timestamp: x\n  formats: [bbbb]' | 4 | formats | Unknown
          """)
  void saysWhereAFileIsWrong(String text, int line, String field, String message) {
    DatasetReader.Reading reading = DatasetReader.read("x.yml", text.replace("\\n", "\n"));

    assertThat(reading)
        .isInstanceOfSatisfying(
            DatasetReader.Reading.Refused.class,
            refused -> {
              assertThat(refused.problem().line()).isEqualTo(line);
              assertThat(refused.problem().field()).isEqualTo(field);
              assertThat(refused.problem().message()).contains(message);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Dec 31 23:59:58, 2026-12-31T17:00:05Z, 2026-12-31T16:59:58Z",
    "Jan  1 00:00:02, 2026-12-31T16:59:58Z, 2026-12-31T17:00:02Z",
    "Dec 31 23:59:58, 2026-12-31T16:59:59Z, 2026-12-31T16:59:58Z",
    "Jan  1 00:00:02, 2026-12-31T17:00:05Z, 2026-12-31T17:00:02Z"
  })
  void aTimeWithoutYearMeansTheYearNearestToItsArrivalInTheZoneOfTheSource(
      String said, Instant received, Instant expected) {
    LogLine line = line("<189>" + said + " sw1 app: hello", received);

    assertThat(Datasets.shipped().parser("syslog").orElseThrow().parse(line).draft().timestamp())
        .isEqualTo(expected);
    LogLine cisco =
        line("SW1: " + said + ".000: %SYS-5-CONFIG_I: Configured from a by b", received);
    assertThat(
            Datasets.shipped().parser("cisco.ios").orElseThrow().parse(cisco).draft().timestamp())
        .isEqualTo(expected);
  }

  @Test
  void aPatternCannotBeMadeSlow(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("slow.yml"),
        """
        dataset: slow
        steps:
          - dissect: "%{a} %{b} %{c} %{d} %{e} %{f} %{g} %{h} %{i} !"
        """);

    ParseResult result =
        Datasets.with(folder).parser("slow").orElseThrow().parse(line("x ".repeat(50_000), NOW));

    assertThat(result).isInstanceOf(ParseResult.Unparsed.class);
  }
}
