package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.backup.archive.Lookup;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.TestRepositories;

/**
 * One bit flipped in each kind of file: the file is named, the dossiers it costs are named exactly
 * by check and by restore, restic agrees, and what is left can be made whole. {@code
 * -Dlachan.backup.flips=50} flips more bits of each kind.
 */
class BitRotIT {

  /** Where the bit is. */
  enum Spot {
    CONFIG,
    KEY,
    INDEX,
    SNAPSHOT,
    LOCK,
    PACK_OF_DATA,
    PACK_OF_TREES,
    HEADER_OF_PACK,
    LENGTH_OF_HEADER
  }

  private static final String VICTIM = "/xã 2/hồ sơ 3.pdf";
  private static final String TWIN = "/xã 0/bản sao của hồ sơ 3.pdf";

  @TempDir Path folder;
  private Fixture fixture;
  private Restic restic;
  private NavigableMap<String, String> source;
  private final Random random = new Random(17);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private record Damage(Path file, int from, int to, List<String> lost) {}

  @BeforeEach
  void backUp() throws IOException {
    fixture = new Fixture(folder);
    fixture.now.set(Instant.now());
    restic = Restic.require(fixture.location, fixture.passwordFile);
    for (int commune = 0; commune < 4; commune++) {
      Path place = Files.createDirectories(fixture.source.resolve("xã " + commune));
      for (int i = 0; i < 6; i++) {
        byte[] content = new byte[200 + random.nextInt(9000)];
        random.nextBytes(content);
        Files.write(place.resolve("hồ sơ " + i + ".pdf"), content);
      }
    }
    Files.copy(fixture.source.resolve(VICTIM.substring(1)), of(TWIN));
    fixture.backup();
    source = TestTrees.describe(fixture.source);
  }

  private Path of(String path) {
    return fixture.source.resolve(path.substring(1));
  }

  private static int flips() {
    return Integer.getInteger("lachan.backup.flips", 2);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundAndCostsExactlyWhatIsNamed(Spot spot) throws Exception {
    Damage damage = damage(spot);
    for (int i = 0; i < flips(); i++) {
      int at = damage.from() + random.nextInt(damage.to() - damage.from());
      byte[] whole = flip(damage.file(), at);
      String where = spot + " byte " + at;

      CheckResult check = fixture.check(true);
      assertThat(String.join("\n", check.problems())).as(where).contains(name(damage.file()));
      assertThat(check.lost().stream().map(this::inSource)).as(where).isEqualTo(damage.lost());
      if (spot != Spot.KEY && spot != Spot.LOCK) { // whose names restic 0.14 does not check
        assertThat(restic.call("check", "--read-data").exit()).as(where).isNotZero();
      }
      restores(spot, damage, where);
      put(damage.file(), whole);
    }
    if (spot == Spot.LOCK) {
      restic.call("unlock", "--remove-all");
    }
    assertThat(fixture.check(true).isClean()).isTrue();
    if (spot == Spot.PACK_OF_DATA || spot == Spot.PACK_OF_TREES) {
      flip(damage.file(), (damage.from() + damage.to()) / 2);
      whatIsLeftIsMadeWhole(damage);
    }
  }

  private Damage damage(Spot spot) throws IOException {
    try (Repository repository = fixture.place().open()) {
      repository.loadIndex();
      var root = Snapshots.list(repository).all().getFirst().tree();
      return switch (spot) {
        case CONFIG -> whole(fixture.location.resolve("config"));
        case KEY -> whole(only("keys"));
        case INDEX -> whole(only("index"));
        case SNAPSHOT -> whole(only("snapshots"));
        case LOCK -> {
          RepositoryLock.shared(repository, new Machine("may-khac", "lan", 1, 0, 0));
          yield whole(only("locks"));
        }
        case PACK_OF_DATA -> {
          TreeNode node = Lookup.find(repository, root, "" + of(VICTIM)).orElseThrow();
          yield blob(
              TestRepositories.place(repository, BlobType.DATA, node.content().getFirst()),
              List.of(TWIN, VICTIM));
        }
        case PACK_OF_TREES -> {
          TreeNode node = Lookup.find(repository, root, "" + of("/xã 1")).orElseThrow();
          yield blob(
              TestRepositories.place(repository, BlobType.TREE, node.subtree().orElseThrow()),
              List.of("/xã 1/*"));
        }
        case HEADER_OF_PACK -> end(40);
        case LENGTH_OF_HEADER -> end(4);
      };
    }
  }

  private static Damage whole(Path file) throws IOException {
    return new Damage(file, 0, (int) Files.size(file), List.of());
  }

  private Damage blob(TestRepositories.Range range, List<String> lost) {
    return new Damage(pack(range.pack()), range.offset(), range.offset() + range.length(), lost);
  }

  private Damage end(int bytes) throws IOException {
    try (var packs = Files.walk(fixture.location.resolve("data"))) {
      Path pack = packs.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
      int length = (int) Files.size(pack);
      return new Damage(pack, length - bytes, length - (bytes == 4 ? 0 : 4), List.of());
    }
  }

  private Path pack(String name) {
    return fixture.location.resolve("data").resolve(name.substring(0, 2)).resolve(name);
  }

  private Path only(String kind) throws IOException {
    try (var files = Files.list(fixture.location.resolve(kind))) {
      return files.findFirst().orElseThrow();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Flips one bit and returns what was there before. */
  private byte[] flip(Path file, int at) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] rotten = whole.clone();
    rotten[at] ^= (byte) (1 << random.nextInt(8));
    put(file, rotten);
    return whole;
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, content);
  }

