package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.OddTrees;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.command.BackupCommand;

/** A folder as a tar archive, judged by stock tar and by what stock restic dumps. */
class FolderDumpIT {

  @TempDir Path folder;
  private Fixture fixture;
  private String said = "";

  @BeforeEach
  void prepare() throws Exception {
    fixture = new Fixture(folder);
    fixture.dossiers(7, 120);
    OddTrees.write(fixture.source.resolve("lạ"), 8);
    Path links = Files.createDirectories(fixture.source.resolve("liên kết"));
    Files.createSymbolicLink(links.resolve("dài"), Path.of("đích/".repeat(40)));
  }

  private int dump(String path, Path to) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(Files.newOutputStream(to))) {
      List<String> words = new ArrayList<>(List.of("dump", "--repo", fixture.location.toString()));
      words.addAll(List.of("--password-file", fixture.passwordFile.toString(), "latest", path));
      return new BackupCommand(Fixture.SETTINGS, fixture.clock, entry -> {})
          .run(words, out, new PrintStream(err, true, StandardCharsets.UTF_8));
    } finally {
      said = err.toString(StandardCharsets.UTF_8);
    }
  }

  /** Calls stock tar and gives what it says, lines sorted. */
  private static List<String> tar(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().sorted().toList();
  }

  private Path extracted(Path archive, String name) throws Exception {
    Path to = Files.createDirectories(folder.resolve(name));
    List<String> said =
        tar(
            "--xattrs",
            "--xattrs-include=user.*",
            "--acls",
            "--warning=no-timestamp",
            "-xpf",
            archive.toString(),
            "-C",
            to.toString());
    assertThat(said).isEmpty();
    return TestTrees.restored(to, fixture.source);
  }

  @Test
  void stockTarBringsEverythingBack() throws Exception {
    fixture.backup();
    Path archive = folder.resolve("a.tar");

    assertThat(dump(fixture.source.toString(), archive)).as(said).isZero();

    assertThat(said).isEmpty();
    TreeMap<String, String> expected = new TreeMap<>(TestTrees.describe(fixture.source));
    expected.keySet().removeIf(path -> path.endsWith(".tmp")); // the plan leaves them out
    assertThat(TestTrees.describe(extracted(archive, "ra"))).isEqualTo(expected);
  }

  @Test
  void holdsWhatStockResticDumps() throws Exception {
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    fixture.backup();
    Path ours = folder.resolve("ta.tar");
    Path theirs = folder.resolve("restic.tar");
    for (String path : List.of(fixture.source.toString(), fixture.source + "/lạ/", "/")) {
      assertThat(dump(path, ours)).as(said).isZero();
      restic.writeTo(theirs, "dump", "latest", path);

      assertThat(tar("-tf", ours.toString()))
          .as(path)
          .filteredOn(name -> !name.endsWith("/fifo")) // restic has none below the folder asked for
          .containsExactlyElementsOf(
              tar("-tf", theirs.toString()).stream().filter(n -> !n.endsWith("/fifo")).toList());
    }
    Path here = extracted(ours, "ta");
    Path there = extracted(theirs, "restic");
    for (Path file : files(there)) {
      if (Files.isRegularFile(here.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        assertThat(Files.mismatch(here.resolve(file), there.resolve(file)))
            .as(file.toString())
            .isNegative();
      }
    }
  }

  @Test
  void writesFilesOfMoreThanTheOldHeaderHolds() throws Exception {
    Path big = fixture.source.resolve("lớn");
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength((8L << 30) + 5);
    } catch (IOException e) {
      assumeTrue(false, "no room for a sparse file: " + e.getMessage());
    }
    fixture.backup();
    Process tar = new ProcessBuilder("tar", "-tv").redirectErrorStream(true).start();
    try (PrintStream out = new PrintStream(tar.getOutputStream())) {
      List<String> words = new ArrayList<>(List.of("dump", "--repo", fixture.location.toString()));
      words.addAll(List.of("--password-file", fixture.passwordFile.toString()));
      words.addAll(List.of("latest", fixture.source.toString()));
      assertThat(
              new BackupCommand(Fixture.SETTINGS, fixture.clock, entry -> {})
                  .run(words, out, System.err))
          .isZero();
    }
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tar.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.contains(" 8589934597 "))).hasSize(1);
  }

  @Test
  void namesWhatIsLostAndHasTheRest() throws Exception {
    fixture.backup();
    Path archive = folder.resolve("a.tar");
    dump(fixture.source.toString(), archive);
    List<String> all = tar("-tf", archive.toString());
    damageLargestPack();

    int exit = dump(fixture.source.toString(), archive);

    assertThat(exit).isEqualTo(1);
    assertThat(said).contains("kho không trả lại được nội dung");
    List<String> left = tar("-tf", archive.toString());
    assertThat(left).isNotEmpty().hasSizeLessThan(all.size());
    assertThat(all).containsAll(left);
  }

  /** One bit in the first of its blobs, which are pieces of files. */
  private void damageLargestPack() throws IOException {
    Path packs = fixture.location.resolve("data");
    Path largest =
        files(packs).stream()
            .map(packs::resolve)
            .max(Comparator.comparingLong(pack -> pack.toFile().length()))
            .orElseThrow();
    Files.setPosixFilePermissions(largest, PosixFilePermissions.fromString("rw-------"));
    byte[] bytes = Files.readAllBytes(largest);
    bytes[20] ^= 1;
    Files.write(largest, bytes);
  }

  private static List<Path> files(Path root) throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(root::relativize)
          .toList();
    }
  }
}
