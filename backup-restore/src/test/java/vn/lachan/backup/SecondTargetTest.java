package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;

/** Copies have other ids; the history knows them by the snapshot they are copies of. */
class SecondTargetTest {

  @TempDir Path folder;
  private Fixture fixture;
  private Path second;
  private BackupOutcome.Completed first;
  private BackupOutcome.Completed newest;

  @BeforeEach
  void backUpTwice() {
    fixture = new Fixture(folder);
    second = folder.resolve("kho-2");
    fixture.dossiers(91, 40);
    first = fixture.backup();
    fixture.dossier("mới.json", "hồ sơ mới");
    later();
    newest = fixture.backup();
  }

  private void later() {
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));
  }

  private BackupRepository place(Path location) {
    return new BackupRepository(location, fixture.passwordFile, Fixture.SETTINGS, fixture.clock);
  }

  private BackupPlan onSecond() {
    BackupPlan plan = fixture.plan;
    return new BackupPlan(
        plan.id(),
        plan.name(),
        plan.system(),
        plan.unit(),
        plan.sources(),
        List.of(new BackupTarget(second, fixture.passwordFile)),
        plan.objective(),
        plan.policy(),
        plan.drill());
  }

  private DrillResult drill(String snapshot) {
    return new RestoreDrill(
            fixture.history, fixture.drills, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
        .run(onSecond(), snapshot, folder.resolve("thử"), Fixture.OPERATOR);
  }

  private CopyOutcome.Copied copy() {
    assertThat(place(second).create(false)).isEmpty();
    return (CopyOutcome.Copied)
        new RepositoryCopy(fixture.audit::add, Fixture.SETTINGS)
            .copy(fixture.place(), place(second), List.of(), false, Fixture.OPERATOR);
  }

  private CopyOutcome.Copied rekey() {
    return (CopyOutcome.Copied)
        new RepositoryCopy(fixture.audit::add, Fixture.SETTINGS)
            .rekey(fixture.place(), place(second), false, Fixture.OPERATOR);
  }

  @Test
  void isDrilledByTheIdOfTheCopyAndByThatOfTheOriginal() {
    CopyOutcome.Copied copied = copy();

    for (String word :
        List.of(
            "latest",
            newest.snapshot(),
            first.snapshot(),
            copied.copied().get(first.snapshot()),
            copied.copied().get(newest.snapshot()).substring(0, 12))) {
      assertThat(drill(word)).as(word).isInstanceOf(DrillResult.Passed.class);
    }
  }

  @Test
  void failsADrillWhenTheCopyIsNotThere() {
    copy();
    fixture.dossier("chưa chép.json", "x");
    later();
    fixture.backup();

    assertThat(drill("latest"))
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed -> assertThat(failed.reasons().getFirst()).contains("Không có ảnh chụp"));
  }

  @Test
  void goesOnWithAFreshKeyWithoutReadingEverythingAgain() {
    rekey();
    later();

    BackupOutcome outcome =
        new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
            .run(onSecond(), Fixture.OPERATOR);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            BackupOutcome.Completed.class,
            done -> {
              assertThat(done.addedBytes()).as("but for the folder above").isLessThan(2_000);
              assertThat(manifest(done)).isEqualTo(manifest(newest));
            });
    assertThat(drill("latest")).isInstanceOf(DrillResult.Passed.class);
    assertThat(drill(first.snapshot())).isInstanceOf(DrillResult.Passed.class);
  }

  private List<ManifestEntry> manifest(BackupOutcome.Completed run) {
    return fixture.history.manifest(run.snapshot(), run.manifest()).orElseThrow().entries();
  }
}
