package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.TestSnapshots;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FailingBackend;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.PackRepair;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositorySettings;
import vn.lachan.backup.repository.SweepLimits;
import vn.lachan.backup.repository.TestRepositories;
import vn.lachan.backup.retention.Forget;
import vn.lachan.backup.retention.ForgetOutcome;
import vn.lachan.backup.retention.ForgetRequest;
import vn.lachan.backup.retention.Prune;
import vn.lachan.backup.retention.PruneOutcome;
import vn.lachan.backup.retention.PruneRequest;
import vn.lachan.backup.retention.RemovalLedger;
import vn.lachan.backup.retention.RetentionPolicy;

/**
 * Lists that fail, lists that come in part, and lines that break or fall silent, at every kind of
 * place: whoever removes something stops, and nothing is lost.
 */
class BrokenLinesTest {

  /** A kind of place. */
  enum Way {
    MEMORY,
    FOLDER,
    REST,
    S3,
    SFTP
  }

  private static final RepositorySettings SMALL = TestRepositories.SMALL.withPackBytes(64 * 1024);
  private static final PruneRequest AT_ONCE =
      new PruneRequest(new SweepLimits(0, Long.MAX_VALUE, true), Duration.ZERO, false, false);
  private static final TransferSettings IMPATIENT =
      new TransferSettings(
          2,
          Duration.ofSeconds(2),
          Duration.ofMillis(700),
          1 << 30,
          new RetrySettings(1, Duration.ZERO, Duration.ZERO));

  private static final TransferSettings PATIENT =
      new TransferSettings(
          2,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          1 << 20,
          new RetrySettings(1, Duration.ZERO, Duration.ZERO));

