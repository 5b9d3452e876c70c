package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanStatusTest {

  private static final Instant START = Instant.parse("2026-10-01T01:00:00Z");

  @TempDir Path folder;

  private static BackupOutcome.Completed run(int day, long bytes) {
    return new BackupOutcome.Completed(
        "mot-cua",
        START.plus(Duration.ofDays(day)),
        Duration.ofMinutes(1),
        "%064x".formatted(day + 1),
        10,
        bytes,
        bytes,
        "0".repeat(64),
        0,
        List.of());
  }

  @Test
  void comparesWithTheMedianOfTheRunsBefore() {
    FileBackupHistory history = new FileBackupHistory(folder);
    List.of(1000L, 1010L, 990L, 1005L, 100L)
        .forEach(bytes -> {
          int day = history.runs("mot-cua", 100).size();
          history.add(run(day, bytes));
        });

    BackupOutcome.Completed shrunk = run(5, 690);
    history.add(shrunk);
    BackupOutcome.Completed usual = run(6, 1000);
    history.add(usual);

    assertThat(PlanStatus.growth(history, shrunk)).hasValue(-31);
    assertThat(PlanStatus.growth(history, usual))
        .as("one small run before does not make the next one look grown")
        .hasValue(1);
    assertThat(PlanStatus.growth(history, run(0, 1000))).isEmpty();
  }

  @Test
  void aFailedRunDoesNotHideThatTheNewestSnapshotIsOld() {
    Fixture fixture = new Fixture(folder);
    fixture.history.add(run(0, 1000));
    fixture.history.add(
        new BackupOutcome.Failed(
            "mot-cua", START.plus(Duration.ofDays(2)), Duration.ZERO, "đầy đĩa"));
    Instant now = START.plus(Duration.ofDays(2));

    PlanStatus status = PlanStatus.of(fixture.plan, fixture.history, now);

    assertThat(status.state()).isEqualTo(PlanStatus.State.FAILED);
    assertThat(status.isLate(fixture.plan, now)).isTrue();
  }
}
