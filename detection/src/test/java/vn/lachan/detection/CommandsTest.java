package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final String RULES =
      """
      title: Whoami
      id: whoami
      name: whoami
      logsource: {product: windows, category: process_creation}
      detection: {s: {Image|endswith: '\\whoami.exe'}, condition: s}
      level: low
      ---
      title: Many
      id: many
      correlation:
        type: event_count
        rules: [whoami]
        group-by: [Computer]
        timespan: 5m
        condition: {gte: 2}
      generate: true
      level: high
      """;

  @TempDir Path folder;
  private Path rules;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writesRules() throws IOException {
    rules = Files.writeString(folder.resolve("r.yml"), RULES);
  }

  private static String event(int second) {
    return "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"Computer\":\"PC\","
        + "\"EventRecordID\":7,\"Image\":\"C:\\\\Windows\\\\whoami.exe\","
        + "\"UtcTime\":\"2026-11-20 01:00:0"
        + second
        + ".000\"}";
  }

  private int match(InputStream in, String... args) {
    return new MatchCommand(in).run(List.of(args), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesALineForEveryMatchAndCorrelation() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("e.ndjson"), event(1) + "\n{\"a\":1}\nnot json\n" + event(2) + "\n");

    int code = match(InputStream.nullInputStream(), "--rules", rules.toString(), events.toString());

    assertThat(code).isZero();
    assertThat(output().lines())
        .containsExactly(
            "{\"file\":\""
                + events
                + "\",\"event_index\":0,\"rule_id\":\"whoami\",\"title\":\"Whoami\",\"level\":\"low\","
                + "\"event_id\":7,\"timestamp\":\"2026-11-20T01:00:01Z\"}",
            "{\"file\":\""
                + events
                + "\",\"event_index\":3,\"rule_id\":\"whoami\",\"title\":\"Whoami\",\"level\":\"low\","
                + "\"event_id\":7,\"timestamp\":\"2026-11-20T01:00:02Z\"}",
            "{\"file\":\""
                + events
                + "\",\"correlation_id\":\"many\",\"title\":\"Many\",\"level\":\"high\","
                + "\"event_indices\":[0,3],\"group\":[\"PC\"],\"measured\":2,"
                + "\"timestamp\":\"2026-11-20T01:00:02Z\"}");
    assertThat(errors()).contains("event 2: not JSON").contains("events/s");
  }

  @Test
  void namesTheAuthorAndTheLicenceWithAMatch() throws IOException {
    Files.writeString(
        rules, RULES.replace("level: low", "level: low\nauthor: Lan\nlicense: DRL-1.1"));
    InputStream in = new ByteArrayInputStream(event(1).getBytes(StandardCharsets.UTF_8));

    assertThat(match(in, "--rules", rules.toString(), "-")).isZero();
    assertThat(output()).contains("\"level\":\"low\",\"author\":\"Lan\",\"license\":\"DRL-1.1\"");
  }

  @Test
  void readsCompressedFilesArraysAndStandardInput() throws IOException {
    Path packed = folder.resolve("e.json.gz");
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(packed))) {
      stream.write(("[\n" + event(1) + ",\n" + event(2) + "]").getBytes(StandardCharsets.UTF_8));
    }
    InputStream in = new ByteArrayInputStream(event(3).getBytes(StandardCharsets.UTF_8));

    assertThat(match(in, packed.toString(), "-", "--rules", rules.toString())).isZero();
    assertThat(output().lines().filter(line -> line.contains("\"rule_id\""))).hasSize(3);
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    InputStream none = InputStream.nullInputStream();

    assertThat(match(none)).isEqualTo(2);
    assertThat(match(none, "--rules", rules.toString(), folder + "/x.evtx")).isEqualTo(2);
    assertThat(match(none, "--rules", rules.toString(), folder + "/none.json")).isEqualTo(2);
    assertThat(match(none, "--rules", folder + "/nothing.yml", "x.json")).isEqualTo(2);
    assertThat(match(none, "--rulez", "x")).isEqualTo(2);
    assertThat(errors())
        .contains("no rules are given")
        .contains("x.evtx: no such file")
        .contains("none.json: no such file")
        .contains("nothing.yml:1:1: no such file or folder")
        .contains("unknown option --rulez");
  }

  @Test
  void checksListsAndTestsRules() throws IOException {
    Files.writeString(
        folder.resolve("r.test.yml"),
        """
        cases:
          - name: fires
            expect: 1
            events:
              - {"@timestamp": "2026-11-20T08:00:00+07:00", Channel: Microsoft-Windows-Sysmon/Operational,
                 EventID: 1, Computer: PC, Image: 'C:\\whoami.exe', $repeat: 5, $every: 10s}
          - name: is claimed to fire
            expect: 1
            events:
              - {"@timestamp": 2026-11-20T08:00:00+07:00, EventID: 1}
        """);
    RulesCommand command = new RulesCommand();

    assertThat(command.run(List.of("check", rules.toString()), print(out), print(err))).isZero();
    assertThat(command.run(List.of("list", rules.toString()), print(out), print(err))).isZero();
    assertThat(command.run(List.of("test", rules.toString()), print(out), print(err))).isEqualTo(1);
    assertThat(command.run(List.of("bake", rules.toString()), print(out), print(err))).isEqualTo(2);
    assertThat(output())
        .contains("2 rules can run, 0 refused")
        .contains("is claimed to fire: expected 1 alerts, got 0")
        .contains("has no near miss")
        .contains("1 of 2 cases hold");
  }
}
