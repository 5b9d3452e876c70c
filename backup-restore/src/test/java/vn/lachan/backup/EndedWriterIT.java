package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Restic;

/** A backup told to end (SIGTERM, as Ctrl-C) takes its lock with it and leaves nothing half. */
class EndedWriterIT {

  @TempDir Path folder;

  @Test
  void takesItsLockAwayAndLeavesTheRepositorySound() throws Exception {
    Fixture fixture = new Fixture(folder);
    fixture.now.set(Instant.now());
    fixture.dossier("a", "a");
    fixture.backup();
    byte[] content = new byte[12 << 20];
    Random random = new Random(9);
    for (int i = 0; i < 4; i++) {
      random.nextBytes(content);
      Files.write(fixture.source.resolve("lớn " + i), content);
    }
    Process process =
        WriterProcess.start(
            "run",
            "--repo",
            fixture.location.toString(),
            "--password-file",
            fixture.passwordFile.toString(),
            "--history",
            folder.resolve("ls").toString(),
            fixture.source.toString());
    WriterProcess.awaitBegin(process);
    while (locks(fixture) == 0 && process.isAlive()) {
      Thread.sleep(2);
    }

    process.destroy();

    assertThat(process.waitFor()).as("it was at work").isEqualTo(128 + 15);
    assertThat(locks(fixture)).isZero();
    Restic.Answer check =
        Restic.require(fixture.location, fixture.passwordFile).call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
    assertThat(fixture.check(true).isClean()).isTrue();
    assertThat(fixture.backup().isIncomplete()).isFalse();
  }

  private static int locks(Fixture fixture) {
    String[] names = fixture.location.resolve("locks").toFile().list((_, n) -> n.length() == 64);
    return names == null ? 0 : names.length;
  }
}
