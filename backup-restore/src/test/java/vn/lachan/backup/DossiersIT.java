package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.events.TestData;

/** A small one-stop store as a province has it: backed up, changed, backed up, drilled. */
class DossiersIT {

  @TempDir Path folder;

  @Test
  void comesThroughTwoDaysAndADrill() throws Exception {
    Path generator = TestData.require("dossiers/generate.py");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is absent");
    Fixture fixture = new Fixture(folder);
    python(generator, fixture.source, "--dossiers", "30", "--small", "300", "--rows", "20000");
    BackupOutcome.Completed first = fixture.backup();
    python(generator, fixture.source, "--mutate", "--pct", "5");
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(20)));
    BackupOutcome.Completed second = fixture.backup();

    assertThat(first.isIncomplete()).isFalse();
    assertThat(second.addedBytes()).isPositive().isLessThan(first.addedBytes());
    assertThat(fixture.check(true).isClean()).isTrue();
    DrillResult drill = fixture.drill(folder.resolve("thử"));
    assertThat(drill).isInstanceOf(DrillResult.Passed.class);
    assertThat(drill.report().files()).isEqualTo(second.files());
    assertThat(fixture.restore(first.snapshot(), folder.resolve("hôm qua")))
        .isInstanceOfSatisfying(
            RestoreOutcome.Restored.class,
            restored -> {
              assertThat(restored.troubles()).isEmpty();
              assertThat(restored.bytes()).isEqualTo(first.bytes());
            });
  }

  private static void python(Path script, Path folder, String... arguments) throws Exception {
    var command =
        new java.util.ArrayList<>(
            java.util.List.of("/usr/bin/python3", "-I", script.toString(), folder.toString()));
    command.addAll(java.util.List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
