package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;

/**
 * A file of each kind cut off in its IV, its content, its MAC, the header of a pack and its length,
 * or to nothing: the check names the file, also without reading the data; what can come back does,
 * and what cannot is named by check and restore alike; stock restic finds fault as well.
 */
class CutFilesIT {

  private static final String[] CHECK_ALL = {"check", "--read-data"};
  private static final ExecutorService JUDGES = Executors.newVirtualThreadPerTaskExecutor();
  private static final Map<String, Future<Restic.Answer>> VERDICTS = new TreeMap<>();

  @TempDir static Path judged;
  @TempDir Path folder;
  private Fixture fixture;
  private Commands commands;
  private NavigableMap<String, String> source;

  @BeforeEach
  void backUp() throws IOException {
    fixture = new Fixture(folder);
    fixture.now.set(Instant.now());
    Random random = new Random(23);
    for (int i = 0; i < 12; i++) {
      byte[] content = new byte[500 + random.nextInt(9000)];
      random.nextBytes(content);
      Path place = Files.createDirectories(fixture.source.resolve("xã " + i % 3));
      Files.write(place.resolve("hồ sơ " + i), content);
    }
    fixture.backup();
    source = TestTrees.describe(fixture.source);
    commands = new Commands(fixture.clock);
  }

  /** In the order of the bytes of an envelope, then from the end. */
  private static List<Integer> places(int length) {
    TreeSet<Integer> places =
        new TreeSet<>(List.of(0, 1, 15, 16, 17, 32, length / 2, length - 40, length - 17));
    places.addAll(List.of(length - 16, length - 5, length - 4, length - 3, length - 1));
    return places.stream().filter(place -> place >= 0 && place < length).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trees", "data", "config", "keys", "index", "snapshots", "locks"})
  void areFoundAndCostOnlyWhatIsNamed(String kind) throws Exception {
    if (kind.equals("locks")) {
      try (Repository repository = fixture.place().open()) {
        RepositoryLock.shared(repository, new Machine("may-khac", "lan", 1, 0, 0));
      }
    }
    Path file = file(kind);
    byte[] whole = Files.readAllBytes(file);
    for (int place : places(whole.length)) {
      String where = kind + " of " + whole.length + " bytes cut at " + place;
      put(file, Arrays.copyOf(whole, place));
      List<String> lost = check(file, kind, where);
      comesBack(kind, lost, where);
      if (place == 0 || place == whole.length / 2 || place == whole.length - 1) {
        resticMinds(kind, where);
      }
      put(file, whole);
    }
    assertThat(fixture.check(true).problems().stream().filter(p -> !p.contains("lock"))).isEmpty();
  }

  private List<String> check(Path file, String kind, String where) {
    String name = file.getFileName().toString();
    int exit = commands.in(fixture.location, fixture.passwordFile, "check");
    assertThat(exit).as(where).isEqualTo(1);
    assertThat(commands.said() + commands.complained()).as(where).contains(name);
    CheckResult full = fixture.check(true);
    assertThat(String.join("\n", full.problems())).as(where).contains(name);
    if (!kind.equals("data") && !kind.equals("trees")) {
      assertThat(full.lost()).as(where).isEmpty();
    }
    return full.lost().stream()
        .map(lost -> lost.substring(9).replaceFirst("/\\*$", ""))
        .map(lost -> lost.isEmpty() ? "/" : lost)
        .sorted()
        .toList();
  }

  private void comesBack(String kind, List<String> lost, String where) throws IOException {
    Path target = folder.resolve("đích");
    RestoreOutcome outcome = fixture.restore("latest", target);
    if (List.of("config", "keys", "snapshots").contains(kind)) {
      assertThat(outcome).as(where).isInstanceOf(RestoreOutcome.Refused.class);
    } else {
      RestoreOutcome.Restored done = (RestoreOutcome.Restored) outcome;
      assertThat(done.troubles().stream().map(FileTrouble::path).sorted())
          .as(where)
          .containsExactlyElementsOf(lost);
      Path restored = TestTrees.restored(target, fixture.source);
      assertThat(Files.exists(restored) ? files(TestTrees.describe(restored)) : new TreeMap<>())
          .as(where)
          .isEqualTo(files(left(lost)));
    }
    Scratch.empty(target);
  }

  private NavigableMap<String, String> left(List<String> lost) {
    NavigableMap<String, String> left = new TreeMap<>(source);
    left.keySet()
        .removeIf(
            path -> lost.stream().anyMatch(l -> Path.of(fixture.source + path).startsWith(l)));
    return left;
  }

  private static NavigableMap<String, String> files(NavigableMap<String, String> all) {
    all.values().removeIf(about -> !about.startsWith("FILE"));
    return all;
  }

  /**
   * Asks it about a copy, beside everything else: a cut pack it reads again and again, for 30 s.
   */
  private void resticMinds(String kind, String where) throws Exception {
    Path copy = Files.createTempDirectory(judged, kind);
    Path repository = TestTrees.copy(fixture.location, copy.resolve("kho"));
    Path password = Files.copy(fixture.passwordFile, copy.resolve("mk"));
    Restic restic = Restic.require(repository, password);
    // the structure is enough where it reads the cut file for that
    String[] words = kind.equals("trees") ? new String[] {"check"} : CHECK_ALL;
    Future<Restic.Answer> check = JUDGES.submit(() -> restic.call(words));
    if (!kind.equals("locks")) { // which restic 0.14 warns of and passes over
      VERDICTS.put(where, check);
    }
  }

  @AfterAll
  static void resticMinded() throws Exception {
    for (Map.Entry<String, Future<Restic.Answer>> verdict : VERDICTS.entrySet()) {
      Restic.Answer check = verdict.getValue().get(5, TimeUnit.MINUTES);
      assertThat(check.exit()).as(verdict.getKey() + check.text()).isNotZero();
    }
    JUDGES.shutdown();
    assertThat(JUDGES.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  private Path file(String kind) throws IOException {
    Path place = fixture.location.resolve(kind.equals("trees") ? "data" : kind);
    if (Files.isRegularFile(place)) {
      return place;
    }
    try (var files = Files.walk(place)) {
      var bySize = java.util.Comparator.comparingLong((Path f) -> f.toFile().length());
      List<Path> all = files.filter(Files::isRegularFile).sorted(bySize).toList();
      return kind.equals("data") ? all.getLast() : all.getFirst();
    }
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, content);
  }
}
