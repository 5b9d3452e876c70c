package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;

class SftpBackendTest implements BackendContract {

  @TempDir Path folder;

  private LocalSftpServer server;

  @BeforeEach
  void startServer() {
    server = LocalSftpServer.start(folder.resolve("home"), folder.resolve("id"));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private RepositoryLocation.Sftp location() {
    return new RepositoryLocation.Sftp("thu", "127.0.0.1", server.port(), "/kho");
  }

  private SftpBackend trusting(Path knownHosts) {
    return new SftpBackend(location(), TestAccess.sftp(server.keyFile(), knownHosts));
  }

  @Override
  public Backend backend() {
    return trusting(server.knownHosts(folder.resolve("known_hosts"), server.hostKey()));
  }

  @Test
  void keepsTheLayoutOfALocalRepository() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
    }

    Path pack = folder.resolve("home/kho/data").resolve(NAME.substring(0, 2)).resolve(NAME);
    assertThat(pack).hasBinaryContent(CONTENT);
    assertThat(pack.getParent()).isDirectoryNotContaining("glob:**-tmp-*");
  }

  @Test
  void refusesAMachineWhoseKeyChanged() {
    Path other = server.knownHosts(folder.resolve("known_hosts"), LocalSftpServer.newKey());

    try (Backend backend = trusting(other)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.exists(FileKind.CONFIG, ""))
          .withMessageContaining("which is not the one in " + other)
          .matches(e -> !e.isTemporary());
    }
  }

  @Test
  void refusesAMachineThatIsNotInTheFile() {
    Path empty = TestAccess.secret(folder.resolve("known_hosts"), "# nobody\n");

    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> trusting(empty))
        .withMessageContaining("is not in the known-hosts file");
  }

  @Test
  void signsInWithAPassword() {
    Path known = server.knownHosts(folder.resolve("known_hosts"), server.hostKey());
    Path password = TestAccess.secret(folder.resolve("password"), LocalSftpServer.PASSWORD);
    BackendAccess access =
        new BackendAccess(
            "", password, null, null, known, null, "", null, "", null, List.of(), TestAccess.QUICK);

    try (Backend backend = new SftpBackend(location(), access)) {
      assertThat(backend.exists(FileKind.CONFIG, "")).isFalse();
    }
  }

  @Test
  void saysThatTheAccountIsRefused() {
    Path known = server.knownHosts(folder.resolve("known_hosts"), server.hostKey());
    Path password = TestAccess.secret(folder.resolve("password"), "sai");
    BackendAccess access =
        new BackendAccess(
            "", password, null, null, known, null, "", null, "", null, List.of(), TestAccess.QUICK);

    try (Backend backend = new SftpBackend(location(), access)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.exists(FileKind.CONFIG, ""))
          .withMessageContaining("refuses the account thu")
          .withMessageNotContaining("sai");
    }
  }

  @Test
  void connectsAgainAfterTheSessionBroke() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
      server.breakSessions();

      Backend patient =
          new RetryingBackend(backend, TestAccess.QUICK.retry(), new java.util.Random(1));
      assertThat(patient.load(FileKind.PACK, NAME)).isEqualTo(CONTENT);
    }
  }

  @Test
  void failsToListAFolderThatIsGone() {
    try (Backend backend = backend()) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.list(FileKind.SNAPSHOT))
          .withMessageContaining("cannot list");
    }
  }

  @Test
  void removesOnlyOldTemporaryFiles() throws IOException {
    try (Backend backend = backend()) {
      backend.create();
      Path index = folder.resolve("home/kho/index");
      Path old = Files.createFile(index.resolve(NAME + "-tmp-1"));
      Path fresh = Files.createFile(index.resolve(NAME + "-tmp-2"));
      Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-09-01T00:00:00Z")));

      assertThat(backend.list(FileKind.INDEX)).isEmpty();
      assertThat(backend.removeAbandoned(Instant.parse("2026-09-02T00:00:00Z"))).isEqualTo(1);
      assertThat(old).doesNotExist();
      assertThat(fresh).exists();
    }
  }
}
