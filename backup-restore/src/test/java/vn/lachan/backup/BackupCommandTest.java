package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.repository.TestRepositories;

class BackupCommandTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int call(String... words) {
    out.reset();
    err.reset();
    BackupCommand command =
        new BackupCommand(Fixture.SETTINGS, TestRepositories.CLOCK, entry -> {});
    return command.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private int repo(String verb, String... words) {
    List<String> all = new ArrayList<>(List.of(verb, "--repo", folder.resolve("kho").toString()));
    all.addAll(List.of("--password-file", folder.resolve("mk").toString()));
    all.addAll(List.of(words));
    return call(all.toArray(String[]::new));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void doesTheWholeRoundWithoutThePlatform() throws IOException {
    Path source = folder.resolve("ho-so");
    TestTrees.random(source, 41, 60);
    String history = folder.resolve("ls").toString();

    assertThat(repo("init", "--new-password")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mk"))))
        .isEqualTo("rw-------");
    assertThat(repo("run", "--history", history, source.toString())).as(complained()).isZero();
    assertThat(repo("snapshots", "--json")).isZero();
    assertThat(said().lines()).singleElement().asString().startsWith("{\"id\":\"");
    assertThat(repo("ls", "latest")).isZero();
    assertThat(said()).contains(source + "\n");
    assertThat(repo("check", "--read-data")).isZero();
    assertThat(said()).contains("Kho lành lặn");
    assertThat(repo("restore", "latest", "--target", folder.resolve("đích").toString()))
        .as(complained())
        .isZero();
    assertThat(TestTrees.describe(TestTrees.restored(folder.resolve("đích"), source)))
        .isEqualTo(TestTrees.describe(source));
  }

  @Test
  void takesOnlyWhatIsIncluded() throws IOException {
    Path source = Files.createDirectories(folder.resolve("ho-so"));
    Files.writeString(source.resolve("a.pdf"), "đơn");
    Files.writeString(source.resolve("b.txt"), "nháp");
    String history = folder.resolve("ls").toString();
    repo("init", "--new-password");

    assertThat(repo("run", "--history", history, "--include", "*.pdf", source.toString()))
        .as(complained())
        .isZero();
    repo("ls", "latest", source.toString());
    assertThat(said().lines()).containsExactly(source.toString(), source + "/a.pdf");
    assertThat(repo("run", "--history", history, "--include", "*.docx", source.toString()))
        .as("a pattern that finds nothing")
        .isEqualTo(1);
    assertThat(complained()).contains("*.docx: mẫu này không khớp tệp nào");
    assertThat(repo("run", "--history", history, "--include", "[a", source.toString()))
        .isEqualTo(2);
    assertThat(complained().strip())
        .isEqualTo("lachan backup: --include: mẫu sai: [a: [ không có ] đóng lại");
    assertThat(repo("run", "--history", history, "--exclude", "[a", source.toString()))
        .isEqualTo(2);
    assertThat(complained().lines()).hasSize(1);
    assertThat(repo("run", "--history", history, "--plan", "p.yml", "--include", "a")).isEqualTo(2);
  }

  @Test
  void runsAndDrillsAPlanFromItsFile() throws IOException {
    TestTrees.random(folder.resolve("ho-so"), 42, 30);
    Path plans =
        Files.writeString(
            folder.resolve("plans.yml"),
            """
            plans:
              - {id: mot-cua, name: Một cửa, folders: [ho-so], repository: kho,
                 password-file: mk, rpo: 1h, rto: 1h}
            """);
    String history = folder.resolve("ls").toString();
    repo("init", "--new-password");

    assertThat(call("run", "--plan", plans.toString(), "--history", history)).isZero();
    assertThat(
            call(
                "drill",
                "--plan",
                plans.toString(),
                "--history",
                history,
                "--scratch",
                folder.resolve("thử").toString(),
                "--json"))
        .as(complained())
        .isZero();
    assertThat(said()).contains("\"ok\":true").contains("\"plantFound\":true");
  }

  @Test
  void exitsWithOneWhenACheckFindsDamage() throws IOException {
    Path source = folder.resolve("ho-so");
    TestTrees.random(source, 43, 30);
    repo("init", "--new-password");
    repo("run", "--history", folder.resolve("ls").toString(), source.toString());
    CheckTest.flipInLargestPack(folder.resolve("kho"));

    assertThat(repo("check", "--read-data")).isEqualTo(1);
    assertThat(said()).contains("MẤT: ");
    assertThat(repo("restore", "latest", "--target", folder.resolve("đích").toString()))
        .isEqualTo(1);
    assertThat(complained()).contains("kho không trả lại được nội dung");
  }

  @Test
  void exitsWithTwoAndOneClearLineForWrongUsage() {
    for (String[] words :
        List.of(
            new String[] {"bay"},
            new String[] {"check"},
            new String[] {"check", "--repo"},
            new String[] {"check", "--password", "x"},
            new String[] {"snapshots", "--repo", "/không/có", "--password-file", "/không/có"})) {
      assertThat(call(words)).isEqualTo(2);
      assertThat(complained().lines()).hasSize(1);
    }
    assertThat(call()).isEqualTo(2);
    assertThat(call("--help")).isZero();
  }

  /** What a word would pass over could be what the caller relies on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "key remove 0123 --dry-run",
        "repair snapshots --dry-run",
        "rekey --to @kho-2 --dry-run",
        "restore latest --target @đích --dry-run",
        "restore latest @ho-so --target @đích",
        "run --history @ls --dry-run @ho-so",
        "run --history @ls --keep-last 3 @ho-so",
        "run --history @ls --plan @plans.yml @ho-so",
        "run --history @ls --plan @plans.yml --exclude *.tmp",
        "prune --history @ls --keep-last 3",
        "forget --history @ls --keep-last 1 --grace 7d",
        "dump latest @ho-so/a @ho-so/b",
        "snapshots latest",
        "check latest",
        "init --read-data",
      })
  void refusesWhatAWordDoesNotTakeBeforeAnythingIsDone(String line) throws IOException {
    TestTrees.random(folder.resolve("ho-so"), 44, 5);
    repo("init", "--new-password");
    NavigableMap<String, String> before = TestTrees.describe(folder.resolve("kho"));
    String[] words =
        Stream.of(line.split(" "))
            .map(word -> word.startsWith("@") ? folder + "/" + word.substring(1) : word)
            .toArray(String[]::new);

    assertThat(repo(words[0], Arrays.copyOfRange(words, 1, words.length)))
        .as(said() + complained())
        .isEqualTo(2);

    assertThat(complained().lines()).hasSize(1);
    assertThat(TestTrees.describe(folder.resolve("kho"))).isEqualTo(before);
    assertThat(folder.resolve("đích")).doesNotExist();
    assertThat(folder.resolve("kho-2")).doesNotExist();
  }
}
