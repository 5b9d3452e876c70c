package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;

/** kill -9 of a writer in a process of its own; stock restic judges what is left. */
class KilledWriterIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 10, 25})
  void leavesASoundRepositoryHoweverFarItCame(int packs) throws Exception {
    Fixture fixture = new Fixture(folder);
    fixture.dossier("trước.json", "đã có");
    fixture.backup();
    scans(fixture.source, 40);
    int before = packs(fixture.location);

    Process writer = start(fixture, "C.UTF-8");
    while (packs(fixture.location) < before + packs && writer.isAlive()) {
      Thread.sleep(1);
    }
    if (packs == 0) {
      Thread.sleep(150);
    }
    writer.destroyForcibly().waitFor();

    CheckResult check = fixture.check(true);
    assertThat(check.problems()).isEmpty();
    assertThat(check.lost()).isEmpty();
    BackupOutcome.Completed next = fixture.backup();
    assertThat(next.isIncomplete()).isFalse();
    Path target = folder.resolve("đích");
    assertThat(fixture.restore(next.snapshot(), target))
        .isInstanceOf(RestoreOutcome.Restored.class);
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    Restic.Answer answer = restic.call("check", "--read-data");
    assertThat(answer.exit()).as(answer.text()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 900})
  void leavesEverySnapshotWholeWhenAPruneIsKilled(int millis) throws Exception {
    Fixture fixture = new Fixture(folder);
    scans(fixture.source, 12);
    fixture.backup();
    for (int i = 0; i < 12; i += 2) {
      Files.delete(fixture.source.resolve("giấy tờ " + i + ".pdf"));
    }
    String snapshot = fixture.backup().snapshot();
    try (var snapshots = Files.list(fixture.location.resolve("snapshots"))) {
      for (Path other : (Iterable<Path>) snapshots::iterator) {
        if (!other.endsWith(snapshot)) {
          Files.delete(other);
        }
      }
    }
    Process pruner =
        WriterProcess.start(
            folder.resolve("log"),
            "C.UTF-8",
            "prune",
            "--repo",
            fixture.location.toString(),
            "--password-file",
            fixture.passwordFile.toString(),
            "--history",
            folder.resolve("history-of-pruner").toString(),
            "--grace",
            "0d",
            "--max-unused",
            "0%");
    Path locks = fixture.location.resolve("locks");
    while (pruner.isAlive() && locks.toFile().list().length == 0) {
      Thread.onSpinWait();
    }
    pruner.waitFor(millis, TimeUnit.MILLISECONDS);
    pruner.destroyForcibly().waitFor();

    CheckResult check = fixture.check(true);
    assertThat(check.lost()).isEmpty();
    assertThat(check.problems()).isEmpty();
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    restic.call("unlock", "--remove-all");
    Restic.Answer answer = restic.call("check", "--read-data");
    assertThat(answer.exit()).as(answer.text()).isZero();
  }

  @Test
  void keepsNamesUnderALocaleThatCannotWriteThem() throws Exception {
    Fixture fixture = new Fixture(folder);
    fixture.dossiers(51, 80);

    Process writer = start(fixture, "C");
    assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(writer.exitValue()).as(WriterProcess.read(folder.resolve("log"))).isZero();
    Path target = folder.resolve("dich");
    Process reader =
        WriterProcess.start(
            folder.resolve("log2"),
            "C",
            "restore",
            "latest",
            "--repo",
            fixture.location.toString(),
            "--password-file",
            fixture.passwordFile.toString(),
            "--target",
            target.toString());
    assertThat(reader.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(reader.exitValue()).as(WriterProcess.read(folder.resolve("log2"))).isZero();
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
  }

  private Process start(Fixture fixture, String locale) throws IOException {
    return WriterProcess.start(
        folder.resolve("log"),
        locale,
        "run",
        "--repo",
        fixture.location.toString(),
        "--password-file",
        fixture.passwordFile.toString(),
        "--history",
        folder.resolve("history-of-writer").toString(),
        fixture.source.toString());
  }

  private static void scans(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(megabytes);
    for (int i = 0; i < megabytes; i++) {
      byte[] scan = new byte[1 << 20];
      random.nextBytes(scan);
      Files.write(folder.resolve("giấy tờ " + i + ".pdf"), scan);
    }
  }

  private static int packs(Path repository) throws IOException {
    int packs = 0;
    try (Stream<Path> groups = Files.list(repository.resolve("data"))) {
      for (Path group : (Iterable<Path>) groups::iterator) {
        String[] names = group.toFile().list((dir, name) -> name.length() == 64);
        packs += names == null ? 0 : names.length;
      }
    }
    return packs;
  }
}
