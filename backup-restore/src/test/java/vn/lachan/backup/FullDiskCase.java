package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.Repository;

/** A repository with a backup, on a small disk or beside it, and what must be true of it. */
abstract class FullDiskCase {

  static final String FULL = "No space left on device";

  @TempDir Path folder;
  Path disk;
  Path kho;
  Path password;
  Path source;
  Path history;
  final Commands commands = new Commands(java.time.InstantSource.system().withZone(ZoneOffset.UTC));
  final Map<String, NavigableMap<String, String>> taken = new LinkedHashMap<>();
  final Random random = new Random(3);

  @BeforeEach
  void places() {
    disk = folder.resolve("dia");
    kho = disk.resolve("kho");
    password = folder.resolve("mk");
    source = folder.resolve("ho-so");
    history = folder.resolve("ls");
  }

  int ours(String... words) {
    return commands.in(kho, password, words);
  }

  int backUp() {
    return ours("run", "--history", history.toString(), source.toString());
  }

  void dossiers(String name, int files, int bytes) throws IOException {
    Files.createDirectories(source);
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      Files.write(source.resolve(name + i), content);
    }
  }

  /** The first backup of a repository on the small disk. */
  void begin() throws IOException {
    dossiers("trước ", 5, 20_000);
    assertThat(ours("init", "--new-password")).as(commands.complained()).isZero();
    assertThat(backUp()).as(commands.complained()).isZero();
    note();
  }

  List<String> snapshots() {
    try (Repository repository =
        new BackupRepository(
                kho,
                password,
                Fixture.SETTINGS,
                java.time.Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .open()) {
      Snapshots snapshots = Snapshots.list(repository);
      assertThat(snapshots.damaged()).isEmpty();
      return snapshots.all().stream().map(s -> s.id().toString()).toList();
    }
  }

  void note() {
    snapshots().forEach(id -> taken.computeIfAbsent(id, i -> TestTrees.describe(source)));
  }

  void oneClearLine(int exit) {
    assertThat(exit).isEqualTo(2);
    assertThat(commands.complained().lines()).as(commands.complained()).hasSize(1);
    assertThat(commands.complained()).startsWith("lachan backup: ").contains(FULL);
  }

  /** No snapshot more or less, every one comes back, no temporary file stays. */
  void nothingLost() throws IOException {
    assertThat(snapshots()).containsExactlyElementsOf(taken.keySet());
    for (String snapshot : taken.keySet()) {
      Path target = folder.resolve("thử");
      assertThat(ours("restore", snapshot, "--target", target.toString()))
          .as(commands.complained())
          .isZero();
      assertThat(TestTrees.describe(TestTrees.restored(target, source)))
          .isEqualTo(taken.get(snapshot));
      Scratch.empty(target);
    }
    try (var all = Files.walk(kho)) {
      assertThat(all.filter(file -> file.toString().contains("-tmp-"))).isEmpty();
    }
  }

  void bothFindItSound() throws Exception {
    assertThat(ours("check", "--read-data")).as(commands.said()).isZero();
    Restic.Answer check = Restic.require(kho, password).call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
  }

  List<Path> packs() throws IOException {
    try (var files = Files.walk(kho.resolve("data"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Allows one file more each time until the words succeed; gives how often they were refused.
   *
   * @param begin so many files at first
   */
  int refusals(SmallDisk small, List<String> words, boolean whole, int begin) throws Exception {
    int refused = 0;
    for (small.allowFiles(begin);
        ours(words.toArray(String[]::new)) != 0;
        small.allowFiles(refused)) {
      assertThat(commands.complained().lines()).as(commands.complained()).hasSize(1);
      assertThat(commands.complained()).contains(FULL);
      if (whole) {
        nothingLost();
      }
      assertThat(++refused).as("it comes to its end").isLessThan(30);
    }
    return refused;
  }

  Path first(String kind) throws IOException {
    try (var files = Files.walk(kho.resolve(kind))) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }
}
