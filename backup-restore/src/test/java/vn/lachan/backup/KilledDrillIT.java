package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.FileDrillHistory;

/**
 * {@code kill -9}, or a signal, in the middle of a drill, then {@code --resume} and {@code
 * --prove}.
 */
class KilledDrillIT {

  @TempDir Path folder;

  private Fixture fixture;
  private Path plan;
  private Path log;

  @BeforeEach
  void prepare() throws Exception {
    fixture = new Fixture(folder);
    fixture.dossiers(5, 900);
    fixture.backup();
    log = folder.resolve("log");
    plan = folder.resolve("plan.yml");
    Files.writeString(
        plan,
        """
        plans:
          - id: mot-cua
            name: Một cửa
            folders: [%s]
            repository: %s
            password-file: %s
            rpo: 3650d
            rto: 4h
            sample: all
        """
            .formatted(fixture.source, fixture.location, fixture.passwordFile));
  }

  /** A drill in a process of its own, in the middle of its restore. */
  private Process restoring() throws Exception {
    Process process =
        WriterProcess.start(
            log,
            "C.UTF-8",
            "drill",
            "--plan",
            plan.toString(),
            "--history",
            fixture.historyFolder.toString(),
            "--json",
            "--scratch",
            folder.resolve("thu").toString());
    while (process.isAlive() && !WriterProcess.read(log).contains("\"phase\":\"restore\"")) {
      Thread.onSpinWait();
    }
    return process;
  }

  @Test
  void goesOnAfterKillNineFromThePublishedPlan() throws Exception {
    Process process = restoring();
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(WriterProcess.read(log)).isNotZero();
    resumed();
  }

  @Test
  void stopsAtASignalAndSaysHowToGoOn() throws Exception {
    Process process = restoring();
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(WriterProcess.read(log)).isNotZero();
    String id = new FileDrillHistory(fixture.historyFolder).unfinished().getFirst().id();
    assertThat(WriterProcess.read(log)).contains("đợt diễn tập bị dừng", "--resume " + id);
    resumed();
  }

  private void resumed() {
    String history = fixture.historyFolder.toString();
    List<DrillPlan> open = new FileDrillHistory(fixture.historyFolder).unfinished();
    assertThat(open).as("it is shown as stopped").hasSize(1);
    assertThat(fixture.historyFolder.resolve("drill-runs")).isNotEmptyDirectory();
    String id = open.getFirst().id();
    String said = call("drill", "--plan", plan.toString(), "--history", history, "--resume", id);
    assertThat(said).contains("ĐẠT " + id).doesNotContain("KHÔNG ĐẠT");
    FileDrillHistory drills = new FileDrillHistory(fixture.historyFolder);
    DrillResult result = drills.lastDrill("mot-cua").orElseThrow();
    assertThat(result).isInstanceOf(DrillResult.Passed.class);
    assertThat(result.report().proof().pauses()).isEqualTo(1);
    assertThat(result.report().proof().planDigest()).isEqualTo(open.getFirst().digest());
    assertThat(drills.unfinished()).isEmpty();
    assertThat(call("drill", "--history", history, "--prove", id)).contains("KHỚP " + id);
  }

  private static String call(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    BackupCommand command =
        new BackupCommand(Fixture.SETTINGS, java.time.Clock.systemUTC(), entry -> {});
    assertThat(command.run(List.of(words), to, to))
        .as(() -> said.toString(StandardCharsets.UTF_8))
        .isZero();
    return said.toString(StandardCharsets.UTF_8);
  }
}
