package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.backup.archive.LongNames;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.TestRepositories;

/**
 * Every wrong thing of the list of issue 4 in one place, through the command and judged by stock
 * restic: one clear line, exit 2 or 1, nothing lost, and no half snapshot that looks whole.
 */
class WrongPlacesIT {

  /** What is wrong, how the command must end, and what its line must say. */
  enum Wrong {
    PASSWORD(2, "Không mở được kho bằng mật khẩu này"),
    KEY_FILE(2, "keys/"),
    VERSION(2, "repository version 3 is not known"),
    BORG(2, "borg"),
    KOPIA(2, "kopia"),
    OTHER_FOLDER(2, "no restic repository in"),
    NO_SPACE(2, "No space left on device"),
    UNREACHABLE(2, "127.0.0.1"),
    SOURCE_FILE(1, "kín.json: không đọc được: access denied"),
    LONG_NAME(1, "không ghi được: File name too long");

    final int exit;
    final String says;

    Wrong(int exit, String says) {
      this.exit = exit;
      this.says = says;
    }
  }

  /** How it ended, and what it complained about. */
  private record Answer(int exit, List<String> complaints) {}

  @TempDir Path folder;
  private Fixture fixture;
  private Commands commands;
  private NavigableMap<String, String> before;
  private String snapshot;

  @ParameterizedTest
  @EnumSource
  void isOneClearLineAndCostsNothing(Wrong wrong) throws Exception {
    Path disk = folder.resolve("dia");
    AutoCloseable mounted = wrong == Wrong.NO_SPACE ? SmallDisk.mount(disk, "size=6m") : () -> {};
    try {
      begin(wrong == Wrong.NO_SPACE ? Files.createDirectory(disk.resolve("ta")) : folder);
      NavigableMap<String, String> files = files();

      Answer answer = run(wrong);

      assertThat(answer.exit()).as(answer.toString()).isEqualTo(wrong.exit);
      assertThat(answer.complaints()).as(wrong.name()).hasSize(1);
      assertThat(answer.complaints().getFirst()).contains(wrong.says).hasSizeLessThan(400);
      if (wrong != Wrong.NO_SPACE && wrong != Wrong.SOURCE_FILE && wrong != Wrong.LONG_NAME) {
        files.replaceAll((name, digest) -> changed.getOrDefault(name, digest));
        assertThat(files()).as("not a byte was written or removed").isEqualTo(files);
      }
      mend();
      nothingIsLost(wrong);
    } finally {
      mounted.close();
    }
  }

  private final NavigableMap<String, String> changed = new TreeMap<>();
  private final List<Runnable> repairs = new ArrayList<>();

  private void begin(Path place) throws IOException {
    fixture = new Fixture(place);
    fixture.now.set(Instant.now());
    fixture.dossier("a.json", "a");
    fixture.dossier("b/c.json", "c");
    snapshot = fixture.backup().snapshot();
    before = TestTrees.describe(fixture.source);
    commands = new Commands(fixture.clock);
  }

