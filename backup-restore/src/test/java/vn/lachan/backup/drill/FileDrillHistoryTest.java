package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.plan.RecoveryObjective;

class FileDrillHistoryTest {

  private static final Instant AT = Instant.parse("2026-11-21T01:00:00Z");
  private static final String SNAPSHOT = "ab".repeat(32);
  private static final DrillReport REPORT =
      new DrillReport(
          "DT-1",
          "mot-cua",
          "Hồ sơ một cửa",
          SNAPSHOT,
          AT,
          3,
          1000,
          List.of("/srv/b"),
          List.of(),
          List.of(),
          Duration.ofHours(3),
          Duration.ofMillis(250),
          new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(4)),
          "/srv/a",
          true,
          2,
          "/tmp/thử");
  private static final DrillResult DRILL =
      new DrillResult.Failed(REPORT, List.of("1 tệp không trở lại"));
  private static final DrillResult PASSED = new DrillResult.Passed(REPORT);

  @TempDir Path folder;

  @Test
  void returnsEverythingAfterItWasOpenedAgain() {
    FileDrillHistory history = new FileDrillHistory(folder);
    history.add(DRILL);
    history.add(PASSED);

    FileDrillHistory again = new FileDrillHistory(folder);

    assertThat(again.drills(10)).containsExactly(PASSED, DRILL);
    assertThat(again.lastDrill("mot-cua")).contains(PASSED);
    assertThat(again.proven()).containsExactly(SNAPSHOT);
    assertThat(again.unreadable()).isZero();
  }

  @Test
  void passesOverATornLineAndGoesOn() throws IOException {
    new FileDrillHistory(folder).add(DRILL);
    Files.writeString(
        folder.resolve("drills.ndjson"), "{\"drill\":{\"id\"", StandardOpenOption.APPEND);

    FileDrillHistory again = new FileDrillHistory(folder);
    again.add(PASSED);

    assertThat(again.unreadable()).isEqualTo(1);
    assertThat(new FileDrillHistory(folder).drills(10)).containsExactly(PASSED, DRILL);
  }
}
