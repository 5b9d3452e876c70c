package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.TestTrees;

/** Names in composed and decomposed letters and in bytes that are no text, under LC_ALL=C. */
class PoorLocaleIT {

  @TempDir Path folder;
  private Fixture fixture;

  @Test
  void keepsNamesUnderALocaleThatCannotWriteThem() throws Exception {
    fixture = new Fixture(folder);
    fixture.dossiers(51, 80);
    Path to = folder.resolve("dich");

    succeeds("run", "--history", folder.resolve("ls").toString(), fixture.source.toString());
    succeeds("restore", "latest", "--target", to.toString());

    assertThat(TestTrees.describe(TestTrees.restored(to, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
  }

  private void succeeds(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--repo", fixture.location.toString()));
    all.addAll(List.of("--password-file", fixture.passwordFile.toString()));
    Path log = folder.resolve("log of " + words[0]);
    Process process = WriterProcess.start(log, "C", all.toArray(String[]::new));
    assertThat(process.waitFor()).as(WriterProcess.read(log)).isZero();
  }
}
