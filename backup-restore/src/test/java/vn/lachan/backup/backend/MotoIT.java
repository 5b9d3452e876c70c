package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ObjectLock;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.TestRepositories;

/**
 * moto, an S3 server that others wrote, with versions and object lock; and stock restic's own S3
 * client on what we wrote there. Skipped where {@code moto_server} is not installed (pip install
 * "moto[server,s3]"). It takes any signature; those are checked by {@link AwsSignatureTest}.
 */
class MotoIT implements BackendContract {

  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final ObjectLockSettings LOCK =
      new ObjectLockSettings(ObjectLockSettings.Mode.COMPLIANCE, Duration.ofDays(30));

  @TempDir static Path folder;
  private static Process moto;
  private static URI endpoint;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> binary =
        Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
            .map(entry -> Path.of(entry).resolve("moto_server"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(binary.isPresent(), "skipped: no moto_server (pip install \"moto[server,s3]\")");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    moto =
        new ProcessBuilder(binary.get().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = moto.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.contains("Running on")) {
      line = lines.readLine();
    }
    assumeTrue(line != null, "skipped: moto_server does not start");
    Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {}));
    endpoint = URI.create("http://127.0.0.1:" + port);
    TestAccess.secret(folder.resolve("secret"), "khoa-bi-mat");
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.descendants().forEach(ProcessHandle::destroy);
      moto.destroy();
    }
  }

  private static S3Backend open(String bucket, ObjectLockSettings lock) {
    return new S3Backend(
        new RepositoryLocation.S3(endpoint, bucket, "tinh/kho"),
        TestAccess.s3("AKIATHU", folder.resolve("secret"), lock),
        Clock.systemUTC());
  }

  private static String bucket() {
    return "sao-luu-" + NEXT.getAndIncrement();
  }

  @Override
  public Backend backend() {
    return open(bucket(), null);
  }

  @Test
  void locksAndExtendsWhatAServerOfOthersKeeps() throws IOException, InterruptedException {
    String bucket = bucket();
    try (Backend backend = open(bucket, LOCK)) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
      backend.save(FileKind.LOCK, NAME, CONTENT);
      ObjectLock lock = backend.objectLock().orElseThrow();
      Instant now = Clock.systemUTC().instant();
      Instant later = now.plus(Duration.ofDays(200)).truncatedTo(ChronoUnit.SECONDS);

      assertThat(lock.keptUntil(FileKind.PACK, NAME).orElseThrow())
          .isBetween(now.plus(Duration.ofDays(29)), now.plus(Duration.ofDays(31)));
      assertThat(lock.keptUntil(FileKind.LOCK, NAME)).isEmpty();
      assertThat(lock.keepUntil(FileKind.PACK, NAME, later)).isTrue();
      assertThat(lock.keepUntil(FileKind.PACK, NAME, now)).isFalse();
      assertThat(lock.keptUntil(FileKind.PACK, NAME)).contains(later);

      backend.remove(FileKind.PACK, NAME);
      assertThat(backend.exists(FileKind.PACK, NAME)).isFalse();
      assertThat(versions(bucket)).contains("<DeleteMarker>").contains(NAME);
    }
  }

  /** Hidden versions, asked without our client. */
  private static String versions(String bucket) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + bucket + "?versions")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Test
  void refusesABucketThatCannotLock() {
    String bucket = bucket();
    try (Backend plain = open(bucket, null);
        Backend locking = open(bucket, LOCK)) {
      plain.create();

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(locking::create)
          .withMessageContaining("without object lock");
    }
  }

  @Test
  void stockResticReadsWhatWeWroteThere() throws IOException, InterruptedException {
    Path restic = Path.of("/usr/bin/restic");
    assumeTrue(Files.isExecutable(restic), "skipped: no restic (apt install restic)");
    String bucket = bucket();
    Path password = TestAccess.secret(folder.resolve("password"), "bi mat");
    byte[] content = "một hồ sơ".getBytes(StandardCharsets.UTF_8);
    try (RepositoryPassword secret = RepositoryPassword.read(password);
        Repository repository =
            Repository.create(
                open(bucket, null), secret, TestRepositories.SMALL, TestRepositories.CLOCK)) {
      repository.save(BlobType.DATA, content, 0, content.length);
      repository.flush();
    }
    String location = new RepositoryLocation.S3(endpoint, bucket, "tinh/kho").toString();
    List<String> command =
        new ArrayList<>(List.of(restic.toString(), "--no-cache", "-r", location));
    command.addAll(List.of("-p", password.toString(), "check", "--read-data"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIATHU");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "khoa-bi-mat");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("no errors were found");
  }
}
