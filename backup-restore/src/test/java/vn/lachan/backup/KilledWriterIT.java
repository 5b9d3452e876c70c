package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.Repository;

/**
 * kill -9 of every kind of work, in a process of its own, at random moments. Stock restic then
 * finds the repository sound, every snapshot there was comes back equal, and the same work run once
 * more comes to its end. {@code -Dlachan.backup.kills=200} for the long form, {@code
 * -Dlachan.backup.kill=RESTORE} for one kind of work.
 */
class KilledWriterIT {

  /** What is killed. */
  enum Work {
    BACKUP,
    PRUNE,
    FORGET,
    COPY,
    REKEY,
    REPAIR_INDEX,
    REPAIR_PACKS,
    RESTORE
  }

  @TempDir static Path shared;
  private static Fixture fixture;
  private static final NavigableMap<String, NavigableMap<String, String>> TAKEN = new TreeMap<>();
  private static NavigableMap<String, String> now;
  private static final Map<Work, Long> LONGEST = new EnumMap<>(Work.class);
  private static final Map<Work, Integer> KILLED = new EnumMap<>(Work.class);
  private static final Map<Work, Integer> MIDWAY = new EnumMap<>(Work.class);

  @TempDir Path folder;
  private Path kho;
  private Path second;
  private Path target;
  private Restic restic;

  /** Four days, the first forgotten, so that there is something to prune; today is not in yet. */
  @BeforeAll
  static void prepare() throws Exception {
    fixture = new Fixture(Files.createDirectory(shared.resolve("gốc")));
    fixture.now.set(Instant.now().minusSeconds(3600));
    for (int day = 0; day < 4; day++) {
      dossiers(day);
      fixture.now.updateAndGet(t -> t.plusSeconds(60));
      String snapshot = fixture.backup().snapshot();
      TAKEN.put(snapshot, TestTrees.describe(fixture.source));
      if (day == 0) {
        Files.delete(fixture.location.resolve("snapshots").resolve(snapshot));
        TAKEN.remove(snapshot);
      }
    }
    dossiers(4);
    now = TestTrees.describe(fixture.source);
    BackupRepository empty =
        new BackupRepository(
            fixture.folder.resolve("kho-2"), fixture.passwordFile, Fixture.SETTINGS, fixture.clock);
    assertThat(empty.create(false)).isEmpty();
  }

  private static void dossiers(int day) throws IOException {
    Random random = new Random(day);
    Path today = Files.createDirectories(fixture.source.resolve("ngày " + day));
    for (int i = 0; i < 12; i++) {
      byte[] content = new byte[i < 4 ? 400_000 + random.nextInt(600_000) : random.nextInt(9000)];
      random.nextBytes(content);
      Files.write(today.resolve("hồ sơ " + i), content);
    }
    for (int i = 0; i < 12 && day > 0; i += 2) {
      Files.delete(fixture.source.resolve("ngày " + (day - 1)).resolve("hồ sơ " + i));
    }
  }

  static List<Kill> kills() {
    int kills = Integer.getInteger("lachan.backup.kills", Work.values().length);
    String only = System.getProperty("lachan.backup.kill", "");
    List<Kill> all = new ArrayList<>();
    for (int i = 0; all.size() < kills; i++) {
      Work work = Work.values()[i % Work.values().length];
      if (only.isEmpty() || work.name().equals(only)) {
        all.add(new Kill(work, i));
      }
    }
    return all;
  }

  record Kill(Work work, int number) {}

  @AfterAll
  static void tell() {
    System.out.println("killed before the end: " + KILLED + ", midway: " + MIDWAY);
  }

  @ParameterizedTest
  @MethodSource("kills")
  void leavesASoundRepository(Kill kill) throws Exception {
    kho = copy("kho");
    second = kill.work() == Work.COPY ? copy("kho-2") : folder.resolve("kho-2");
    target = folder.resolve("dich");
    restic = Restic.require(kho, fixture.passwordFile);
    if (kill.work() == Work.REPAIR_INDEX) {
      Files.delete(first("index"));
    }
    String[] words = words(kill.work());

    killAtRandom(kill, words);
    if (kill.work() != Work.REPAIR_INDEX) {
      judge(kill.work());
    }
    runAgain(kill.work(), words);
    judge(kill.work());
    if (kill.work() == Work.COPY || kill.work() == Work.REKEY) {
      judgeSecond();
    }
  }

  private void killAtRandom(Kill kill, String[] words) throws Exception {
    Process process = WriterProcess.start(words);
    WriterProcess.awaitBegin(process);
    long longest = LONGEST.getOrDefault(kill.work(), 700_000_000L);
    long after = (long) (new Random(kill.number()).nextDouble() * longest);
    if (process.waitFor(after, TimeUnit.NANOSECONDS)) {
      String said = WriterProcess.rest(process);
      assertThat(process.exitValue()).as(said).isZero();
    } else {
      KILLED.merge(kill.work(), 1, Integer::sum);
    }
    process.destroyForcibly().waitFor();
    if (process.exitValue() != 0 && isMidway(kill.work())) {
      MIDWAY.merge(kill.work(), 1, Integer::sum);
    }
  }

