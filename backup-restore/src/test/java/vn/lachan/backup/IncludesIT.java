package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;

/** What a pattern takes into a backup is what stock restic restores by the same pattern. */
class IncludesIT {

  @TempDir Path folder;

  @Test
  void patternsMeanWhatTheyMeanToRestic() throws Exception {
    Fixture fixture = new Fixture(folder);
    for (String file :
        List.of(
            "2026/11/a.pdf",
            "2026/11/a.PDF",
            "2026/12/tờ khai.pdf",
            "2026/12/[x].xml",
            "2026/b/c/d/a.xml",
            "2025/11/b.xml",
            "b/a.pdf",
            "b.xml",
            "x/ờ.yml")) {
      fixture.dossier(file, file);
    }
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    assertThat(restic.call("backup", "--ignore-ctime", fixture.source.toString()).exit()).isZero();
    int number = 0;
    for (String pattern :
        List.of(
            "*.pdf",
            "11",
            "2026/11",
            "11/*",
            "b/*.pdf",
            "b/**/a.xml",
            "**/11/*.xml",
            "**/c/**",
            "?.xml",
            "?.yml",
            "[a-b].*",
            "[^a].pdf",
            "\\[x].xml",
            "tờ*",
            fixture.source + "/2026",
            fixture.source + "/*/11",
            fixture.source + "/**/*.xml",
            "/2026")) {
      Path theirs = folder.resolve("restic-" + ++number);
      Path ours = folder.resolve("ta-" + number);
      restic.call("restore", "latest", "--include", pattern, "--target", theirs.toString());
      new Backup(fixture.history, entry -> {}, Fixture.SETTINGS, fixture.clock)
          .run(fixture.withIncludes("chon-" + number, List.of(pattern)), Fixture.OPERATOR);
      fixture.restore(
          fixture.history.runs("chon-" + number, 1).getFirst()
                  instanceof BackupOutcome.Completed run
              ? run.snapshot()
              : "none",
          ours);

      assertThat(files(TestTrees.restored(ours, fixture.source)))
          .as(pattern)
          .isEqualTo(files(TestTrees.restored(theirs, fixture.source)));
    }
  }

  private static List<String> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
