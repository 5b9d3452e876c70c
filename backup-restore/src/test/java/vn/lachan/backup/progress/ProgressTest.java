package vn.lachan.backup.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.CheckResult;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.RestoreOutcome;

class ProgressTest {

  @TempDir Path folder;

  @Test
  void countsWhatABackupARestoreAndACheckMove() {
    Fixture fixture = new Fixture(folder);
    fixture.dossier("a/to-khai.xml", "a".repeat(1000));
    fixture.dossier("b/to-khai.xml", "b".repeat(500));
    Progress backup = new Progress();
    String snapshot = backup.during(fixture::backup).snapshot();
    assertThat(backup.state().files()).isEqualTo(2);
    assertThat(backup.state().bytes()).isEqualTo(1500);

    Progress again = new Progress();
    again.during(fixture::backup);
    assertThat(again.state().expectedBytes()).as("from the snapshot before").isEqualTo(1500);
    assertThat(again.state().share()).isEqualTo(1);

    Progress restore = new Progress();
    RestoreOutcome restored = restore.during(() -> fixture.restore(snapshot, folder.resolve("ra")));
    assertThat(restored).isInstanceOf(RestoreOutcome.Restored.class);
    assertThat(restore.state().bytes()).isEqualTo(1500);
    assertThat(restore.state().expectedFiles()).isEqualTo(2);

    Progress check = new Progress();
    CheckResult result = check.during(() -> fixture.check(true));
    assertThat(check.state().bytes()).isEqualTo(result.bytesRead());
    assertThat(check.state().bytes()).isEqualTo(check.state().expectedBytes());
  }

  @Test
  void saysHowLongItWillTake() {
    Progress.State half = new Progress.State(5, 500, 0, 10, 1000, Duration.ofSeconds(10));
    assertThat(half.share()).isEqualTo(0.5);
    assertThat(half.rate()).isEqualTo(50);
    assertThat(half.left()).contains(Duration.ofSeconds(10));
    assertThat(new Progress.State(5, 500, 0, 0, 0, Duration.ofSeconds(1)).left()).isEmpty();
  }

  @Test
  void countsNowhereOutsideOfATask() {
    Progress.current().file("a", 10);
    assertThat(Progress.current().state().files()).isZero();
  }
}