  @TempDir Path folder;
  private TransferSettings transfer = PATIENT;
  private final MemoryBackend memory = new MemoryBackend();
  private AutoCloseable server = () -> {};
  private BrokenProxy proxy = new BrokenProxy(0);

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
  }

  /** Starts a server where one is needed, and the line to it. */
  private void start(Way way) {
    proxy.close();
    int port =
        switch (way) {
          case MEMORY, FOLDER -> 0;
          case REST -> {
            LocalRestServer rest = new LocalRestServer(folder.resolve("kho"), "Basic dGh1Om1r");
            server = rest;
            yield rest.location().address().getPort();
          }
          case S3 -> {
            LocalS3Server s3 = new LocalS3Server();
            server = s3;
            yield s3.location().endpoint().getPort();
          }
          case SFTP -> {
            LocalSftpServer sftp =
                LocalSftpServer.start(folder.resolve("home"), folder.resolve("id"));
            server = sftp;
            yield sftp.port();
          }
        };
    proxy = new BrokenProxy(port);
  }

  private Backend open(Way way) {
    return switch (way) {
      case MEMORY -> memory;
      case FOLDER -> new LocalBackend(folder.resolve("kho"));
      case REST -> {
        String text = "rest:http://thu@127.0.0.1:" + proxy.port() + "/kho/";
        Path password = TestAccess.secret(folder.resolve("mk"), "mk");
        yield new RestBackend(
            (RepositoryLocation.Rest) TestAccess.parsed(text), with(TestAccess.rest(password)));
      }
      case S3 -> {
        RepositoryLocation.S3 there = ((LocalS3Server) server).location();
        URI endpoint = URI.create("http://127.0.0.1:" + proxy.port());
        Path secret = TestAccess.secret(folder.resolve("khoa"), LocalS3Server.SECRET_KEY);
        yield new S3Backend(
            new RepositoryLocation.S3(endpoint, there.bucket(), there.prefix()),
            with(TestAccess.s3(LocalS3Server.ACCESS_KEY, secret, null)),
            TestRepositories.CLOCK);
      }
      case SFTP -> {
        LocalSftpServer sftp = (LocalSftpServer) server;
        Path hosts = folder.resolve("known_hosts");
        sftp.knownHosts(hosts, sftp.hostKey());
        replacePort(hosts, sftp.port());
        yield new SftpBackend(
            new RepositoryLocation.Sftp("thu", "127.0.0.1", proxy.port(), "/kho"),
            with(TestAccess.sftp(sftp.keyFile(), hosts)));
      }
    };
  }

  private void replacePort(Path hosts, int port) {
    try {
      String line = Files.readString(hosts).replace(":" + port, ":" + proxy.port());
      TestAccess.secret(hosts, line);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private BackendAccess with(BackendAccess access) {
    return new BackendAccess(
        access.user(),
        access.passwordFile(),
        access.tokenFile(),
        access.keyFile(),
        access.knownHosts(),
        access.caFile(),
        access.accessKey(),
        access.secretKeyFile(),
        access.region(),
        access.objectLock(),
        access.rates(),
        transfer);
  }

  /** Two days, the first forgotten, so that a prune has something to remove. */
  private Map<String, String> fill(Way way) throws IOException {
    start(way);
    Path source = Files.createDirectories(folder.resolve("ho-so"));
    Random random = new Random(6);
    try (Repository repository =
        Repository.create(open(way), TestRepositories.password(), SMALL, TestRepositories.CLOCK)) {
      for (int day = 1; day <= 3; day++) {
        for (int i = 0; i < 6; i++) {
          byte[] content = new byte[20_000];
          random.nextBytes(content);
          Files.write(source.resolve("tệp " + day + i), content);
          Files.deleteIfExists(source.resolve("tệp " + (day - 1) + i / 2));
        }
        TestSnapshots.take(repository, source, "2026-09-0" + day + "T01:00:00Z");
      }
      Backend backend = repository.backend();
      backend.remove(FileKind.SNAPSHOT, Snapshots.list(repository).all().getFirst().id() + "");
    }
    return content(way);
  }

  private Map<String, String> content(Way way) {
    try (Repository repository =
        Repository.open(open(way), TestRepositories.password(), SMALL, TestRepositories.CLOCK)) {
      repository.loadIndex();
      assertThat(repository.checkPacks(true).problems()).isEmpty();
      return TestSnapshots.readAll(repository);
    }
  }

  private static Repository over(Backend backend) {
    return Repository.open(backend, TestRepositories.password(), SMALL, TestRepositories.CLOCK);
  }

  private static PruneOutcome prune(Repository repository, PruneRequest request) {
    return new Prune(Machine.current(), TestRepositories.CLOCK, new Ledger())
        .run(repository, request);
  }

  private static ForgetOutcome forget(Repository repository) {
    RetentionPolicy last = RetentionPolicy.KEEP_ALL;
    String one = Snapshots.list(repository).all().getFirst().id().toString();
    ForgetRequest request =
        new ForgetRequest(
            last,
            List.of(one),
            java.util.Set.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            ForgetRequest.LONGEST_BACKUP,
            true,
            false);
    return new Forget(Machine.current(), TestRepositories.CLOCK)
        .run(repository, request, snapshot -> false);
  }

  private static final class Ledger implements RemovalLedger {
    private final Map<String, Waiting> all = new HashMap<>();

    @Override
    public Waiting read(String repository) {
      return all.getOrDefault(repository, Waiting.NOTHING);
    }

    @Override
    public void write(String repository, Waiting waiting) {
      all.put(repository, waiting);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopWhoeverRemovesOrChecks(Way way) throws IOException {
    Map<String, String> before = fill(way);
    for (FileKind kind : List.of(FileKind.LOCK, FileKind.SNAPSHOT, FileKind.INDEX, FileKind.PACK)) {
      FailingBackend failing = new FailingBackend(open(way), Integer.MAX_VALUE);
      try (Repository repository = over(failing)) {
        failing.failLists(kind);
        assertThatExceptionOfType(BackendException.class)
            .as("prune without a list of %s", kind)
            .isThrownBy(() -> prune(repository, AT_ONCE));
        if (kind == FileKind.LOCK || kind == FileKind.SNAPSHOT) {
          assertThatExceptionOfType(BackendException.class)
              .as("forget without a list of %s", kind)
              .isThrownBy(() -> forget(repository));
        }
        if (kind == FileKind.INDEX || kind == FileKind.PACK) {
          assertThatExceptionOfType(BackendException.class)
              .as("check without a list of %s", kind)
              .isThrownBy(() -> {
                repository.loadIndexTolerant();
                repository.checkPacks(false);
              });
        }
      }
    }
    assertThat(content(way)).isEqualTo(before);
  }

  /** No place may do this; one that does all the same costs nothing until the grace is over. */
  @ParameterizedTest
  @EnumSource(names = {"MEMORY", "FOLDER"})
  void costNothingWhenTheyComeInPart(Way way) throws IOException {
    Map<String, String> before = fill(way);
    for (FileKind kind : List.of(FileKind.SNAPSHOT, FileKind.INDEX, FileKind.PACK)) {
      FailingBackend lying = new FailingBackend(open(way), Integer.MAX_VALUE);
      try (Repository repository = over(lying)) {
        lying.shortenLists(kind);
        PruneOutcome outcome = prune(repository, PruneRequest.DEFAULT);
        assertThat(kind).as("%s", outcome).isEqualTo(FileKind.SNAPSHOT);
      } catch (RepositoryException e) {
        assertThat(kind).as(e.getMessage()).isNotEqualTo(FileKind.SNAPSHOT);
      }
      try (Repository repository = over(open(way))) {
        new PackRepair(repository).repairIndex();
      }
      assertThat(content(way)).as("%s", kind).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REST", "S3", "SFTP"})
  void areWholeOrAnErrorWhereverTheLineBreaks(Way way) throws IOException {
    fill(way);
    List<Backend.StoredFile> whole;
    try (Backend backend = open(way)) {
      whole = backend.list(FileKind.PACK);
    }
    int broken = 0;
    for (int bytes = 1; ; bytes += 1 + bytes) {
      proxy.bytes = bytes;
      try (Backend backend = open(way)) {
        assertThat(backend.list(FileKind.PACK)).as("line of %d bytes", bytes).isEqualTo(whole);
        break;
      } catch (BackendException e) {
        broken++;
      }
    }
    assertThat(broken).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"REST", "S3", "SFTP"})
  void loseNothingWhereverTheLineBreaksDuringAPrune(Way way) throws IOException {
    Map<String, String> before = fill(way);
    int broken = 0;
    for (int bytes = 2000; bytes < 4_000_000; bytes *= 8) {
      proxy.bytes = bytes;
      try (Repository repository = over(open(way))) {
        prune(repository, AT_ONCE);
      } catch (RepositoryException e) {
        broken++;
      }
      proxy.bytes = Long.MAX_VALUE;
      proxy.dropAll();
      try (Backend backend = open(way)) {
        backend.list(FileKind.LOCK).forEach(lock -> backend.remove(FileKind.LOCK, lock.name()));
      }
      assertThat(content(way)).as("line of %d bytes", bytes).isEqualTo(before);
    }
    assertThat(broken).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"REST", "S3", "SFTP"})
  void areGivenUpWhenTheLineFallsSilent(Way way) throws IOException {
    fill(way);
    transfer = IMPATIENT;
    proxy.silent = true;
    proxy.bytes = way == Way.SFTP ? 4000 : 300;

    try (Backend backend = open(way)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.list(FileKind.PACK))
          .satisfies(e -> assertThat(e.isTemporary()).isTrue());
    }
  }
}