  /** Whether a lock, or half a restore, shows that it was at work. */
  private boolean isMidway(Work work) {
    Path trace = work == Work.RESTORE ? target : kho.resolve("locks");
    String[] left = trace.toFile().list();
    return left != null && left.length > 0;
  }

  private String[] words(Work work) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--repo", kho.toString(), "--password-file", "" + fixture.passwordFile));
    words.addAll(List.of("--history", folder.resolve("ls").toString()));
    words.addAll(
        0,
        switch (work) {
          case BACKUP -> List.of("run");
          case PRUNE -> List.of("prune", "--grace", "0d", "--max-unused", "0%");
          case FORGET ->
              List.of("forget", "--keep-last", "1", "--keep-drilled", "0", "--accept-times");
          case COPY -> List.of("copy", "--to", "" + second);
          case REKEY -> List.of("rekey", "--to", "" + second);
          case REPAIR_INDEX -> List.of("repair", "index");
          case REPAIR_PACKS ->
              List.of(
                  "repair", "packs", "" + first("data").getFileName(), "--save-to", "" + target);
          case RESTORE -> List.of("restore", "latest", "--resume", "--target", "" + target);
        });
    if (work == Work.BACKUP) {
      words.add(fixture.source.toString());
    }
    if (work == Work.COPY || work == Work.REKEY) {
      words.addAll(List.of("--to-password-file", fixture.passwordFile.toString()));
    }
    return words.toArray(String[]::new);
  }

  private void runAgain(Work work, String[] words) throws Exception {
    Process process = WriterProcess.start(words);
    WriterProcess.awaitBegin(process);
    long began = System.nanoTime();
    String said = WriterProcess.rest(process);
    LONGEST.put(work, System.nanoTime() - began);
    // A pack that was replaced already is not there any more; all it held is in the new one.
    assertThat(process.waitFor()).as(said).isZero();
    if (work == Work.RESTORE) {
      assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
          .isEqualTo(TAKEN.get(newest().id().toString()));
    }
  }

  private StoredSnapshot newest() {
    try (Repository repository = place(kho).open()) {
      return Snapshots.list(repository).all().getLast();
    }
  }

  private static BackupRepository place(Path location) {
    return new BackupRepository(location, fixture.passwordFile, Fixture.SETTINGS, fixture.clock);
  }

  /** The lock of the dead is no obstacle, restic finds all sound, all snapshots come back equal. */
  private void judge(Work work) throws Exception {
    sound(restic);
    List<String> there = comeBack(kho);
    if (work != Work.FORGET) {
      assertThat(there).containsAll(TAKEN.keySet());
    } else {
      assertThat(there).isNotEmpty();
    }
  }

  private void judgeSecond() throws Exception {
    sound(Restic.require(second, fixture.passwordFile));
    assertThat(comeBack(second)).hasSize(TAKEN.size());
  }

  private static void sound(Restic restic) throws Exception {
    Restic.Answer unlocked = restic.call("unlock");
    assertThat(unlocked.exit()).as(unlocked.text()).isZero();
    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
  }

  /** Restores every snapshot, compares it with what was backed up, and returns all ids. */
  private List<String> comeBack(Path location) throws IOException {
    List<StoredSnapshot> all;
    try (Repository repository = place(location).open()) {
      Snapshots snapshots = Snapshots.list(repository);
      assertThat(snapshots.damaged()).isEmpty();
      all = snapshots.all();
    }
    for (StoredSnapshot snapshot : all) {
      Path to = folder.resolve("thử");
      RestoreOutcome outcome =
          new Restore(entry -> {}, Fixture.SETTINGS, fixture.clock)
              .run(
                  location,
                  fixture.passwordFile,
                  snapshot.id().toString(),
                  to,
                  List.of(),
                  Fixture.OPERATOR);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              RestoreOutcome.Restored.class, done -> assertThat(done.troubles()).isEmpty());
      String origin = snapshot.original().orElse(snapshot.id()).toString();
      assertThat(TestTrees.describe(TestTrees.restored(to, fixture.source)))
          .isEqualTo(TAKEN.getOrDefault(origin, now));
      Scratch.empty(to);
    }
    return all.stream().map(s -> s.id().toString()).toList();
  }

  private Path copy(String name) throws IOException {
    return TestTrees.copy(fixture.folder.resolve(name), folder.resolve(name));
  }

  private Path first(String kind) throws IOException {
    try (var files = Files.walk(kho.resolve(kind))) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }
}
