package vn.lachan.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.settings.OwnDatabase;

class RulesImportTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T02:00:00Z"), ZoneOffset.UTC);
  private static final String RULE =
      """
      title: Thử
      id: thu
      logsource: {product: windows, category: process_creation}
      detection:
        sel: {Image|endswith: '\\thu.exe'}
        condition: sel
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return new RulesImport(CLOCK)
        .run(List.of(arguments), new Commands.Output(print(out), print(err)));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private Path rules(String second) throws IOException {
    Path rules = folder.resolve("rules");
    Files.createDirectories(rules);
    Files.writeString(rules.resolve("a.yml"), RULE);
    Files.writeString(rules.resolve("b.yml"), second);
    return rules;
  }

  /** A database as a platform leaves it behind. */
  private Path data() {
    Path data = folder.resolve("data");
    SingleConnectionDataSource database =
        new SingleConnectionDataSource(OwnDatabase.url(data), "sa", "", true);
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
    database.destroy();
    return data;
  }

  @Test
  void saysWithoutAPlatformWhatAReleaseWouldBring() throws IOException {
    Path rules = rules(RULE);

    assertThat(run(rules.toString())).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("duplicate SigmaHQ/b.yml: Thử (twice in this import)")
        .endsWith(
            "nothing was written; SigmaHQ: 2 rule files, 1 loaded (1 new, 0 changed, 0 the same),"
                + " 0 refused, 1 duplicates, 0 run now"
                + System.lineSeparator());
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void endsWithOneWhenARuleIsRefusedAndSaysWhere() throws IOException {
    Path rules = rules("title: Hỏng\nid: hong\nlogsource: {product: x}\ndetection: {a: {b: 1}}\n");

    assertThat(run(rules.toString(), "--json", "--set", "Thử")).isEqualTo(1);

    JsonNode line = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(line.get("dry").asBoolean()).isTrue();
    assertThat(line.get("loaded").asInt()).isEqualTo(1);
    JsonNode refused = line.get("report").get("refused").get(0);
    assertThat(refused.get("file").asString()).isEqualTo("Thử/b.yml");
    assertThat(refused.get("line").asInt()).isEqualTo(4);
    assertThat(refused.get("reason").asString()).isEqualTo("detection lacks 'condition'");
  }

  @Test
  void bringsThemIntoADataFolderAndShowsWhatAnUpdateChanges() throws IOException {
    Path rules = rules("# trống");
    Files.delete(rules.resolve("b.yml"));
    Path data = data();

    assertThat(run(rules.toString(), "--data", data.toString(), "--enable", "--reason", "đã xem"))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("SigmaHQ: 1 rule files, 1 loaded");
    Files.writeString(rules.resolve("a.yml"), RULE.replace("thu.exe", "khac.exe"));
    assertThat(run(rules.toString(), "--data", data.toString(), "--dry-run")).isZero();
    assertThat(run(rules.toString(), "--data", data.toString())).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .startsWith(
            "changed SigmaHQ/a.yml: Thử: version 1 to 2",
            "    -  sel: {Image|endswith: '\\thu.exe'}",
            "    +  sel: {Image|endswith: '\\khac.exe'}");
    try (Stream<Path> files = Files.walk(data.resolve("audit"))) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
  }

  @Test
  void badInputIsOneLineAndTwo() throws IOException {
    Path broken = Files.writeString(folder.resolve("x.zip"), "PK nothing");
    for (List<String> arguments :
        List.of(
            List.<String>of(),
            List.of("--no"),
            List.of(folder.resolve("absent").toString()),
            List.of(broken.toString()),
            List.of(rules(RULE).toString(), "--enable"),
            List.of(rules(RULE).toString(), "--data", folder.resolve("none").toString()))) {
      assertThat(run(arguments.toArray(String[]::new))).as("%s", arguments).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8).lines()).as("%s", arguments).hasSize(1);
    }
  }
}
