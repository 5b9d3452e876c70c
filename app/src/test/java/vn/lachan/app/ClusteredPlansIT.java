package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.collector.privacy.PseudonymKey;

/**
 * Two nodes that share a PostgreSQL: each plan is run by one of them at a time, and what a node was
 * doing when it was killed is done by the other.
 */
class ClusteredPlansIT {
  @TempDir Path folder;

  /** Says when it begins and ends; the slow one waits until it is allowed to. */
  private String plan(String id, String wait) throws IOException {
    Path script = folder.resolve(id + ".sh");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "begin $$" >> %1$s.log
        %2$s
        echo "du lieu"
        echo "end $$" >> %1$s.log
        """
            .formatted(folder.resolve(id), wait));
    return """
      - id: %1$s
        name: %1$s
        system: motcua
        unit: ttpvhcc-tinh
        owner: van.hanh
        repository: kho-%1$s
        password-file: kho-%1$s.password
        schedule: {backup: "0/2 * * * * ?"}
        sources:
          - {kind: command, id: csdl, file: mot-cua.dump, command: [/bin/sh, %2$s]}
        rpo: 24h
        rto: 4h
    """
        .formatted(id, script);
  }

  private Map<String, String> settings(EmbeddedPostgres server) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spring.datasource.url", server.getJdbcUrl("postgres", "postgres"));
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.hikari.maximum-pool-size", "12");
    String quartz = "spring.quartz.properties.org.quartz.jobStore.";
    settings.put(quartz + "driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    settings.put(quartz + "isClustered", "true");
    settings.put(quartz + "clusterCheckinInterval", "1000");
    settings.put("lachan.backup.plans", folder.resolve("sao-luu.yml").toString());
    settings.put("lachan.backup.lease", "5s");
    Path key = folder.resolve("pseudonym.key");
    PseudonymKey.openOrCreate(key);
    settings.put("lachan.security.pseudonym-key", key.toString());
    return settings;
  }

  private List<String> log(String id) {
    try {
      Path log = folder.resolve(id + ".log");
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void init(String id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(
            new BackupCommand(BackupSettings.DEFAULT, Clock.systemUTC(), entry -> {})
                .run(
                    List.of(
                        "init",
                        "--new-password",
                        "--repo",
                        folder.resolve("kho-" + id).toString(),
                        "--password-file",
                        folder.resolve("kho-" + id + ".password").toString()),
                    print,
                    print))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  @Test
  void runsAPlanOnceAndTakesOverFromANodeThatWasKilled() throws Exception {
    init("nhanh");
    init("cham");
    Path go = folder.resolve("di");
    Files.writeString(
        folder.resolve("sao-luu.yml"),
        "plans:\n"
            + plan("nhanh", "sleep 0.3")
            + plan("cham", "while [ ! -e " + go + " ]; do sleep 0.1; done"));
    try (EmbeddedPostgres server = server()) {
      Map<String, String> settings = settings(server);
      OtherProcess first =
          OtherProcess.start(
              folder.resolve("nut-1"),
              folder.resolve("nut-1.log"),
              TestPlatform.settings(settings));
      try (first) {
        TestPlatform.await("the slow plan to begin on the first node", () -> begun("cham") == 1);
        try (TestPlatform second = TestPlatform.start(folder.resolve("nut-2"), settings)) {
          int before = begun("nhanh");
          TestPlatform.await("the fast plan to go on", () -> begun("nhanh") >= before + 3);
          assertThat(begun("cham")).as("it runs on the first node, so not on this").isOne();

          first.kill();
          TestPlatform.await("the other node to take over", () -> begun("cham") >= 2);
          Files.createFile(go);
          BackupHistory history = second.get(BackupHistory.class);
          TestPlatform.await(
              "its end",
              () ->
                  history.runs("cham", 10).stream()
                      .anyMatch(BackupOutcome.Completed.class::isInstance));
        }
      }
      assertThat(together("nhanh")).as("never two at once").isEmpty();
    }
  }

  private int begun(String id) {
    return (int) log(id).stream().filter(line -> line.startsWith("begin")).count();
  }

  /** Runs that began while another was at work that came to its end. */
  private List<String> together(String id) {
    List<String> lines = log(id);
    List<String> together = new ArrayList<>();
    for (int begin = 0; begin < lines.size(); begin++) {
      int end = lines.lastIndexOf(lines.get(begin).replace("begin", "end"));
      if (lines.get(begin).startsWith("begin") && end > begin + 1) {
        together.addAll(lines.subList(begin, end + 1));
      }
    }
    return together;
  }

  private static EmbeddedPostgres server() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException | IllegalStateException e) {
      return Assumptions.abort("PostgreSQL cannot be started here: " + e.getMessage());
    }
  }
}
