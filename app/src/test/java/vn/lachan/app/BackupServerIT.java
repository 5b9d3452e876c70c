package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import vn.lachan.app.backupserver.BackupServer;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.backend.BackendAccess;
import vn.lachan.backup.backend.LocationText;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.backend.RestBackend;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.simulator.send.TrustedCertificate;

/**
 * Stock restic and our own client back up to the platform: whole, append-only, within the quota,
 * each to its own repository.
 */
class BackupServerIT implements BackendContract {
  private static final Path RESTIC = Path.of("/usr/bin/restic");
  private static final String PASSWORD = "mat-khau-may-chu-sao-luu";
  private static final int REPOSITORIES = 20;

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static HttpClient http;
  private static final AtomicInteger NEXT = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    String numbered =
        IntStream.range(0, REPOSITORIES).mapToObj(i -> "kho-" + i).collect(Collectors.joining(","));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("lachan.backup.server.enabled", "true");
    settings.put("lachan.backup.server.quota", "40MB");
    settings.put("lachan.backup.server.largest-file", "20MB");
    settings.put("lachan.backup.server.free-space", "1MB");
    account(settings, 0, "thu", numbered, "APPEND");
    account(settings, 1, "xa-1", "xa-1", "APPEND");
    account(settings, 2, "xa-2", "xa-2", "APPEND");
    account(settings, 3, "chi-doc", "xa-1", "READ");
    account(settings, 4, "bao-tri", "xa-2", "MAINTAIN");
    platform = TestPlatform.start(folder.resolve("data"), settings);
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustedCertificate.context(platform.running().certificate()))
            .build();
    secret("password-rest", PASSWORD);
    secret("password-kho", "mật khẩu của kho");
  }

  private static void account(
      Map<String, String> settings, int index, String name, String repositories, String right) {
    String key = "lachan.backup.server.accounts[" + index + "].";
    settings.put(key + "name", name);
    settings.put(
        key + "password-hash", new Argon2PasswordEncoder(16, 32, 1, 1024, 1).encode(PASSWORD));
    settings.put(key + "repositories", repositories);
    settings.put(key + "right", right);
  }

  private static void secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Override
  public Backend backend() {
    return client("thu", "kho-" + NEXT.getAndIncrement());
  }

  private static String address(String user, String repository) {
    String at = platform.address().replace("https://", "https://" + user + "@");
    return "rest:" + at + "/backup-api/" + repository + "/";
  }

  private static Backend client(String user, String repository) {
    var parsed = (LocationText.Result.Parsed) LocationText.parse(address(user, repository), folder);
    BackendAccess none = BackendAccess.NONE;
    return new RestBackend(
        (RepositoryLocation.Rest) parsed.location(),
        new BackendAccess(
            "",
            folder.resolve("password-rest"),
            null,
            null,
            null,
            platform.running().certificate(),
            "",
            null,
            "",
            null,
            List.of(),
            none.transfer()));
  }

  private static HttpResponse<String> send(
      String method, String user, String password, String path, byte[] body) throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return http.send(
        HttpRequest.newBuilder(URI.create(platform.address() + "/backup-api/" + path))
            .header("Authorization", "Basic " + basic)
            .method(method, BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static Process restic(String user, String repository, String... words)
      throws IOException {
    assumeTrue(Files.isExecutable(RESTIC), "skipped: no restic (apt install restic)");
    List<String> command = new ArrayList<>(List.of(RESTIC.toString(), "--no-cache"));
    command.addAll(List.of("--cacert", platform.running().certificate().toString()));
    command.addAll(List.of("-p", folder.resolve("password-kho").toString()));
    command.addAll(
        List.of("-r", address(user, repository).replace(user + "@", user + ":" + PASSWORD + "@")));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String done(String user, String repository, String... words) throws Exception {
    Process process = restic(user, repository, words);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  /** What it says until a line holds {@code word}; then it is stopped. It tries for minutes. */
  private static String until(String word, Process process) throws IOException {
    StringBuilder text = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        text.append(line).append('\n');
        if (line.contains(word)) {
          return text.toString();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    throw new AssertionError("no " + word + " in: " + text);
  }

  private static Path dossiers(String name, int files) throws IOException {
    Path source = Files.createDirectories(folder.resolve(name));
    Random random = new Random(11);
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[1 + random.nextInt(100_000)];
      random.nextBytes(content);
      Files.write(source.resolve("hồ sơ " + i + ".pdf"), content);
    }
    return source;
  }

  private static Map<String, Integer> contents(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      Map<String, Integer> found = new HashMap<>();
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        found.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
      return found;
    }
  }

  private static List<String> actions() {
    return platform.get(AuditTrail.class).read(AuditFilter.newest(500)).stream()
        .map(record -> record.entry().actor().id() + " " + record.entry().action())
        .toList();
  }

  @Test
  void stockResticBacksUpChecksAndRestoresButCannotRemove() throws Exception {
    Path source = dossiers("ho-so", 40);
    done("xa-1", "xa-1", "init");
    done("xa-1", "xa-1", "backup", source.toString());
    done("xa-1", "xa-1", "backup", source.toString());
    assertThat(done("xa-1", "xa-1", "check", "--read-data")).contains("no errors were found");

    String said = until("403", restic("xa-1", "xa-1", "forget", "--keep-last", "1", "--prune"));
    assertThat(said).contains("403");
    done("chi-doc", "xa-1", "unlock");

    Path target = folder.resolve("khoi-phuc");
    done("chi-doc", "xa-1", "restore", "latest", "--target", target.toString());
    assertThat(contents(target)).isEqualTo(contents(source));
    assertThat(done("chi-doc", "xa-1", "snapshots", "--no-lock")).contains("2 snapshots");
    assertThat(actions())
        .contains(
            "backup:xa-1 backup-repository.create",
            "backup:xa-1 backup-key.receive",
            "backup:xa-1 backup-snapshot.receive",
            "backup:xa-1 backup-remove.refuse");
    assertThat(platform.get(BackupServer.class).stats().refusals().get("remove")).isPositive();
  }

  @Test
  void onlyAnAccountThatMaintainsRemoves() throws Exception {
    Path source = dossiers("ho-so-2", 3);
    done("xa-2", "xa-2", "init");
    done("xa-2", "xa-2", "backup", source.toString());
    done("xa-2", "xa-2", "backup", source.toString());
    long before = platform.get(BackupServer.class).stats().usedBytes().get("xa-2");

    done("bao-tri", "xa-2", "forget", "--keep-last", "1", "--prune");

    assertThat(done("xa-2", "xa-2", "snapshots")).contains("1 snapshots");
    assertThat(platform.get(BackupServer.class).stats().usedBytes().get("xa-2")).isLessThan(before);
    assertThat(actions()).contains("backup:bao-tri backup-file.remove");
  }

  @Test
  void everybodyKeepsToTheirOwn() throws Exception {
    byte[] none = new byte[0];
    assertThat(send("GET", "xa-1", PASSWORD, "xa-2/keys/", none).statusCode()).isEqualTo(403);
    assertThat(send("GET", "xa-1", PASSWORD, "khong-co/keys/", none).statusCode()).isEqualTo(403);
    assertThat(send("GET", "xa-1", "sai", "xa-1/keys/", none).statusCode()).isEqualTo(401);
    assertThat(send("GET", "khong-ai", PASSWORD, "xa-1/keys/", none).statusCode()).isEqualTo(401);
    assertThat(send("POST", "chi-doc", PASSWORD, "xa-1/data/" + NAME, CONTENT).statusCode())
        .isEqualTo(403);
    assertThat(actions())
        .contains("backup:xa-1 backup-right.refuse", "backup:xa-1 backup-sign-in.refuse");
  }

  @Test
  void nothingOutsideARepositoryCanBeNamed() throws Exception {
    byte[] none = new byte[0];
    for (String path :
        List.of(
            "xa-1/..%2f..%2fkeys",
            "xa-1/data/..%2fconfig",
            "xa-1/keys/" + NAME + "%00",
            "xa-1/tmp/" + NAME,
            "xa-1/data/" + NAME.substring(1))) {
      assertThat(send("GET", "xa-1", PASSWORD, path, none).statusCode())
          .as(path)
          .isBetween(400, 404);
    }
  }

  @Test
  void aFileThatDoesNotHashToItsNameNeverAppears() {
    try (Backend backend = backend()) {
      backend.create();

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.save(FileKind.PACK, NAME, new byte[5]))
          .withMessageContaining("400");
      assertThat(backend.list(FileKind.PACK)).isEmpty();
    }
  }

  @Test
  void theSameFileSentAgainIsARepetitionAndAnotherConfigIsNot() throws Exception {
    String repository = "kho-" + NEXT.getAndIncrement();
    try (Backend backend = client("thu", repository)) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
      backend.save(FileKind.CONFIG, "", CONTENT);
    }

    String pack = repository + "/data/" + NAME;
    assertThat(send("POST", "thu", PASSWORD, pack, CONTENT).statusCode()).isEqualTo(200);
    assertThat(send("POST", "thu", PASSWORD, repository + "/config", CONTENT).statusCode())
        .isEqualTo(403);
    assertThat(send("DELETE", "thu", PASSWORD, repository + "/config", new byte[0]).statusCode())
        .isEqualTo(403);
  }

  @Test
  void keepsToTheQuotaButStillTakesLocks() {
    try (Backend backend = backend()) {
      backend.create();
      for (int i = 0; i < 4; i++) {
        byte[] content = new byte[(9 << 20) + i];
        backend.save(FileKind.PACK, BackendContract.nameOf(content), content);
      }
      byte[] more = new byte[9 << 20 | 4096];

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.save(FileKind.PACK, BackendContract.nameOf(more), more))
          .withMessageContaining("507: the quota is 41943040 bytes");
      byte[] large = new byte[21 << 20];
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.save(FileKind.PACK, BackendContract.nameOf(large), large))
          .withMessageContaining("413");
      backend.save(FileKind.LOCK, NAME, CONTENT);
      assertThat(backend.list(FileKind.PACK)).hasSize(4);
    }
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    String repository = "kho-" + NEXT.getAndIncrement();
    try (Backend backend = client("thu", repository)) {
      backend.create();
      String head =
          "POST /backup-api/"
              + repository
              + "/data/"
              + NAME
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\nAuthorization: Basic "
              + Base64.getEncoder()
                  .encodeToString(("thu:" + PASSWORD).getBytes(StandardCharsets.UTF_8))
              + "\r\n\r\n";
      var factory = TrustedCertificate.context(platform.running().certificate()).getSocketFactory();
      URI address = URI.create(platform.address());
      try (var socket = factory.createSocket(address.getHost(), address.getPort())) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(new byte[5000]);
        socket.getOutputStream().flush();
      }

      Path data = folder.resolve("data/backup-repositories").resolve(repository).resolve("data");
      TestPlatform.await(
          "the broken upload to be cleared",
          () -> platform.get(BackupServer.class).stats().receiving() == 0);
      assertThat(backend.list(FileKind.PACK)).isEmpty();
      assertThat(contents(data)).isEmpty();
      assertThat(platform.get(BackupServer.class).stats().usedBytes().get(repository)).isZero();
    }
  }

  @Test
  void countsWhatItDoes() throws Exception {
    HttpResponse<String> metrics =
        http.send(
            HttpRequest.newBuilder(URI.create(platform.address() + "/actuator/prometheus")).build(),
            BodyHandlers.ofString());

    assertThat(metrics.body())
        .contains(
            "lachan_backup_server_taken_files_total",
            "lachan_backup_server_refused_total{reason=\"quota\"}")
        .contains("lachan_backup_server_used_bytes{repository=\"xa-1\"}");
    assertThat(MonitoringFiles.missing(metrics.body(), "lachan_backup_server_")).isEmpty();
  }
}
