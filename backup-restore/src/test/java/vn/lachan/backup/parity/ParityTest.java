package vn.lachan.backup.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.PackCheck;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

class ParityTest {

  private static final ParitySettings SETTINGS = new ParitySettings(0.2, 5, 4096);
  private static final Path RESTIC = Path.of("/usr/bin/restic");

  @TempDir Path folder;
  private Path location;
  private Path parityFolder;

  @BeforeEach
  void fill() {
    location = folder.resolve("kho");
    parityFolder = location.resolve("parity");
    try (Repository repository = TestRepositories.create(new LocalBackend(location))) {
      save(repository, 1, 18);
      assertThat(parity(repository).create(SETTINGS).isSound()).isTrue();
    }
  }

  /** {@code count} blobs of half a megabyte that do not compress. */
  private static void save(Repository repository, long seed, int count) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[500_000];
      random.nextBytes(content);
      repository.save(BlobType.DATA, content, 0, content.length);
    }
    repository.flush();
  }

  private Parity parity(Repository repository) {
    return new Parity(repository, parityFolder);
  }

  private Repository open() {
    return TestRepositories.open(new LocalBackend(location));
  }

  @Test
  void protectsEveryPackForTheShareAsked() {
    try (Repository repository = open()) {
      ParityReport report = parity(repository).verify();

      assertThat(report.isSound()).isTrue();
      assertThat(report.unprotected()).isEmpty();
      assertThat(report.packs()).isEqualTo(packs().size()).isGreaterThan(5);
      assertThat((double) report.parityBytes() / report.packBytes()).isBetween(0.15, 0.45);
    }
  }

  @Test
  void healsFlippedBits() {
    List<Path> all = packs();
    flip(all.get(0), 1000);
    flip(all.get(0), 300_000);
    flip(all.get(1), 700_000);

    assertThat(outcomes(verify())).hasSize(2).containsOnly(ParityReport.Outcome.CAN_BE_HEALED);
    assertThat(outcomes(heal())).hasSize(2).containsOnly(ParityReport.Outcome.HEALED);
    assertIsWhole();
  }

  @Test
  void healsALostPackAndATruncatedOne() throws IOException {
    List<Path> all = packs();
    Files.delete(all.get(2));
    assertThat(outcomes(heal())).containsExactly(ParityReport.Outcome.HEALED);
    byte[] content = Files.readAllBytes(all.get(3));
    Files.delete(all.get(3));
    Files.write(all.get(3), Arrays.copyOf(content, content.length / 2));

    assertThat(outcomes(heal())).containsExactly(ParityReport.Outcome.HEALED);
    assertIsWhole();
  }

  @Test
  void saysExactlyWhatIsBeyondTheShare() throws IOException {
    ParityReport before = verify();
    assertThat(before.groups()).isGreaterThan(1);
    List<StorageId> group = firstGroup();
    Files.delete(file(group.get(0)));
    Files.delete(file(group.get(1)));

    ParityReport report = heal();

    assertThat(report.isSound()).isFalse();
    assertThat(report.damaged())
        .extracting(ParityReport.Damage::pack)
        .containsExactlyInAnyOrder(group.get(0), group.get(1));
    assertThat(report.damaged())
        .allSatisfy(damage -> {
          assertThat(damage.outcome()).isEqualTo(ParityReport.Outcome.BEYOND);
          assertThat(damage.lost()).isTrue();
          assertThat(damage.blocksBeyond()).isPositive();
        });
  }

  @Test
  void fetchesTheVeryPackFromACopyFirst() throws IOException {
    Path copy = folder.resolve("ban-sao");
    copy(location, copy);
    List<StorageId> group = firstGroup();
    Files.delete(file(group.get(0)));
    Files.delete(file(group.get(1)));

    try (Repository repository = open();
        Repository second = TestRepositories.open(new LocalBackend(copy))) {
      assertThat(outcomes(parity(repository).heal(second)))
          .containsExactly(ParityReport.Outcome.FETCHED, ParityReport.Outcome.FETCHED);
    }
    assertIsWhole();
  }

  @Test
  void savesBlobsOfASecondRepositoryAgainWhenTheParityIsNotEnough() throws IOException {
    Path other = folder.resolve("kho-hai");
    List<StorageId> group = firstGroup();
    Files.delete(file(group.get(0)));
    Files.delete(file(group.get(1)));
    try (Repository repository = open();
        Repository second = TestRepositories.create(new LocalBackend(other))) {
      save(second, 1, 18);

      assertThat(outcomes(parity(repository).heal(second)))
          .containsExactly(ParityReport.Outcome.REPLACED, ParityReport.Outcome.REPLACED);
    }
    assertIsWhole();
  }

  @Test
  void noticesAndRenewsRottenParity() throws IOException {
    String head = files(parityFolder, ".head-a").getFirst().getFileName().toString();
    flip(parityFolder.resolve(head), 200);
    flip(files(parityFolder, ".blocks").getFirst(), 5000);

    assertThat(verify().problems()).singleElement().asString().contains("parity of group");
    assertThat(heal().isSound()).isTrue();
    assertThat(verify().isSound()).isTrue();
  }

  @Test
  void protectsWhatCameLaterAndForgetsWhatWasPruned() {
    try (Repository repository = open()) {
      save(repository, 2, 6);
      assertThat(parity(repository).verify().unprotected()).isNotEmpty();

      assertThat(parity(repository).create(SETTINGS).unprotected()).isEmpty();
      assertThat(parity(repository).verify().isSound()).isTrue();
    }
  }

  @Test
  void protectsNoPackThatIsRottenAlready() {
    for (Path file : files(parityFolder, "")) {
      file.toFile().delete();
    }
    flip(packs().getFirst(), 77);

    try (Repository repository = open()) {
      ParityReport report = parity(repository).create(SETTINGS);

      assertThat(report.problems())
          .singleElement()
          .asString()
          .contains("does not have the content");
      assertThat(report.unprotected()).hasSize(1);
    }
  }

  @Test
  void isNotSeenByStockRestic() throws Exception {
    assumeThat(RESTIC).as("stock restic is not installed").isExecutable();
    flip(packs().getFirst(), 4000);
    assertThat(outcomes(heal())).containsExactly(ParityReport.Outcome.HEALED);
    Path password = folder.resolve("password");
    Files.writeString(password, "mật khẩu thử");

    Process restic =
        new ProcessBuilder(
                RESTIC.toString(),
                "-r",
                location.toString(),
                "-p",
                password.toString(),
                "--no-cache",
                "check",
                "--read-data")
            .redirectErrorStream(true)
            .start();
    String said = new String(restic.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(restic.waitFor()).as(said).isZero();
    assertThat(said).contains("no errors were found").doesNotContainIgnoringCase("parity");
  }

  private ParityReport verify() {
    try (Repository repository = open()) {
      return parity(repository).verify();
    }
  }

  private ParityReport heal() {
    try (Repository repository = open()) {
      return parity(repository).heal(null);
    }
  }

  private void assertIsWhole() {
    try (Repository repository = open()) {
      PackCheck check = repository.checkPacks(true);
      assertThat(check.problems()).isEmpty();
      assertThat(check.unusable()).isEmpty();
    }
  }

  private static List<ParityReport.Outcome> outcomes(ParityReport report) {
    return report.damaged().stream().map(ParityReport.Damage::outcome).toList();
  }

  /** The first five packs by name are the first group. */
  private List<StorageId> firstGroup() {
    return packs().stream()
        .limit(SETTINGS.groupSize())
        .map(path -> StorageId.parse(path.getFileName().toString()).orElseThrow())
        .toList();
  }

  private Path file(StorageId pack) {
    String name = pack.toString();
    return location.resolve("data").resolve(name.substring(0, 2)).resolve(name);
  }

  /** The largest first: the last one of a backup may hold little. */
  private List<Path> packs() {
    try (Backend backend = new LocalBackend(location)) {
      return backend.list(FileKind.PACK).stream()
          .sorted(Comparator.comparingLong(Backend.StoredFile::length).reversed())
          .map(file -> file(StorageId.parse(file.name()).orElseThrow()))
          .toList();
    }
  }

  private static List<Path> files(Path folder, String suffix) {
    List<Path> files = new ArrayList<>();
    try (var stream = Files.list(folder)) {
      stream.filter(f -> f.toString().endsWith(suffix)).sorted().forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void flip(Path file, int at) {
    try {
      byte[] content = Files.readAllBytes(file);
      content[at] ^= 4;
      Files.delete(file);
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
