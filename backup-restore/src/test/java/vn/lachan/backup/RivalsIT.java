package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.Repository;

/**
 * A backup and a prune in two processes at once, of ours and of stock restic: both succeed, or one
 * refuses because of the other's lock, and nothing is lost. {@code -Dlachan.backup.races=30} for
 * the long form.
 */
class RivalsIT {

  @TempDir Path folder;
  private Fixture fixture;
  private Restic restic;
  private final Map<String, NavigableMap<String, String>> taken = new LinkedHashMap<>();

  /** Who prunes beside whose backup. */
  record Race(boolean ourPrune, boolean ourBackup, int number) {}

  static List<Race> races() {
    int races = Integer.getInteger("lachan.backup.races", 3);
    return IntStream.range(0, races).mapToObj(i -> new Race(i % 3 != 1, i % 3 != 0, i)).toList();
  }

  @BeforeEach
  void prepare() throws IOException {
    fixture = new Fixture(folder);
    restic = Restic.require(fixture.location, fixture.passwordFile);
    for (int day = 0; day < 3; day++) {
      dossiers(day);
      fixture.now.set(Instant.now());
      taken.put(fixture.backup().snapshot(), TestTrees.describe(fixture.source));
    }
    String oldest = taken.keySet().iterator().next();
    Files.delete(fixture.location.resolve("snapshots").resolve(oldest));
    taken.remove(oldest);
    dossiers(3);
  }

  private void dossiers(int day) throws IOException {
    Random random = new Random(day);
    Files.createDirectories(fixture.source);
    for (int i = 0; i < 8; i++) {
      byte[] content = new byte[250_000];
      random.nextBytes(content);
      Files.write(fixture.source.resolve("hồ sơ " + day + "-" + i), content);
      Files.deleteIfExists(fixture.source.resolve("hồ sơ " + (day - 1) + "-" + (i / 2)));
    }
  }

  @ParameterizedTest
  @MethodSource("races")
  void loseNothing(Race race) throws Exception {
    Process prune = race.ourPrune() ? ours(prune()) : null;
    Process backup = race.ourBackup() ? ours(backup()) : null;
    for (Process ours : new Process[] {prune, backup}) {
      if (ours != null) {
        WriterProcess.awaitBegin(ours);
      }
    }
    Process first = prune == null ? theirs("prune", "--max-unused", "0") : prune;
    Process second = backup == null ? theirs("backup", "" + fixture.source) : backup;

    succeedsOrIsLockedOut(first);
    boolean done = succeedsOrIsLockedOut(second);
    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
    assertThat(fixture.check(true).isClean()).isTrue();
    everythingComesBack(done);
    Process again = ours(backup());
    String said = WriterProcess.rest(again);
    assertThat(again.waitFor()).as(said).isZero();
  }

  private String[] prune() {
    return new String[] {"prune", "--grace", "0d", "--max-unused", "0%"};
  }

  private String[] backup() {
    return new String[] {"run", fixture.source.toString()};
  }

  private Process ours(String[] words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--repo", fixture.location.toString()));
    all.addAll(List.of("--password-file", fixture.passwordFile.toString()));
    all.addAll(List.of("--history", folder.resolve("ls " + words[0]).toString()));
    return WriterProcess.start(all.toArray(String[]::new));
  }

  private Process theirs(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("restic", "--no-cache", "-q"));
    all.addAll(List.of("-r", fixture.location.toString(), "-p", "" + fixture.passwordFile));
    all.addAll(List.of(words));
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  private static boolean succeedsOrIsLockedOut(Process process) throws Exception {
    String said = process.inputReader(StandardCharsets.UTF_8).readAllAsString();
    int exit = process.waitFor();
    if (exit != 0) {
      assertThat(said).containsPattern("locked|khoá");
    }
    return exit == 0;
  }

  private void everythingComesBack(boolean withToday) {
    List<String> all;
    try (Repository repository = fixture.place().open()) {
      all = Snapshots.list(repository).all().stream().map(s -> s.id().toString()).toList();
    }
    assertThat(all).containsAll(taken.keySet()).hasSize(taken.size() + (withToday ? 1 : 0));
    for (String snapshot : all) {
      Path target = folder.resolve("đích " + snapshot.substring(0, 8));
      fixture.restore(snapshot, target);
      assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
          .isEqualTo(taken.getOrDefault(snapshot, TestTrees.describe(fixture.source)));
    }
  }
}
