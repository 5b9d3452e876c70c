package vn.lachan.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.RawLog;

class JournalCrashTest {
  @TempDir Path folder;

  @Test
  void everyAcknowledgedRecordIsThereExactlyOnceAfterAKill() throws Exception {
    List<Integer> acknowledged = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      Path output = folder.resolve("acknowledged-" + round);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  AppendingProcess.class.getName(),
                  folder.resolve("journal").toString(),
                  Integer.toString(round * 1_000_000))
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (Files.size(output) < 4_000 && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      process.destroyForcibly().waitFor();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(Integer::parseInt)
          .forEach(acknowledged::add);
    }
    assertThat(acknowledged).hasSizeGreaterThan(500);

    Map<String, Integer> found = new HashMap<>();
    try (Journal journal = Journal.open(folder.resolve("journal"), JournalTest.SMALL);
        JournalReader reader = journal.reader("detect")) {
      for (RawLog log : JournalTest.readAll(reader)) {
        found.merge(log.position(), 1, Integer::sum);
      }
      assertThat(journal.stats().damages()).isLessThanOrEqualTo(1);
    }
    assertThat(found.values()).containsOnly(1);
    assertThat(acknowledged).allMatch(number -> found.containsKey("p:" + number));
  }
}
