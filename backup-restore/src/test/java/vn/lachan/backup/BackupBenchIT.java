package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the bench runs; its figures depend on the machine. Size: -Dlachan.bench.megabytes=… */
class BackupBenchIT {

  @TempDir Path folder;

  @Test
  void measuresBackupAndRestore() throws Exception {
    int megabytes = Integer.getInteger("lachan.bench.megabytes", 20);

    List<BackupBench.Row> rows =
        new BackupBench(folder, Clock.system(ZoneOffset.UTC), System.out).run(megabytes);

    assertThat(rows).extracting(BackupBench.Row::step).contains("backup 2", "restore 2");
    assertThat(rows).allSatisfy(row -> assertThat(row.cpuSeconds()).isPositive());
    assertThat(folder).isEmptyDirectory();
  }
}
