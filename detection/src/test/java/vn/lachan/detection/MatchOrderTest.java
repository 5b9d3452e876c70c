package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lachan match} writes does not depend on how many threads it has. */
class MatchOrderTest {
  private static final String RULES =
      """
      title: Even
      id: even
      name: even
      logsource: {product: windows, category: process_creation}
      detection: {s: {Image|endswith: ['0.exe', '2.exe', '4.exe', '6.exe', '8.exe']}, condition: s}
      ---
      title: Third
      id: third
      logsource: {product: windows, category: process_creation}
      detection: {s: {Image|contains: 'third'}, condition: s}
      ---
      title: Many
      id: many
      correlation:
        type: event_count
        rules: [even]
        group-by: [Computer]
        timespan: 5m
        condition: {gte: 20}
      generate: true
      """;

  @TempDir Path folder;
  private final List<String> files = new ArrayList<>();

  @BeforeEach
  void writesRulesAndEvents() throws IOException {
    Files.writeString(folder.resolve("r.yml"), RULES);
    for (int file = 0; file < 12; file++) {
      StringBuilder lines = new StringBuilder(file == 3 ? "[\n" : "");
      int count = file % 3 == 0 ? 3 : 600;
      for (int i = 0; i < count; i++) {
        lines.append(file == 3 && i > 0 ? ",\n" : "");
        lines.append(i == 400 ? "not json" : event(file, i)).append(file == 3 ? "" : "\n");
      }
      Path path = folder.resolve("e" + file + (file == 3 ? ".json" : ".ndjson"));
      files.add(Files.writeString(path, lines.append(file == 3 ? "]" : "")).toString());
      if (file == 6) {
        files.add(folder.resolve("missing.ndjson").toString());
        files.add(Files.writeString(folder.resolve("empty.evtx"), "").toString());
      }
    }
  }

  private static String event(int file, int i) {
    return "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"Computer\":\"PC"
        + i % 7
        + "\",\"EventRecordID\":"
        + i
        + ",\"Image\":\"C:\\\\"
        + (i % 3 == 0 ? "third" : "x")
        + i
        + ".exe\",\"UtcTime\":\"2026-11-20 01:"
        + (10 + file)
        + ":"
        + (10 + i % 50)
        + ".000\"}";
  }

  private List<String> run(int threads) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("--rules", folder.resolve("r.yml").toString()));
    args.addAll(files);
    args.add("--threads=" + threads);
    int code =
        new MatchCommand(InputStream.nullInputStream())
            .run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(2);
    List<String> lines = new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
    err.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.contains("loaded in") && !line.contains("events/s"))
        .forEach(lines::add);
    return lines;
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    List<String> one = run(1);

    assertThat(one)
        .anySatisfy(line -> assertThat(line).contains("\"correlation_id\":\"many\""))
        .anySatisfy(line -> assertThat(line).contains("e1.ndjson: event 400: not JSON"))
        .anySatisfy(line -> assertThat(line).contains("missing.ndjson: no such file"))
        .anySatisfy(line -> assertThat(line).contains("empty.evtx: offset 0x0: the file is empty"))
        .anySatisfy(line -> assertThat(line).contains("e11.ndjson", "\"event_index\":598"))
        .hasSizeGreaterThan(2000);
    for (int threads : new int[] {2, 2, 5, 16}) {
      assertThat(run(threads)).isEqualTo(one);
    }
  }
}
