package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ObjectLock;

class S3BackendTest implements BackendContract {

  private static final Instant NOW = Instant.parse("2026-10-01T08:00:00.5Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final ObjectLockSettings LOCK =
      new ObjectLockSettings(ObjectLockSettings.Mode.COMPLIANCE, Duration.ofDays(30));

  @TempDir Path folder;

  private final LocalS3Server server = new LocalS3Server();

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Backend backend(String secretKey, ObjectLockSettings lock) {
    Path secret = TestAccess.secret(folder.resolve("secret"), secretKey);
    BackendAccess access = TestAccess.s3(LocalS3Server.ACCESS_KEY, secret, lock);
    return new S3Backend(server.location(), access, CLOCK);
  }

  @Override
  public Backend backend() {
    return backend(LocalS3Server.SECRET_KEY, null);
  }

  private Backend locking() {
    return backend(LocalS3Server.SECRET_KEY, LOCK);
  }

  @Test
  void saysThatTheKeyIsWrongWithoutTheKey() {
    try (Backend backend = backend("sai-khoa", null)) {
      server.bucketExists = true;
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.list(FileKind.PACK))
          .withMessageContaining("403 SignatureDoesNotMatch")
          .withMessageNotContaining("sai-khoa");
    }
  }

  @Test
  void anErrorOfAListIsNeverAnEmptyList() {
    try (Backend backend = backend()) {
      backend.create();
      server.brokenLists = true;

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.list(FileKind.PACK))
          .withMessageContaining("InternalError")
          .matches(BackendException::isTemporary);
    }
  }

  @Test
  void keepsNewFilesButNotLocks() {
    try (Backend backend = locking()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
      backend.save(FileKind.LOCK, NAME, CONTENT);
      ObjectLock lock = backend.objectLock().orElseThrow();

      assertThat(lock.keptUntil(FileKind.PACK, NAME))
          .contains(Instant.parse("2026-10-31T08:00:01Z"));
      assertThat(lock.keptUntil(FileKind.LOCK, NAME)).isEmpty();
    }
  }

  @Test
  void movesTheDateOnlyFurtherAway() {
    try (Backend backend = locking()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
      ObjectLock lock = backend.objectLock().orElseThrow();

      assertThat(lock.keepUntil(FileKind.PACK, NAME, NOW.plus(Duration.ofDays(10)))).isFalse();
      assertThat(lock.keepUntil(FileKind.PACK, NAME, NOW.plus(Duration.ofDays(90)))).isTrue();
      assertThat(lock.keptUntil(FileKind.PACK, NAME))
          .contains(Instant.parse("2026-12-30T08:00:01Z"));
    }
  }

  @Test
  void removingALockedFileOnlyHidesIt() {
    try (Backend backend = locking()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);
      backend.remove(FileKind.PACK, NAME);

      assertThat(backend.exists(FileKind.PACK, NAME)).isFalse();
      assertThat(server.hidden.values())
          .anySatisfy(version -> assertThat(version.content()).isEqualTo(CONTENT));
    }
  }

  @Test
  void refusesABucketThatCannotLock() {
    server.bucketExists = true;
    try (Backend backend = locking()) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(backend::create)
          .withMessageContaining("without object lock");
    }
  }
}
