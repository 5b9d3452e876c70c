package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.TestTrees;

public class CheckTest {

  @TempDir Path folder;
  private Fixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    fixture.dossiers(31, 80);
    fixture.backup();
  }

  /** Flips one bit in the middle of a file and returns its name. */
  static String flip(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 16;
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, content);
    return file.getFileName().toString();
  }

  public static String flipInLargestPack(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository.resolve("data"))) {
      Path pack =
          files
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      return flip(pack, 100);
    }
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.min(Comparator.naturalOrder()).orElseThrow();
    }
  }

  @Test
  void findsNothingInASoundRepository() {
    CheckResult result = fixture.check(true);

    assertThat(result.problems()).isEmpty();
    assertThat(result.isClean()).isTrue();
    assertThat(result.bytesRead()).isPositive();
  }

  @Test
  void namesTheFilesOfADamagedPackExactly() throws IOException {
    String pack = flipInLargestPack(fixture.location);

    CheckResult quick = fixture.check(false);
    CheckResult full = fixture.check(true);
    Path target = folder.resolve("đích");
    RestoreOutcome outcome = fixture.restore("latest", target);

    assertThat(quick.isClean()).as("only reading finds rotten bits").isTrue();
    assertThat(full.problems()).anyMatch(problem -> problem.contains(pack));
    assertThat(full.lost()).isNotEmpty();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RestoreOutcome.Restored.class,
            restored ->
                assertThat(restored.troubles())
                    .extracting(FileTrouble::path)
                    .containsExactlyInAnyOrderElementsOf(
                        full.lost().stream().map(lost -> lost.substring(9)).toList()));
    List<String> names =
        full.lost().stream()
            .map(lost -> lost.substring(9 + fixture.source.toString().length()))
            .toList();
    var expected = TestTrees.describe(fixture.source);
    names.forEach(expected::remove);
    var actual = TestTrees.describe(TestTrees.restored(target, fixture.source));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshots", "index", "keys", "locks"})
  void findsOneFlippedBitInEveryKindOfFile(String kind) throws IOException {
    if (kind.equals("locks")) {
      try (var repository = fixture.place().open();
          var lock =
              vn.lachan.backup.repository.RepositoryLock.shared(
                  repository, vn.lachan.backup.repository.Machine.current())) {
        lock.requireHeld();
        Path file = only(fixture.location.resolve(kind));
        Files.copy(file, file.resolveSibling("0".repeat(64)));
      }
    }
    String name = flip(only(fixture.location.resolve(kind)), 40);

    CheckResult result = fixture.check(false);

    assertThat(result.isClean()).isFalse();
    assertThat(String.join("\n", result.problems())).contains(name);
    assertThat(result.lost()).isEmpty();
  }

  @Test
  void findsOneFlippedBitInTheConfig() throws IOException {
    flip(fixture.location.resolve("config"), 40);

    assertThat(fixture.check(false).problems()).anyMatch(p -> p.contains("config"));
  }

  @Test
  void restoresEverythingWithADamagedIndex() throws IOException {
    flip(only(fixture.location.resolve("index")), 40);
    Path target = folder.resolve("đích");

    fixture.restore("latest", target);

    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
  }

  @Test
  void namesAMissingPackWithoutReading() throws IOException {
    Path pack;
    try (Stream<Path> files = Files.walk(fixture.location.resolve("data"))) {
      pack =
          files
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
    }
    Files.delete(pack);

    CheckResult result = fixture.check(false);

    assertThat(result.problems())
        .anyMatch(problem -> problem.contains(pack.getFileName().toString()));
    assertThat(result.lost()).isNotEmpty();
  }

  @Test
  void namesATruncatedPackWithoutReading() throws IOException {
    Random random = new Random(2);
    byte[] scan = new byte[2_000_000];
    random.nextBytes(scan);
    Files.write(fixture.source.resolve("scan.pdf"), scan);
    fixture.backup();
    Path pack;
    try (Stream<Path> files = Files.walk(fixture.location.resolve("data"))) {
      pack =
          files
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(pack);
    Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-------"));
    Files.write(pack, java.util.Arrays.copyOf(content, content.length - 1));

    assertThat(fixture.check(false).problems())
        .anyMatch(problem -> problem.contains(pack.getFileName().toString()));
  }
}
