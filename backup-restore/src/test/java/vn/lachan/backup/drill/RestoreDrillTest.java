package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.CheckResult;
import vn.lachan.backup.CheckTest;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.plan.BackupPlan;

class RestoreDrillTest {

  @TempDir Path folder;
  private Fixture fixture;
  private Path scratch;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    scratch = folder.resolve("thử");
  }

  @Test
  void passesWhenEveryFileComesBackInTime() throws IOException {
    fixture.dossiers(21, 150);
    BackupOutcome.Completed run = fixture.backup();
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(3)));

    DrillResult result = fixture.drill(scratch);

    assertThat(result).isInstanceOf(DrillResult.Passed.class);
    DrillReport report = result.report();
    assertThat(report.snapshot()).isEqualTo(run.snapshot());
    assertThat(report.bytes()).isEqualTo(run.bytes());
    assertThat(report.files()).isGreaterThanOrEqualTo(run.files());
    assertThat(report.recoveryPoint()).isEqualTo(Duration.ofHours(3));
    assertThat(report.recoveryTime()).isPositive();
    assertThat(report.planted()).isNotEmpty();
    assertThat(report.plantFound()).isTrue();
    assertThat(report.comparedWithLive()).isEqualTo(run.files());
    try (var rest = Files.list(scratch)) {
      assertThat(rest).isEmpty();
    }
    assertThat(fixture.drills.lastDrill("mot-cua")).contains(result);
    assertThat(fixture.audit)
        .extracting(AuditEntry::action)
        .contains("drill.start", "drill.finish");
  }

  /** The planted damage shows under both names, and must be forgiven under both. */
  @Test
  void passesWhenTheDamageWasPlantedInAFileWithTwoNames() throws IOException {
    fixture.dossier("a.json", "một tệp");
    Files.createLink(fixture.source.resolve("b.json"), fixture.source.resolve("a.json"));
    fixture.backup();

    DrillResult result = fixture.drill(scratch);

    assertThat(result).isInstanceOf(DrillResult.Passed.class);
    assertThat(result.report().plantFound()).isTrue();
    assertThat(result.report().differing()).isEmpty();
  }

  @Test
  void namesFilesThatCameBackDifferent() {
    fixture.dossier("a.json", "đúng");
    fixture.dossier("b.json", "đúng");
    BackupOutcome.Completed run = fixture.backup();
    BackupManifest manifest =
        fixture.history.manifest(run.snapshot(), run.manifest()).orElseThrow();
    tamper(run, manifest, fixture.source + "/a.json", "0".repeat(64));

    DrillResult result = fixture.drill(scratch);

    assertThat(result)
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed -> assertThat(failed.reasons()).anyMatch(r -> r.contains("1 tệp khác")));
    assertThat(result.report().differing()).containsExactly(fixture.source + "/a.json");
    assertThat(scratch).isNotEmptyDirectory();
  }

  /** As if the source had been another when it was read: the manifest is the expectation. */
  private void tamper(
      BackupOutcome.Completed run, BackupManifest manifest, String path, String sha256) {
    BackupManifest other =
        new BackupManifest(
            manifest.snapshot(),
            manifest.planId(),
            manifest.at(),
            manifest.entries().stream()
                .map(e ->
                    e.path().equals(path)
                        ? new ManifestEntry(
                            e.path(), e.size(), e.modified(), sha256, e.linkTarget())
                        : e)
                .toList());
    String digest = fixture.history.keep(other);
    fixture.history.add(
        new BackupOutcome.Completed(
            run.planId(),
            run.startedAt(),
            run.took(),
            run.snapshot(),
            run.files(),
            run.bytes(),
            run.addedBytes(),
            digest,
            0,
            run.troubles()));
  }

  @Test
  void namesFilesTheRepositoryLost() throws IOException {
    fixture.dossiers(22, 60);
    Random random = new Random(1);
    byte[] scan = new byte[3_000_000];
    random.nextBytes(scan);
    Files.write(fixture.source.resolve("giay-to.pdf"), scan);
    fixture.backup();
    CheckTest.flipInLargestPack(fixture.location);

    DrillResult result = fixture.drill(scratch);

    CheckResult check = fixture.check(true);
    assertThat(result).isInstanceOf(DrillResult.Failed.class);
    assertThat(result.report().missing()).isNotEmpty();
    assertThat(result.report().missing())
        .containsExactlyInAnyOrderElementsOf(
            check.lost().stream().map(lost -> lost.substring(9)).toList());
  }

  @Test
  void namesFilesThatAreNotInTheManifest() {
    fixture.dossier("a.json", "a");
    fixture.dossier("b.json", "b");
    BackupOutcome.Completed run = fixture.backup();
    BackupManifest manifest =
        fixture.history.manifest(run.snapshot(), run.manifest()).orElseThrow();
    String digest =
        fixture.history.keep(
            new BackupManifest(
                manifest.snapshot(),
                manifest.planId(),
                manifest.at(),
                manifest.entries().subList(0, 1)));
    fixture.history.add(
        new BackupOutcome.Completed(
            run.planId(),
            run.startedAt(),
            run.took(),
            run.snapshot(),
            1,
            1,
            1,
            digest,
            0,
            run.troubles()));

    DrillResult result = fixture.drill(scratch);

    assertThat(result).isInstanceOf(DrillResult.Failed.class);
    assertThat(result.report().unexpected()).containsExactly(fixture.source + "/b.json");
  }

  @Test
  void failsWhenTheManifestWasChangedAfterwards() throws IOException {
    fixture.dossier("a.json", "a");
    BackupOutcome.Completed run = fixture.backup();
    Path manifest = fixture.historyFolder.resolve("manifests").resolve(run.snapshot() + ".ndjson");
    Files.writeString(manifest, Files.readString(manifest).replace("a.json", "c.json"));

    assertThat(fixture.drill(scratch))
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed -> assertThat(failed.reasons().getFirst()).contains("đã bị sửa"));
  }

  /** Otherwise it would count as a proven copy, and push out the last one that is whole. */
  @Test
  void failsWhenTheBackupItselfLackedFiles() throws IOException {
    fixture.dossiers(24, 20);
    BackupPlan plan = fixture.plan("hai", List.of(fixture.source, folder.resolve("đã mất")));
    BackupOutcome run =
        new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
            .run(plan, Fixture.OPERATOR);
    assertThat(run).isInstanceOf(BackupOutcome.Completed.class);

    DrillResult result =
        new RestoreDrill(
                fixture.history,
                fixture.drills,
                fixture.audit::add,
                Fixture.SETTINGS,
                fixture.clock)
            .run(plan, "latest", scratch, Fixture.OPERATOR);

    assertThat(result)
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed ->
                assertThat(failed.reasons())
                    .containsExactly(
                        "Bản sao lưu chưa đầy đủ: 1 tệp hoặc nguồn không lấy được trọn vẹn"));
  }

  @Test
  void twoOfOneSecondAreTwo() throws IOException {
    fixture.dossiers(23, 20);
    DrillResult refused = fixture.drill(folder.resolve("chưa có gì"));
    fixture.backup();

    DrillResult second = fixture.drill(scratch);
    DrillResult third = fixture.drill(scratch);

    String id = refused.report().id();
    assertThat(second.report().id()).isEqualTo(id + "-2");
    assertThat(third.report().id()).isEqualTo(id + "-3");
    assertThat(fixture.drills.published())
        .extracting(DrillPlan::id)
        .containsExactly(id + "-2", id + "-3");
  }

  @Test
  void failsWhenTheSnapshotIsOlderThanPromised() {
    fixture.dossier("a.json", "a");
    fixture.backup();
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(25)));

    assertThat(fixture.drill(scratch))
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed ->
                assertThat(failed.reasons()).containsExactly("RPO 25 giờ vượt mục tiêu 24 giờ"));
  }

  @Test
  void provesNothingWithAnEmptySet() throws IOException {
    Files.createDirectories(fixture.source);
    fixture.backup();

    assertThat(fixture.drill(scratch)).isInstanceOf(DrillResult.Failed.class);
  }

  @Test
  void failsWithAReasonBeforeAnyBackup() {
    assertThat(fixture.drill(scratch))
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed -> assertThat(failed.reasons().getFirst()).contains("Không có ảnh chụp"));
  }
}
