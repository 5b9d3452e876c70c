package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.lachan.backup.archive.OddTrees;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.repository.Repository;

/**
 * Random repositories that we and stock restic write, forget and prune in turn, restored by both.
 * {@code -Dlachan.backup.repositories=200} for the long form.
 */
class RandomRepositoriesIT {

  private static final int DAYS = 3;

  @TempDir Path folder;
  private Fixture fixture;
  private Restic restic;
  private final Map<String, NavigableMap<String, String>> taken = new LinkedHashMap<>();

  /** The same every time, and one that is new every day; its number is in the name of the test. */
  static LongStream seeds() {
    int repositories = Integer.getInteger("lachan.backup.repositories", 4);
    long day = LocalDate.now(ZoneOffset.UTC).toEpochDay();
    return LongStream.concat(LongStream.range(1, repositories), LongStream.of(day));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comeBackEqualWhoeverWroteThem(long seed) throws Exception {
    Random random = new Random(seed);
    fixture = new Fixture(folder);
    restic = Restic.require(fixture.location, fixture.passwordFile);
    for (int day = 0; day < DAYS; day++) {
      Path today = fixture.source.resolve("ngày " + day);
      TestTrees.random(today, seed * DAYS + day, 24);
      OddTrees.write(today.resolve("lạ"), seed * DAYS + day);
      if (day > 0) {
        OddTrees.removeSome(fixture.source.resolve("ngày " + (day - 1)), random);
      }
      take(random.nextBoolean());
    }
    forgetOldest(random.nextBoolean());
    restic("check", "--read-data");
    CheckResult check = fixture.check(true);
    assertThat(check.isClean()).as(check.toString()).isTrue();
    for (String snapshot : taken.keySet()) {
      resticRestores(snapshot);
      weRestore(snapshot);
    }
    assertThat(taken).hasSize(DAYS - 1);
  }

  private void take(boolean ours) throws Exception {
    if (ours) {
      fixture.now.set(Instant.now()); // restic's snapshots have the real time
      assertThat(fixture.backup().troubleCount()).isZero();
    } else {
      restic("backup", fixture.source.toString());
    }
    try (Repository repository = fixture.place().open()) {
      for (StoredSnapshot snapshot : Snapshots.list(repository).all()) {
        String id = snapshot.id().toString();
        if (!taken.containsKey(id)) {
          taken.put(id, TestTrees.describe(fixture.source));
        }
      }
    }
  }

  private void forgetOldest(boolean ours) throws Exception {
    String oldest = taken.keySet().iterator().next();
    if (ours) {
      String history = fixture.historyFolder.toString();
      ours("forget", oldest, "--history", history, "--keep-drilled", "0", "--accept-times");
      ours("prune", "--history", history, "--grace", "0d", "--max-unused", "0%");
    } else {
      restic("forget", oldest, "--prune", "--max-unused", "0");
    }
    taken.remove(oldest);
  }

  private void resticRestores(String snapshot) throws Exception {
    Path target = folder.resolve("restic " + snapshot.substring(0, 8));
    restic("restore", snapshot, "--target", target.toString());
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(taken.get(snapshot));
    Scratch.empty(target);
  }

  private void weRestore(String snapshot) throws IOException {
    Path target = folder.resolve("ta " + snapshot.substring(0, 8));
    NavigableMap<String, String> all = taken.get(snapshot);
    NavigableMap<String, String> expected = OddTrees.withoutPipes(new java.util.TreeMap<>(all));
    assertThat(fixture.restore(snapshot, target))
        .isInstanceOfSatisfying(
            RestoreOutcome.Restored.class,
            done -> assertThat(done.troubles()).hasSize(all.size() - expected.size()));
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source))).isEqualTo(expected);
    Scratch.empty(target);
  }

  private void restic(String... words) throws Exception {
    Restic.Answer answer = restic.call(words);
    assertThat(answer.exit()).as(answer.text()).isZero();
  }

  private void ours(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--repo", fixture.location.toString(), "--password-file", "" + fixture.passwordFile));
    int exit = new BackupCommand(Fixture.SETTINGS, fixture.clock, entry -> {}).run(all, both, both);
    assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
