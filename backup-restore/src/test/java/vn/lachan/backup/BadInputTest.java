package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.LongNames;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.TestRepositories;

/** What people get wrong: one clear line, exit 2 or 1, nothing lost, no half snapshot. */
class BadInputTest {

  @TempDir Path folder;
  private Fixture fixture;
  private Commands commands;
  private Path history;

  @BeforeEach
  void backUp() {
    fixture = new Fixture(folder);
    fixture.dossier("a.json", "a");
    fixture.backup();
    commands = new Commands(fixture.clock);
    history = folder.resolve("ls");
  }

  private int ours(String... words) {
    return commands.in(fixture.location, fixture.passwordFile, words);
  }

  /** Every word that opens a repository. */
  static Stream<List<String>> words() {
    return Stream.of(
        List.of("run", "--history", "@ls", "@ho-so"),
        List.of("snapshots"),
        List.of("ls", "latest"),
        List.of("restore", "latest", "--target", "@dich"),
        List.of("forget", "latest", "--history", "@ls"),
        List.of("prune", "--history", "@ls"),
        List.of("repair", "index"),
        List.of("repair", "snapshots"),
        List.of("key", "list"),
        List.of("copy", "--to", "@kho-2", "--to-password-file", "@password"),
        List.of("unlock"),
        List.of("stats"));
  }

  private String[] in(List<String> words) {
    return words.stream()
        .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
        .toArray(String[]::new);
  }

  private void oneClearLine(int exit, String... parts) {
    assertThat(exit).as(commands.complained()).isIn(1, 2);
    assertThat(commands.complained().lines()).as(commands.complained()).hasSize(1);
    assertThat(commands.complained()).startsWith("lachan backup: ");
    for (String part : parts) {
      assertThat(commands.complained()).contains(part);
    }
  }