  /** A lost path of a check, below the source. */
  private String inSource(String lost) {
    return lost.substring(9 + fixture.source.toString().length());
  }

  private void restores(Spot spot, Damage damage, String where) throws IOException {
    Path target = folder.resolve("đích");
    RestoreOutcome outcome = fixture.restore("latest", target);
    switch (spot) {
      case CONFIG, SNAPSHOT ->
          assertThat(outcome).as(where).isInstanceOf(RestoreOutcome.Refused.class);
      case KEY -> {} // opens when the bit is in a word that is only for people
      default -> {
        RestoreOutcome.Restored done = (RestoreOutcome.Restored) outcome;
        assertThat(done.troubles().stream().map(t -> t.path().substring(inSourceAt())))
            .as(where)
            .isEqualTo(damage.lost().stream().map(l -> l.replace("/*", "")).toList());
        assertThat(files(TestTrees.describe(TestTrees.restored(target, fixture.source))))
            .as(where)
            .isEqualTo(files(left(damage)));
      }
    }
    Scratch.empty(target);
  }

  private int inSourceAt() {
    return fixture.source.toString().length();
  }

  private NavigableMap<String, String> left(Damage damage) {
    NavigableMap<String, String> left = new java.util.TreeMap<>(source);
    left.keySet()
        .removeIf(path ->
            damage.lost().stream()
                .anyMatch(l -> path.equals(l) || path.startsWith(l.replace("*", ""))));
    return left;
  }

  private static NavigableMap<String, String> files(NavigableMap<String, String> all) {
    all.values().removeIf(about -> !about.startsWith("FILE"));
    return all;
  }

  /** Packs, then snapshots are repaired; when the damaged one is forgotten, restic is content. */
  private void whatIsLeftIsMadeWhole(Damage damage) throws Exception {
    String damaged = name(only("snapshots"));
    Path kept = folder.resolve("giữ");
    assertThat(ours("repair", "packs", name(damage.file()), "--save-to", "" + kept)).isEqualTo(1);
    assertThat(ours("repair", "snapshots")).isEqualTo(1);
    for (String lost : damage.lost()) {
      String path = fixture.source + lost.replace("*", "");
      assertThat(said()).contains("MẤT: " + damaged.substring(0, 8) + ":" + path);
    }
    assertThat(fixture.location.resolve("snapshots").resolve(damaged)).exists();
    assertThat(ours("repair", "snapshots")).isEqualTo(1);
    assertThat(said()).contains("đã được ghi lại").doesNotContain("bản cũ còn đến khi forget");

    String history = fixture.historyFolder.toString();
    assertThat(ours("forget", damaged, "--history", history, "--keep-drilled", "0"))
        .as(said())
        .isZero();
    assertThat(ours("repair", "snapshots", "--read-data")).as(said()).isZero();
    assertThat(fixture.check(true).isClean()).isTrue();
    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
    Path target = folder.resolve("từ restic");
    Restic.Answer restored = restic.call("restore", "latest", "--target", target.toString());
    assertThat(restored.exit()).as(restored.text()).isZero();
    NavigableMap<String, String> left = left(damage);
    left.remove("/xã 1", damage.lost().contains("/xã 1/*") ? left.get("/xã 1") : "");
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source))).isEqualTo(left);
  }

  private int ours(String... words) {
    said.reset();
    PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--repo", fixture.location.toString(), "--password-file", "" + fixture.passwordFile));
    return new BackupCommand(Fixture.SETTINGS, fixture.clock, entry -> {}).run(all, both, both);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
