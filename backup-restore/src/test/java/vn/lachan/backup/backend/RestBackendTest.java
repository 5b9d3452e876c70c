package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;

class RestBackendTest implements BackendContract {

  /** thu:bi-mat */
  private static final String AUTHORIZATION = "Basic dGh1OmJpLW1hdA==";

  @TempDir Path folder;

  private LocalRestServer server;

  @BeforeEach
  void startServer() {
    server = new LocalRestServer(folder.resolve("kho"), AUTHORIZATION);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Backend withPassword(String password) {
    Path file = TestAccess.secret(folder.resolve("password"), password);
    return new RestBackend(server.location(), TestAccess.rest(file));
  }

  @Override
  public Backend backend() {
    return withPassword("bi-mat");
  }

  @Test
  void readsListsOfTheFirstVersionToo() {
    server.firstVersion = true;
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);

      assertThat(backend.list(FileKind.PACK))
          .containsExactly(new Backend.StoredFile(NAME, CONTENT.length));
    }
  }

  @Test
  void neverTakesAMissingFolderForAnEmptyOne() {
    try (Backend backend = backend()) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.list(FileKind.SNAPSHOT))
          .withMessageContaining("404");
    }
  }

  @Test
  void saysThatTheAccountIsRefusedWithoutItsPassword() {
    try (Backend backend = withPassword("khong-phai")) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.exists(FileKind.CONFIG, ""))
          .withMessageContaining("401")
          .withMessageNotContaining("khong-phai")
          .matches(e -> !e.isTemporary());
    }
  }

  @Test
  void doesNotSaveWhatDoesNotHashToItsName() {
    try (Backend backend = backend()) {
      backend.create();

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.save(FileKind.PACK, NAME, new byte[3]))
          .withMessageContaining("Mismatch");
      assertThat(backend.list(FileKind.PACK)).isEmpty();
    }
  }

  @Test
  void aBusyServerIsATemporaryFailure() {
    try (Backend backend = backend()) {
      backend.create();
      server.failuresLeft.set(2);

      RetryingBackend patient =
          new RetryingBackend(backend, TestAccess.QUICK.retry(), new Random(1));
      patient.save(FileKind.PACK, NAME, CONTENT);

      assertThat(patient.stats()).isEqualTo(new RetryingBackend.Stats(2, 0));
      assertThat(backend.load(FileKind.PACK, NAME)).isEqualTo(CONTENT);
    }
  }

  @Test
  void aServerThatIsGoneIsATemporaryFailure() {
    try (Backend backend = backend()) {
      server.close();

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.exists(FileKind.CONFIG, ""))
          .matches(BackendException::isTemporary);
    }
  }
}
