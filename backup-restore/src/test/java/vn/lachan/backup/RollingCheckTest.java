package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingCheckTest {

  private static final Duration WINDOW = Duration.ofDays(5);

  @TempDir Path folder;
  private Fixture fixture;
  private CoverageLedger ledger;

  @BeforeEach
  void prepare() throws IOException {
    fixture = new Fixture(folder);
    Files.createDirectories(fixture.source);
    Random random = new Random(41);
    for (int i = 0; i < 40; i++) {
      byte[] scan = new byte[300_000];
      random.nextBytes(scan);
      Files.write(fixture.source.resolve("hồ sơ " + i), scan);
    }
    fixture.backup();
    ledger = new CoverageLedger(fixture.historyFolder);
  }

  private CheckResult today() {
    return new Check(Fixture.SETTINGS, fixture.clock)
        .run(fixture.place(), CheckScope.Rolling.daily(ledger, WINDOW));
  }

  private void tomorrow() {
    fixture.now.updateAndGet(t -> t.plus(Duration.ofDays(1)));
  }

  @Test
  void readsEverythingWithinTheWindow() {
    double before = 0;
    for (int day = 0; day < 5; day++) {
      CheckResult result = today();
      assertThat(result.isClean()).isTrue();
      double percent = result.coverage().orElseThrow().percent();
      assertThat(percent).isGreaterThanOrEqualTo(before);
      assertThat(day > 0 || percent < 60).as("a share a day, not all at once").isTrue();
      assertThat(result.bytesRead()).isLessThan(6_000_000);
      before = percent;
      tomorrow();
    }
    assertThat(before).isEqualTo(100);
  }

  @Test
  void countsOnlyWhatWasReadLately() {
    for (int day = 0; day < 5; day++) {
      today();
      tomorrow();
    }
    fixture.now.updateAndGet(t -> t.plus(Duration.ofDays(30)));

    Coverage coverage = today().coverage().orElseThrow();

    assertThat(coverage.percent()).isBetween(10.0, 50.0);
    assertThat(coverage.neverRead()).isZero();
  }

  @Test
  void findsADamagedPackWithinTheWindowAndNamesItsFiles() throws IOException {
    String pack = CheckTest.flipInLargestPack(fixture.location);
    int found = 0;
    for (int day = 0; day < 6; day++) {
      CheckResult result = today();
      if (!result.isClean()) {
        found++;
        assertThat(String.join("\n", result.problems())).contains(pack);
        assertThat(result.lost()).isNotEmpty().allMatch(path -> path.contains("hồ sơ"));
      }
      assertThat(result.coverage().orElseThrow().percent()).isLessThan(100);
      tomorrow();
    }
    assertThat(found).as("never found sound, so read again and again").isGreaterThan(1);
  }

  @Test
  void beginsAnewWhenTheLedgerIsTorn() throws IOException {
    today();
    try (var files = Files.list(fixture.historyFolder)) {
      Path file =
          files
              .filter(f -> f.getFileName().toString().startsWith("coverage-"))
              .findFirst()
              .orElseThrow();
      Files.writeString(file, "{\"version\":1,\"packs\":{\"0");
    }

    assertThat(today().coverage().orElseThrow().neverRead()).isPositive();
  }
}
