package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.backup.archive.Restic;

/**
 * A backup told to end by Ctrl-C or a service manager takes its lock with it, leaves nothing half
 * and says so.
 */
class EndedWriterIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void takesItsLockAwayLeavesTheRepositorySoundAndSaysSo(String signal, int number)
      throws Exception {
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
        WriterProcess.startBelow(
            List.of("env", "--default-signal=INT"), // ignored where the tests run in the background
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

    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

    String said = WriterProcess.rest(process);
    assertThat(process.waitFor()).as("it was at work: " + said).isEqualTo(128 + number);
    assertThat(said.lines().filter(line -> line.startsWith("lachan backup: ")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("đã dừng theo yêu cầu", "không có ảnh chụp dở dang", "khoá của kho được gỡ");
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