  private Answer run(Wrong wrong) throws Exception {
    Path there = fixture.location;
    return switch (wrong) {
      case PASSWORD -> ours(there, secret("mật khẩu sai"), backUp());
      case KEY_FILE -> {
        replace(only("keys"), "{\"kdf\":\"scrypt\",\"N\":32768,\"r\":8,\"p\":5,\"data\":\"x\"}");
        yield ours(there, fixture.passwordFile, backUp());
      }
      case VERSION -> {
        byte[] config = Files.readAllBytes(there.resolve("config"));
        try (RepositoryPassword password = RepositoryPassword.read(fixture.passwordFile)) {
          TestRepositories.setVersion(new LocalBackend(there), password, 3);
        }
        changed.put("config", TestTrees.sha256(there.resolve("config")));
        repairs.add(() -> put(there.resolve("config"), config));
        yield ours(there, fixture.passwordFile, backUp());
      }
      case BORG -> {
        Path borg = Files.createDirectories(folder.resolve("borg/data")).getParent();
        Files.writeString(borg.resolve("README"), "This is a Borg Backup repository.\n");
        Files.writeString(borg.resolve("config"), "[repository]\nversion = 1\n");
        yield ours(borg, fixture.passwordFile, backUp());
      }
      case KOPIA -> {
        Path kopia = Files.createDirectories(folder.resolve("kopia/p")).getParent();
        Files.writeString(kopia.resolve("kopia.repository.f"), "{\"tool\":\"x\"}");
        yield ours(kopia, fixture.passwordFile, backUp());
      }
      case OTHER_FOLDER -> ours(fixture.source, fixture.passwordFile, backUp());
      case NO_SPACE -> {
        byte[] large = new byte[12 << 20];
        new Random(1).nextBytes(large);
        Path outside = Files.createDirectories(folder.resolve("ngoài"));
        Files.write(outside.resolve("lớn"), large);
        yield ours(there, fixture.passwordFile, "run", "--history", history(), outside.toString());
      }
      case UNREACHABLE -> {
        String place = "rest:http://thu@127.0.0.1:" + unusedPort() + "/kho/";
        Path access = folder.resolve("truy-cap.yml");
        Files.writeString(access, "password-file: mk\nattempts: 2\n");
        secret("x");
        List<String> words = new ArrayList<>(List.of(backUp()));
        words.addAll(List.of("--repo", place, "--access-file", access.toString()));
        words.addAll(List.of("--password-file", "" + fixture.passwordFile));
        yield answer(commands.run(words.toArray(String[]::new)));
      }
      case SOURCE_FILE -> withoutRights();
      case LONG_NAME -> {
        try (Repository repository = fixture.place().open()) {
          repository.loadIndex();
          LongNames.save(repository, List.of("vừa", "ệ".repeat(86)));
        }
        Files.delete(fixture.location.resolve("snapshots").resolve(snapshot));
        Answer answer =
            ours(there, fixture.passwordFile, "restore", "latest", "--target", "" + target());
        assertThat(target().resolve("vừa")).hasContent("x");
        yield answer;
      }
    };
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private String[] backUp() {
    return new String[] {"run", "--history", history(), fixture.source.toString()};
  }

  private String history() {
    return folder.resolve("ls").toString();
  }

  private Path target() {
    return folder.resolve("dich");
  }

  private Answer ours(Path place, Path password, String... words) {
    return answer(commands.in(place, password, words));
  }

  private Answer answer(int exit) {
    return new Answer(exit, commands.complained().lines().toList());
  }

  /** The command in a process that has given up the right to read everything. */
  private Answer withoutRights() throws Exception {
    Path setpriv = Path.of("/usr/bin/setpriv");
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(!root || Files.isExecutable(setpriv), "skipped: root reads all, and no setpriv");
    fixture.dossier("kín.json", "k");
    Files.setPosixFilePermissions(
        fixture.source.resolve("kín.json"), PosixFilePermissions.fromString("---------"));
    String rights = "-dac_override,-dac_read_search";
    List<String> words = new ArrayList<>(List.of(backUp()));
    words.addAll(List.of("--repo", "" + fixture.location));
    words.addAll(List.of("--password-file", "" + fixture.passwordFile));
    Process process =
        WriterProcess.startBelow(
            root
                ? List.of("" + setpriv, "--inh-caps=" + rights, "--bounding-set=" + rights)
                : List.of(),
            words.toArray(String[]::new));
    String said = WriterProcess.rest(process);
    int exit = process.waitFor();
    assertThat(said).as("said to be incomplete").contains("CHƯA ĐẦY ĐỦ");
    return new Answer(exit, said.lines().filter(line -> line.contains("không đọc được")).toList());
  }

  private Path secret(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("mk"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void replace(Path file, String content) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    put(file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    changed.put(fixture.location.relativize(file).toString(), TestTrees.sha256(file));
    repairs.add(() -> put(file, whole));
  }

  private static void put(Path file, byte[] content) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.write(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path only(String kind) throws IOException {
    try (var files = Files.list(fixture.location.resolve(kind))) {
      return files.findFirst().orElseThrow();
    }
  }

  private NavigableMap<String, String> files() throws IOException {
    NavigableMap<String, String> all = new TreeMap<>();
    try (var files = Files.walk(fixture.location)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(fixture.location.relativize(file).toString(), TestTrees.sha256(file));
      }
    }
    return all;
  }

  private void mend() {
    repairs.forEach(Runnable::run);
  }

  /** No lock and no temporary file stays; restic finds all sound and gives the dossiers back. */
  private void nothingIsLost(Wrong wrong) throws Exception {
    assertThat(fixture.location.resolve("locks")).isEmptyDirectory();
    assertThat(files().keySet()).noneMatch(name -> name.contains("-tmp-"));
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
    if (wrong == Wrong.LONG_NAME) {
      return; // the snapshot of this case is another one, and it is whole
    }
    try (var snapshots = Files.list(fixture.location.resolve("snapshots"))) {
      assertThat(snapshots.count()).isEqualTo(wrong == Wrong.SOURCE_FILE ? 2 : 1);
    }
    String target = folder.resolve("của restic").toString();
    Restic.Answer restored = restic.call("restore", snapshot, "--target", target);
    assertThat(restored.exit()).as(restored.text()).isZero();
    assertThat(TestTrees.describe(TestTrees.restored(Path.of(target), fixture.source)))
        .isEqualTo(before);
  }
}