  /** Every file of the repository but locks. */
  private Map<String, String> files() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(fixture.location)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        all.put(fixture.location.relativize(file).toString(), TestTrees.sha256(file));
      }
    }
    return all;
  }

  private static Path secret(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Path only(String kind) throws IOException {
    try (Stream<Path> files = Files.list(fixture.location.resolve(kind))) {
      return files.findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @MethodSource("words")
  void aWrongPassword(List<String> words) throws IOException {
    Path wrong = secret(folder.resolve("sai"), "mật khẩu sai");
    Map<String, String> before = files();

    oneClearLine(
        commands.in(fixture.location, wrong, in(words)),
        "Không mở được kho bằng mật khẩu này",
        "wrong password");

    assertThat(commands.complained()).doesNotContain("mật khẩu sai");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aWrongPasswordForACheck() throws IOException {
    Path wrong = secret(folder.resolve("sai"), "mật khẩu sai");

    assertThat(commands.in(fixture.location, wrong, "check")).isEqualTo(1);
    assertThat(commands.said()).contains("wrong password");
  }

  @Test
  void aPasswordFileThatIsMissingOpenToOthersOrEmpty() throws IOException {
    Path open = Files.writeString(folder.resolve("mo"), "x");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path empty = secret(folder.resolve("rong"), " \n");

    oneClearLine(commands.in(fixture.location, folder.resolve("khong-co"), "ls", "latest"));
    oneClearLine(commands.in(fixture.location, open, "ls", "latest"), "chmod 600");
    oneClearLine(commands.in(fixture.location, empty, "ls", "latest"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "{\"kdf\":\"scrypt\",\"N\":3,\"r\":8,\"p\":1}", "\0\0\0"})
  void aDamagedKeyFile(String content) throws IOException {
    Path key = only("keys");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(key, content);
    Map<String, String> before = files();

    for (List<String> words : words().toList()) {
      oneClearLine(ours(in(words)), "keys/" + key.getFileName());
    }
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 1000})
  void anUnknownVersion(int version) throws IOException {
    LocalBackend backend = new LocalBackend(fixture.location);
    try (RepositoryPassword password = RepositoryPassword.read(fixture.passwordFile)) {
      TestRepositories.setVersion(backend, password, version);
    }
    Map<String, String> before = files();

    for (List<String> words : words().toList()) {
      oneClearLine(ours(in(words)), "repository version " + version + " is not known");
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aRepositoryOfAnotherTool() throws IOException {
    Path borg = Files.createDirectories(folder.resolve("borg/data/0")).getParent().getParent();
    Files.writeString(borg.resolve("README"), "This is a Borg Backup repository.\n");
    Files.writeString(borg.resolve("config"), "[repository]\nversion = 1\nappend_only = 0\n");
    Path kopia = Files.createDirectories(folder.resolve("kopia/p"));
    Files.writeString(kopia.resolveSibling("kopia.repository.f"), "{\"tool\":\"x\"}");
    Path nothing = Files.createDirectories(folder.resolve("anh/2026"));
    Files.writeString(nothing.resolve("a.jpg"), "x");
    Map<Path, String> wrong =
        Map.of(borg, "borg", kopia.getParent(), "kopia", nothing.getParent(), "no restic");

    wrong.forEach((place, name) -> {
      for (List<String> words : words().toList()) {
        oneClearLine(
            commands.in(place, fixture.passwordFile, in(words)),
            "no restic repository in " + place,
            name);
      }
    });
    oneClearLine(commands.in(borg, fixture.passwordFile, "init"), "borg");
    oneClearLine(commands.in(kopia.getParent(), fixture.passwordFile, "init"), "kopia");
    assertThat(kopia.resolveSibling("keys")).doesNotExist();
  }

  @Test
  void aFileInThePlaceOfARepository() throws IOException {
    Path file = Files.writeString(folder.resolve("tep"), "x");

    oneClearLine(commands.in(file, fixture.passwordFile, "ls", "latest"), file.toString());
    oneClearLine(commands.in(file, fixture.passwordFile, "init"), file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest:http://thu@127.0.0.1:%d/kho/",
        "sftp://thu@127.0.0.1:%d//kho",
        "s3:http://127.0.0.1:%d/kho/duong"
      })
  void aTargetThatCannotBeReached(String text) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort(); // nobody listens there any more
    }
    secret(folder.resolve("bi-mat"), "bí mật");
    secret(folder.resolve("hosts"), "");
    Path access =
        Files.writeString(
            folder.resolve("truy-cap.yml"),
            text.startsWith("sftp")
                ? "password-file: bi-mat\nknown-hosts: hosts\nattempts: 2\n"
                : text.startsWith("s3")
                    ? "access-key: thu\nsecret-key-file: bi-mat\nattempts: 2\n"
                    : "password-file: bi-mat\nattempts: 2\n");
    String place = text.formatted(port);
    for (List<String> words :
        List.of(
            List.of("init"),
            List.of("snapshots"),
            List.of("run", "--history", "@ls", "@ho-so"),
            List.of("restore", "latest", "--target", "@dich"))) {
      List<String> all = new java.util.ArrayList<>(List.of(in(words)));
      all.addAll(List.of("--repo", place, "--password-file", fixture.passwordFile.toString()));
      all.addAll(List.of("--access-file", access.toString()));
      oneClearLine(commands.run(all.toArray(String[]::new)), "127.0.0.1");
      assertThat(commands.complained()).doesNotContain("bí mật");
    }
  }

  /** Names of 255 letters, as NTFS has them, are longer than the 255 bytes of our file systems. */
  @Test
  void aNameThatIsTooLongForTheTarget() throws IOException {
    String tooLong = "ệ".repeat(86);
    try (Repository repository = fixture.place().open()) {
      repository.loadIndex();
      LongNames.save(repository, List.of("vừa", tooLong));
    }
    String newest = newest();
    Path target = folder.resolve("dich");

    assertThat(ours("restore", newest, "--target", target.toString())).isEqualTo(1);

    assertThat(commands.complained().lines())
        .containsExactly("/" + tooLong + ": không ghi được: File name too long");
    assertThat(target.resolve("vừa")).hasContent("x");
    assertThat(ours("dump", newest, "/" + tooLong)).isZero();
    assertThat(commands.said()).isEqualTo("x");
  }

  private String newest() {
    return switch (fixture.place().snapshots()) {
      case SnapshotListing.Listed listed ->
          listed.snapshots().stream()
              .filter(s -> s.host().equals("may-khac"))
              .findFirst()
              .orElseThrow()
              .id();
      case SnapshotListing.Unavailable no -> throw new AssertionError(no.reason());
    };
  }

  @Test
  void aRepositoryWhosePathIsTooLong() {
    Path place = folder.resolve("ệ".repeat(86));

    oneClearLine(commands.in(place, fixture.passwordFile, "init"), "File name too long");
    oneClearLine(commands.in(place, fixture.passwordFile, "ls", "latest"));
  }

  @Test
  void aSourceThatIsNotThere() throws IOException {
    Map<String, String> before = files();

    oneClearLine(
        ours("run", "--history", history.toString(), folder.resolve("khong-co").toString()),
        "Không có thư mục nguồn nào");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aTargetThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("tep"), "x");

    oneClearLine(ours("restore", "latest", "--target", file.resolve("x").toString()), "x");
    oneClearLine(ours("restore", "latest", "--target", file.toString()), file.toString());
    oneClearLine(ours("restore", "latest", "--target", folder.toString()), "không trống");
  }

  @Test
  void aSnapshotThatIsNotThere() {
    oneClearLine(ours("restore", "0123", "--target", folder.resolve("dich").toString()), "0123");
    oneClearLine(ours("ls", "0123"), "0123");
    assertThat(commands.complained().getBytes(StandardCharsets.UTF_8).length).isLessThan(300);
  }
}
