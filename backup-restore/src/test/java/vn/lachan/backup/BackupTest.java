package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.TestRepositories;

class BackupTest {

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Fixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
  }

  @Test
  void restoresWhatWasBackedUp() {
    fixture.dossiers(11, 200);
    BackupOutcome.Completed run = fixture.backup();
    Path target = folder.resolve("đích");

    RestoreOutcome outcome = fixture.restore("latest", target);

    assertThat(run.isIncomplete()).isFalse();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RestoreOutcome.Restored.class,
            restored -> {
              assertThat(restored.troubles()).isEmpty();
              assertThat(restored.files()).isEqualTo(run.files());
              assertThat(restored.bytes()).isEqualTo(run.bytes());
            });
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
    assertThat(fixture.check(true).isClean()).isTrue();
  }

  @Test
  void readsOnlyWhatChangedAndStoresOnlyWhatIsNew() {
    fixture.dossiers(12, 200);
    BackupOutcome.Completed first = fixture.backup();
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));
    BackupOutcome.Completed second = fixture.backup();
    fixture.dossier("mới.json", "hồ sơ mới");
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));
    BackupOutcome.Completed third = fixture.backup();

    // At most the trees of the folders above the source, whose times others change meanwhile.
    assertThat(second.addedBytes()).isLessThan(2_000);
    assertThat(second.bytes()).isEqualTo(first.bytes());
    assertThat(third.files()).isEqualTo(first.files() + 1);
    assertThat(third.addedBytes()).isBetween(1L, 60_000L);
    assertThat(fixture.history.manifest(second.snapshot(), second.manifest()).orElseThrow())
        .extracting(BackupManifest::entries)
        .isEqualTo(
            fixture.history.manifest(first.snapshot(), first.manifest()).orElseThrow().entries());
  }

  @Test
  void noticesAChangeOfContentThatKeepsSizeAndTime() throws IOException {
    fixture.dossier("a.json", "trước");
    FileTime time = Files.getLastModifiedTime(fixture.source.resolve("a.json"));
    fixture.backup();
    fixture.dossier("a.json", "sau!!!!".substring(0, 3) + "....");
    Files.setLastModifiedTime(fixture.source.resolve("a.json"), time);
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));

    assertThat(fixture.backup().addedBytes()).isPositive();
  }

  @Test
  void entersARunThatWasKilledBetweenItsSnapshotAndItsHistory() throws IOException {
    fixture.dossier("a.json", "a");
    BackupOutcome.Completed killed = fixture.backup();
    Path file = fixture.historyFolder.resolve("history.ndjson");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1)); // as if it had not come to the last
    BackupHistory history = new FileBackupHistory(fixture.historyFolder);
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));

    assertThat(history.runs("mot-cua", 9)).isEmpty();
    assertThat(history.runOf(killed.snapshot()))
        .flatMap(run -> history.manifest(run.snapshot(), run.manifest()))
        .isPresent();
    fixture.audit.clear();
    new Backup(history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
        .run(fixture.plan, Fixture.OPERATOR);

    assertThat(new FileBackupHistory(fixture.historyFolder).runs("mot-cua", 9))
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            BackupOutcome.Completed.class,
            run -> assertThat(run.snapshot()).isEqualTo(killed.snapshot()));
    assertThat(fixture.audit)
        .extracting(AuditEntry::action)
        .containsExactly("backup.start", "backup.finish", "backup.finish");
  }

  @Test
  void doesNotEnterARunWhoseSnapshotWasNeverStored() throws IOException {
    fixture.dossier("a.json", "a");
    BackupOutcome.Completed killed = fixture.backup();
    Path file = fixture.historyFolder.resolve("history.ndjson");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));
    Files.delete(fixture.location.resolve("snapshots").resolve(killed.snapshot()));
    BackupHistory history = new FileBackupHistory(fixture.historyFolder);

    new Backup(history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
        .run(fixture.plan, Fixture.OPERATOR);

    assertThat(history.runs("mot-cua", 9)).hasSize(1);
    assertThat(history.lastRun("mot-cua"))
        .get()
        .isInstanceOfSatisfying(
            BackupOutcome.Completed.class,
            run -> assertThat(run.snapshot()).isNotEqualTo(killed.snapshot()));
  }

  @Test
  void leavesOutWhatThePlanExcludesAndTheRepositoryItself() {
    fixture.dossier("a.json", "a");
    fixture.dossier("b.tmp", "b");
    BackupPlan all = fixture.plan("tat-ca", List.of(folder));

    new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
        .run(all, Fixture.OPERATOR);
    fixture.restore("latest", elsewhere);

    Path restored = TestTrees.restored(elsewhere, folder);
    assertThat(restored.resolve("ho-so/a.json")).exists();
    assertThat(restored.resolve("ho-so/b.tmp")).doesNotExist();
    assertThat(restored.resolve("kho")).doesNotExist();
  }

  @Test
  void namesAFolderThatIsMissingAndKeepsTheOthers() {
    fixture.dossier("a.json", "a");
    BackupPlan plan = fixture.plan("hai", List.of(fixture.source, folder.resolve("khong-co")));

    BackupOutcome outcome =
        new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
            .run(plan, Fixture.OPERATOR);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            BackupOutcome.Completed.class,
            done -> {
              assertThat(done.isIncomplete()).isTrue();
              assertThat(done.troubles().getFirst().path()).endsWith("khong-co");
            });
    assertThat(fixture.restore("latest", folder.resolve("dich")))
        .as("whoever has only the repository sees it, too")
        .isInstanceOfSatisfying(
            RestoreOutcome.Restored.class, restored -> assertThat(restored.incomplete()).isTrue());
    assertThat(fixture.place().snapshots())
        .isInstanceOfSatisfying(
            SnapshotListing.Listed.class,
            listed ->
                assertThat(listed.snapshots().getFirst().tags())
                    .containsExactly("lachan-plan=hai", "lachan-incomplete=1"));
  }

  @Test
  void failsWithoutASnapshotWhenNothingIsThere() {
    assertThat(fixture.run())
        .isInstanceOfSatisfying(
            BackupOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("Không có thư mục nguồn"));
    assertThat(fixture.history.lastRun("mot-cua")).isPresent();
  }

  @Test
  void failsWhileSomebodyHoldsTheRepositoryExclusively() {
    fixture.dossier("a.json", "a");
    try (Repository repository = fixture.place().open();
        RepositoryLock lock =
            RepositoryLock.exclusive(
                repository, new vn.lachan.backup.repository.Machine("máy-khác", "lan", 1, 0, 0))) {
      lock.requireHeld();
      assertThat(fixture.run())
          .isInstanceOfSatisfying(
              BackupOutcome.Failed.class,
              failed -> assertThat(failed.reason()).contains("đang bị khoá").contains("máy-khác"));
    }
    assertThat(fixture.run()).isInstanceOf(BackupOutcome.Completed.class);
  }

  @Test
  void writesBothEndsIntoTheAuditTrail() {
    fixture.dossier("a.json", "a");
    BackupOutcome.Completed run = fixture.backup();

    assertThat(fixture.audit)
        .extracting(AuditEntry::action)
        .containsExactly("backup.start", "backup.finish");
    assertThat(fixture.audit.getLast().detail())
        .containsEntry("snapshot", run.snapshot())
        .containsEntry("manifest", run.manifest());
    assertThat(fixture.audit.getLast().organization()).isEqualTo("H60");
  }

  @Test
  void doesNothingWhenTheAuditTrailRefuses() {
    fixture.dossier("a.json", "a");
    Backup backup =
        new Backup(
            fixture.history,
            entry -> {
              throw new AuditTrailException("full", new IOException("full"));
            },
            Fixture.SETTINGS,
            fixture.clock);

    assertThatExceptionOfType(AuditTrailException.class)
        .isThrownBy(() -> backup.run(fixture.plan, Fixture.OPERATOR));
    assertThat(fixture.place().snapshots())
        .isEqualTo(new SnapshotListing.Listed(List.of(), List.of()));
  }

  @Test
  void refusesAPasswordFileOthersCanRead() throws IOException {
    fixture.dossier("a.json", "a");
    Files.setPosixFilePermissions(
        fixture.passwordFile, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(fixture.run())
        .isInstanceOfSatisfying(
            BackupOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("chmod 600"));
  }

  @Test
  void restoresOnlyWhatIsAskedFor() {
    fixture.dossier("x/1/a.json", "a");
    fixture.dossier("x/2/b.json", "b");
    fixture.backup();
    Path target = folder.resolve("đích");

    new Restore(fixture.audit::add, Fixture.SETTINGS, fixture.clock)
        .run(
            fixture.location,
            fixture.passwordFile,
            "latest",
            target,
            List.of(fixture.source + "/x/2/"),
            Fixture.OPERATOR);

    Path restored = TestTrees.restored(target, fixture.source);
    assertThat(restored.resolve("x/2/b.json")).hasContent("b");
    assertThat(restored.resolve("x/1")).doesNotExist();
  }

  @Test
  void neverRestoresOverOtherFiles() throws IOException {
    fixture.dossier("a.json", "a");
    fixture.backup();
    Path target = Files.createDirectory(folder.resolve("đích"));
    Files.createFile(target.resolve("có sẵn"));

    assertThat(fixture.restore("latest", target))
        .isInstanceOfSatisfying(
            RestoreOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("không trống"));
  }

  @Test
  void standsAsThePlanPromises() {
    assertThat(PlanStatus.of(fixture.plan, fixture.history, Fixture.START).state())
        .isEqualTo(PlanStatus.State.NEVER);
    fixture.run();
    assertThat(PlanStatus.of(fixture.plan, fixture.history, Fixture.START).state())
        .isEqualTo(PlanStatus.State.FAILED);
    fixture.dossier("a.json", "a");
    fixture.run();
    assertThat(PlanStatus.of(fixture.plan, fixture.history, Fixture.START).state())
        .isEqualTo(PlanStatus.State.OK);
    assertThat(
            PlanStatus.of(fixture.plan, fixture.history, Fixture.START.plusSeconds(86_401)).state())
        .isEqualTo(PlanStatus.State.LATE);
  }

  @Test
  void listsTheSnapshotsOfAPlan() {
    fixture.dossier("a.json", "a");
    BackupOutcome.Completed run = fixture.backup();

    assertThat(fixture.place().snapshots())
        .isInstanceOfSatisfying(
            SnapshotListing.Listed.class,
            listed ->
                assertThat(listed.snapshots())
                    .singleElement()
                    .satisfies(s -> {
                      assertThat(s.id()).isEqualTo(run.snapshot());
                      assertThat(s.at()).isEqualTo(Fixture.START);
                      assertThat(s.files()).hasValue(1);
                      assertThat(s.tags()).containsExactly("lachan-plan=mot-cua");
                    }));
    assertThat(TestRepositories.SMALL.verifyBeforeWrite()).isTrue();
  }

  @Test
  void sweepsWhatAKilledWriterLeftADayAgoAndNothingElse() throws IOException {
    fixture.dossier("a", "a");
    fixture.backup();
    List<Path> old = List.of(left("data/00/", "1"), left("index/", "2"), left("snapshots/", "3"));
    List<Path> young = List.of(left("data/00/", "4"), left("locks/", "5"));
    Instant dayAgo = Fixture.START.minus(Duration.ofHours(25));
    for (Path file : old) {
      Files.setLastModifiedTime(file, FileTime.from(dayAgo));
    }
    for (Path file : young) {
      Files.setLastModifiedTime(file, FileTime.from(Fixture.START));
    }
    fixture.dossier("b", "b");

    fixture.backup();

    assertThat(old).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(young).allSatisfy(file -> assertThat(file).exists());
    assertThat(fixture.check(true).isClean()).isTrue();
    assertThat(fixture.restore("latest", folder.resolve("đích")))
        .isInstanceOf(RestoreOutcome.Restored.class);
  }

  /** As {@code LocalBackend} names what it has not renamed yet. */
  private Path left(String place, String end) throws IOException {
    Path file = fixture.location.resolve(place + "0".repeat(63) + end + "-tmp-" + end);
    return Files.write(file, new byte[100]);
  }
}
