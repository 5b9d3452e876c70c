package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;

/**
 * A writer that is suspended (SIGSTOP) while its lock grows old, as a laptop that sleeps, and goes
 * on (SIGCONT) when others have cleared up behind it (restic#2715). Its clock is ahead by a file.
 */
class SuspendedWriterIT {

  @TempDir Path folder;
  private Fixture fixture;
  private Path ahead;
  private Restic restic;

  @BeforeEach
  void prepare() throws IOException {
    fixture = new Fixture(folder);
    fixture.now.set(java.time.Instant.now());
    restic = Restic.require(fixture.location, fixture.passwordFile);
    ahead = folder.resolve("ahead");
    fixture.dossier("trước.json", "đã có");
    fixture.backup();
    Random random = new Random(8);
    for (int i = 0; i < 12; i++) {
      byte[] scan = new byte[1 << 20];
      random.nextBytes(scan);
      Files.write(fixture.source.resolve("giấy tờ " + i), scan);
    }
  }

  private Process startBackup() throws IOException {
    return WriterProcess.startAhead(
        ahead,
        "run",
        "--repo",
        fixture.location.toString(),
        "--password-file",
        fixture.passwordFile.toString(),
        "--history",
        folder.resolve("ls").toString(),
        fixture.source.toString());
  }

  /** By their names alone: a walk would look at drafts that are renamed meanwhile. */
  private long packs() throws IOException {
    long packs = 0;
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(fixture.location.resolve("data"))) {
      for (Path prefix : folders) {
        try (Stream<Path> files = Files.list(prefix)) {
          packs += files.filter(file -> file.getFileName().toString().length() == 64).count();
        }
      }
    }
    return packs;
  }

  private static void signal(String name, Process process) throws Exception {
    List<String> kill = List.of("kill", "-" + name, Long.toString(process.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  /** Starts a backup, stops it when it has written something, and returns it. */
  private Process suspended() throws Exception {
    long before = packs();
    Process writer = startBackup();
    WriterProcess.awaitBegin(writer);
    while (writer.isAlive() && packs() < before + 2) {
      Thread.onSpinWait();
    }
    signal("STOP", writer);
    assertThat(writer.isAlive()).isTrue();
    return writer;
  }

  @Test
  void abortsWithOneClearLineWhenItsLockGrewOld() throws Exception {
    Process writer = suspended();
    Files.writeString(ahead, Long.toString(31 * 60));
    restic.call("unlock", "--remove-all");
    assertThat(restic.call("prune", "--max-unused", "0").exit()).isZero();
    signal("CONT", writer);

    String said = WriterProcess.rest(writer);
    assertThat(writer.waitFor()).as(said).isEqualTo(2);
    assertThat(said.lines().filter(line -> line.startsWith("lachan backup: ")))
        .as(said)
        .singleElement()
        .asString()
        .contains("our lock was not renewed for 31 minutes");
    onlyTheFirstSnapshotIsThere();
    Files.delete(ahead);
    theNextRunWorks();
  }

  @Test
  void goesOnWhenItWasShort() throws Exception {
    Process writer = suspended();
    Files.writeString(ahead, Long.toString(20 * 60));
    signal("CONT", writer);

    String said = WriterProcess.rest(writer);
    assertThat(writer.waitFor()).as(said).isZero();
    restic.call("unlock", "--remove-all");
    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
  }

  private void onlyTheFirstSnapshotIsThere() throws Exception {
    assertThat(fixture.place().snapshots())
        .isInstanceOfSatisfying(
            SnapshotListing.Listed.class, listed -> assertThat(listed.snapshots()).hasSize(1));
    restic.call("unlock", "--remove-all");
    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
  }

  private void theNextRunWorks() throws Exception {
    Process again = startBackup();
    String said = WriterProcess.rest(again);
    assertThat(again.waitFor()).as(said).isZero();
    Path target = folder.resolve("đích");
    fixture.restore("latest", target);
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
  }
}
