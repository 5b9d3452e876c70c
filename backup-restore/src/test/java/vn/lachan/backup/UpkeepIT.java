package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TestSnapshots;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.StorageId;

/** Every word that changes a repository, judged by stock restic, and restic's work judged by us. */
class UpkeepIT {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Fixture fixture;
  private Restic restic;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    fixture.now.set(Instant.now());
    restic = Restic.require(fixture.location, fixture.passwordFile);
  }

  private BackupOutcome run() {
    fixture.now.set(Instant.now()); // restic's snapshots have the real time
    return fixture.run();
  }

  private void backup() {
    assertThat(run()).isInstanceOf(BackupOutcome.Completed.class);
  }

  private int ours(String... words) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--repo", fixture.location.toString(), "--password-file", "" + fixture.passwordFile));
    return new BackupCommand(Fixture.SETTINGS, fixture.clock, entry -> {})
        .run(
            all,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private String theirs(String... words) throws Exception {
    Restic.Answer answer = restic.call(words);
    assertThat(answer.exit()).as(answer.text()).isZero();
    return answer.text();
  }

  private void bothFindItSound() throws Exception {
    assertThat(theirs("check", "--read-data")).doesNotContain("error");
    assertThat(fixture.check(true).isClean()).as(fixture.check(true).toString()).isTrue();
  }

  /** Three days of dossiers, backed up in turn by us and by restic. */
  private void threeDays() throws Exception {
    for (int day = 0; day < 3; day++) {
      TestTrees.random(fixture.source.resolve("ngày " + day), 70 + day, 16);
      if (day > 0) {
        Scratch.empty(fixture.source.resolve("ngày " + (day - 1)));
      }
      if (day == 1) {
        theirs("backup", fixture.source.toString());
      } else {
        backup();
      }
    }
  }

  private void restoresAsTheSource() throws Exception {
    Path ours = folder.resolve("đích của ta");
    fixture.restore("latest", ours);
    Path their = folder.resolve("đích của restic");
    theirs("restore", "latest", "--target", their.toString());
    assertThat(TestTrees.describe(TestTrees.restored(ours, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
    assertThat(TestTrees.describe(TestTrees.restored(their, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
  }

  @Test
  void resticFindsAPrunedRepositorySound() throws Exception {
    threeDays();
    String history = fixture.historyFolder.toString();
    assertThat(
            ours(
                "forget",
                "--history",
                history,
                "--keep-last",
                "1",
                "--group-by",
                "paths",
                "--keep-drilled",
                "0"))
        .as(said())
        .isZero();
    assertThat(ours("prune", "--history", history, "--max-unused", "0%")).as(said()).isZero();
    bothFindItSound();
    assertThat(ours("prune", "--history", history, "--grace", "0d")).as(said()).isZero();

    bothFindItSound();
    assertThat(theirs("prune", "--dry-run", "--max-unused", "0")).doesNotContain("unused packs: 1");
    restoresAsTheSource();
  }

  @Test
  void weFindARepositoryPrunedByResticSound() throws Exception {
    threeDays();
    theirs("forget", "--keep-last", "1", "--group-by", "paths", "--prune", "--max-unused", "0");

    bothFindItSound();
    backup();
    bothFindItSound();
    restoresAsTheSource();
  }

  /** {@code -Dlachan.backup.policies=200} for the long form. */
  @Test
  void forgetsExactlyWhatResticForgets() throws Exception {
    int policies = Integer.getInteger("lachan.backup.policies", 10);
    Random random = new Random(77);
    StorageId tree = new StorageId(1, 2, 3, 4);
    try (Repository repository = fixture.place().open()) {
      OffsetDateTime time = OffsetDateTime.of(2026, 3, 31, 23, 30, 0, 0, ZoneOffset.ofHours(7));
      for (int i = 0; i < 60; i++) {
        int zone = List.of(7, 7, 0, -5).get(random.nextInt(4));
        TestSnapshots.save(
            repository,
            tree,
            Path.of("/hồ sơ " + random.nextInt(2)),
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.withOffsetSameInstant(ZoneOffset.ofHours(zone))),
            "máy " + random.nextInt(2),
            random.nextInt(3) == 0 ? "giữ" : "thường");
        time = time.minusMinutes(1 + random.nextInt(60 * 24 * 9));
      }
    }
    for (int i = 0; i < policies; i++) {
      List<String> rules = new ArrayList<>();
      for (String name : List.of("last", "hourly", "daily", "weekly", "monthly", "yearly")) {
        if (random.nextInt(3) == 0) {
          rules.addAll(List.of("--keep-" + name, "" + (1 + random.nextInt(6))));
        }
      }
      for (String name : List.of("", "-hourly", "-daily", "-weekly", "-monthly", "-yearly")) {
        if (random.nextInt(6) == 0) {
          rules.addAll(
              List.of(
                  "--keep-within" + name,
                  random.nextInt(2) + "y" + random.nextInt(3) + "m" + random.nextInt(20) + "d1h"));
        }
      }
      if (rules.isEmpty() || random.nextInt(5) == 0) {
        rules.addAll(List.of("--keep-tag", "giữ"));
      }
      rules.addAll(
          List.of("--group-by", List.of("host,paths", "host", "paths,tags", "").get(i % 4)));
      assertThat(ourVerdict(rules)).as("%s", rules).isEqualTo(theirVerdict(rules));
    }
  }

  private Set<String> ourVerdict(List<String> rules) {
    List<String> words = new ArrayList<>(List.of("forget", "--dry-run", "--json"));
    words.addAll(List.of("--history", "" + fixture.historyFolder, "--keep-drilled", "0"));
    words.add("--accept-times");
    words.addAll(rules);
    assertThat(ours(words.toArray(String[]::new))).as(said()).isZero();
    Set<String> removed = new TreeSet<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.has("keep") && !node.get("keep").asBoolean()) {
        removed.add(node.get("snapshot").asString());
      }
    }
    return removed;
  }

  private Set<String> theirVerdict(List<String> rules) throws Exception {
    List<String> words = new ArrayList<>(List.of("forget", "--dry-run", "--json", "--no-lock"));
    words.addAll(rules);
    String text = theirs(words.toArray(String[]::new));
    Set<String> removed = new TreeSet<>();
    for (JsonNode group : JSON.readTree(text.substring(text.indexOf('[')))) {
      for (JsonNode snapshot : group.path("remove")) {
        removed.add(snapshot.get("id").asString());
      }
    }
    return removed;
  }

  @Test
  void resticOpensWithTheKeysWeAddAndWeWithTheirs() throws Exception {
    Path other = folder.resolve("mật khẩu 2");
    Path third = folder.resolve("mật khẩu 3");
    RepositoryPassword.createFile(other).close();
    RepositoryPassword.createFile(third).close();

    assertThat(ours("key", "add", "--new-password-file", other.toString())).as(said()).isZero();
    Restic second = Restic.require(fixture.location, other);
    assertThat(second.call("snapshots").exit()).isZero();
    assertThat(second.call("key", "add", "--new-password-file", third.toString()).exit()).isZero();
    assertThat(ours("key", "list")).isZero();
    assertThat(said().lines()).hasSize(3);
    try (Repository opened =
        new BackupRepository(fixture.location, third, Fixture.SETTINGS, fixture.clock).open()) {
      assertThat(opened.version()).isEqualTo(2);
    }
  }

  @Test
  void readsAndWritesVersionOne() throws Exception {
    Scratch.empty(fixture.location);
    theirs("init", "--repository-version", "1");
    TestTrees.random(fixture.source, 81, 25);
    theirs("backup", fixture.source.toString());
    assertThat(fixture.check(true).isClean()).isTrue();
    TestTrees.random(fixture.source.resolve("mới"), 82, 10);

    backup();

    bothFindItSound();
    restoresAsTheSource();
  }

  @Test
  void copiesAndRekeysIntoWhatResticFindsSound() throws Exception {
    threeDays();
    Path fresh = folder.resolve("kho mới");
    Path password = folder.resolve("mật khẩu mới");
    String[] to = {"--to", "" + fresh, "--to-password-file", "" + password};
    assertThat(ours("rekey", to[0], to[1], to[2], to[3], "--new-password")).as(said()).isZero();
    assertThat(ours("rekey", to[0], to[1], to[2], to[3])).as(said()).isZero();
    assertThat(said()).contains("Đã chép 0 ảnh chụp, 3 đã có; 0 mảnh");
    Restic judge = Restic.require(fresh, password);
    Restic.Answer check = judge.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
    Path their = folder.resolve("từ kho mới");
    assertThat(judge.call("restore", "latest", "--target", their.toString()).exit()).isZero();
    assertThat(TestTrees.describe(TestTrees.restored(their, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));

    theirs("backup", fixture.source.toString());
    assertThat(ours("copy", to[0], to[1], to[2], to[3], "--dry-run")).isEqualTo(1);
    assertThat(said()).contains("Cần chép 1 ảnh chụp, 3 đã có");
    assertThat(ours("copy", to[0], to[1], to[2], to[3])).as(said()).isZero();
    assertThat(said()).contains("Đã chép 1 ảnh chụp, 3 đã có");
    assertThat(judge.call("check", "--read-data").exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"index damaged", "pack damaged"})
  void repairsWhatResticThenFindsSound(String damage) throws Exception {
    threeDays();
    int lost = 0;
    if (damage.startsWith("index")) {
      try (var files = Files.list(fixture.location.resolve("index"))) {
        Path index = files.sorted().findFirst().orElseThrow();
        CheckTest.flip(index, 60);
      }
      assertThat(ours("repair", "index")).as(said()).isZero();
    } else {
      String pack = CheckTest.flipInLargestPack(fixture.location);
      Path kept = folder.resolve("giữ lại");
      assertThat(ours("repair", "packs", pack, "--save-to", kept.toString())).isEqualTo(1);
      assertThat(kept.resolve("pack-" + pack)).exists();
      lost = fixture.check(true).lost().size();
      assertThat(lost).isPositive();
      assertThat(fixture.check(true).problems()).isEmpty();
      Scratch.empty(fixture.location.resolve("snapshots"));
    }

    assertThat(theirs("check", "--read-data")).doesNotContain("error");
    backup();
    bothFindItSound();
    restoresAsTheSource();
  }

  @Test
  void comparesAndCountsAsResticDoes() throws Exception {
    threeDays();
    List<StoredSnapshot> all;
    try (Repository repository = fixture.place().open()) {
      all = Snapshots.list(repository).all();
    }
    String one = all.get(0).id().toString();
    String two = all.get(2).id().toString();
    assertThat(ours("diff", one, two)).isZero();
    List<String> our = out.toString(StandardCharsets.UTF_8).lines().sorted().toList();
    String text = restic.callAloud("diff", one, two).text();
    List<String> their = text.lines().filter(l -> l.matches("(?s)[+\\-MTU] +/.*")).toList();
    assertThat(their).as(text).isNotEmpty();
    assertThat(our).hasSameSizeAs(their);
    assertThat(our.stream().map(l -> l.substring(0, 1)).toList())
        .containsExactlyInAnyOrderElementsOf(their.stream().map(l -> l.substring(0, 1)).toList());

    assertThat(ours("stats", "--json")).isZero();
    JsonNode stats = JSON.readTree(out.toString(StandardCharsets.UTF_8));
    JsonNode size = JSON.readTree(theirs("stats", "--mode", "restore-size", "--json"));
    JsonNode raw = JSON.readTree(theirs("stats", "--mode", "raw-data", "--json"));
    assertThat(stats.get("storedBytes").asLong()).isEqualTo(raw.get("total_size").asLong());
    assertThat(stats.get("blobs").asLong()).isEqualTo(raw.get("total_blob_count").asLong());
    assertThat(stats.get("restoredBytes").asLong()).isEqualTo(size.get("total_size").asLong());
  }

  @Test
  void dumpsTheBytesOfOneFile() throws Exception {
    fixture.dossier("tờ khai.xml", "<khai>nội dung</khai>");
    backup();
    String path = fixture.source.resolve("tờ khai.xml").toString();

    assertThat(ours("dump", "latest", path)).as(said()).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<khai>nội dung</khai>");
    assertThat(theirs("dump", "latest", path)).isEqualTo("<khai>nội dung</khai>");
    assertThat(ours("find", "tờ*.xml", "--json")).isZero();
    assertThat(said().lines()).singleElement().asString().contains(path);
    assertThat(ours("find", "không có*")).isEqualTo(1);
  }

  @Test
  void oneOfTwoRefusesWhenTheOtherPrunes() throws Exception {
    threeDays();
    try (Repository repository = fixture.place().open()) {
      try (RepositoryLock backup = RepositoryLock.shared(repository, Machine.current())) {
        backup.requireHeld();
        assertThat(restic.call("prune").exit()).isNotZero();
        assertThat(restic.call("backup", fixture.source.toString()).exit()).isZero();
      }
      try (RepositoryLock prune = RepositoryLock.exclusive(repository, Machine.current())) {
        prune.requireHeld();
        assertThat(restic.call("backup", fixture.source.toString()).exit()).isNotZero();
      }
    }
    bothFindItSound();
  }

  @Test
  void backsUpBesideResticsPrune() throws Exception {
    threeDays();
    Random random = new Random(5);
    Thread pruner =
        new Thread(() -> {
          for (int i = 0; i < 2; i++) {
            try {
              restic.call(
                  "forget", "--keep-last", "1", "--group-by", "", "--prune", "--max-unused", "0");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    pruner.start();
    int refused = 0;
    for (int i = 0; i < 3; i++) {
      byte[] scan = new byte[700_000];
      random.nextBytes(scan);
      Files.write(fixture.source.resolve("scan " + i), scan);
      refused += run() instanceof BackupOutcome.Failed ? 1 : 0;
    }
    pruner.join();
    assertThat(refused).isLessThanOrEqualTo(4);
    bothFindItSound();
    backup();
    restoresAsTheSource();
  }

  @Test
  void unlocksWhatIsAbandonedOnly() throws Exception {
    try (Repository repository = fixture.place().open()) {
      Machine elsewhere = new Machine("may-khac", "lan", 1, 0, 0);
      RepositoryLock held = RepositoryLock.shared(repository, elsewhere);
      assertThat(ours("unlock")).isZero();
      assertThat(said()).contains("lan@may-khac").contains("Đã xoá 0");
      fixture.now.updateAndGet(t -> t.plusSeconds(31 * 60));
      assertThat(ours("unlock")).isZero();
      assertThat(said()).contains("bỏ hoang").contains("Đã xoá 1");
      held.close();
    }
  }
}
