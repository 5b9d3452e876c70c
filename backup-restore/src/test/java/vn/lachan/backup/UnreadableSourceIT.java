package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.TestTrees;

/** Files and folders the system refuses to read, also to root, which gives up that right here. */
class UnreadableSourceIT {

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final String RIGHTS = "-dac_override,-dac_read_search";

  @TempDir Path folder;

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void namesEachAndKeepsTheOthers() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(!root || Files.isExecutable(SETPRIV), "skipped: root reads all, and no setpriv");
    Fixture fixture = new Fixture(folder);
    fixture.dossier("đọc được.json", "a");
    fixture.dossier("kín.json", "b");
    fixture.dossier("thư mục kín/c.json", "c");
    mode(fixture.source.resolve("kín.json"), "---------");
    mode(fixture.source.resolve("thư mục kín"), "---------");
    String[] words = {
      "run",
      "--repo",
      fixture.location.toString(),
      "--password-file",
      fixture.passwordFile.toString(),
      "--history",
      folder.resolve("ls").toString(),
      fixture.source.toString()
    };
    List<String> head =
        root
            ? List.of(SETPRIV.toString(), "--inh-caps=" + RIGHTS, "--bounding-set=" + RIGHTS)
            : List.of();

    Process backup = WriterProcess.startBelow(head, words);
    String said = WriterProcess.rest(backup);

    assertThat(backup.waitFor()).as(said).isEqualTo(1);
    assertThat(said.lines())
        .contains(
            fixture.source.resolve("kín.json") + ": không đọc được: access denied",
            fixture.source.resolve("thư mục kín") + ": không đọc được: access denied");
    assertThat(said).contains("CHƯA ĐẦY ĐỦ: 2 tệp có vấn đề");
    Path target = folder.resolve("đích");
    fixture.restore("latest", target);
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)).keySet())
        .containsExactly("/thư mục kín", "/đọc được.json");
    assertThat(fixture.check(true).isClean()).isTrue();
    Commands commands = new Commands(fixture.clock);
    assertThat(commands.in(fixture.location, fixture.passwordFile, "snapshots")).isZero();
    assertThat(commands.said()).contains("CHƯA ĐẦY ĐỦ");
    mode(fixture.source.resolve("thư mục kín"), "rwx------");
  }
}
