package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the bench runs; its figures depend on the machine. Size: -Dlachan.bench.megabytes=… */
class BackupBenchIT {

  @TempDir Path folder;

  @Test
  void measuresEveryStepOfEveryTool() throws Exception {
    int megabytes = Integer.getInteger("lachan.bench.megabytes", 8);
    BackupBench bench = new BackupBench(folder, Clock.system(ZoneOffset.UTC), System.out);

    List<BackupBench.Row> rows =
        bench.run(
            new BackupBench.Settings(
                megabytes, 1, 1, Optional.empty(), BackupBench.Settings.COLD_OPTIONS));

    assertThat(rows)
        .extracting(BackupBench.Row::step)
        .startsWith("first", "re-read", "no change", "restore", "check");
    assertThat(rows).extracting(BackupBench.Row::tool).contains("lachan warm", "lachan cold");
    assertThat(rows).allSatisfy(row -> assertThat(row.cpuSeconds()).isPositive());
    assertThat(bench.goals())
        .extracting(BackupBench.Goal::goal)
        .contains("peak memory, first, MiB");
    assertThat(folder).isEmptyDirectory();
  }
}
