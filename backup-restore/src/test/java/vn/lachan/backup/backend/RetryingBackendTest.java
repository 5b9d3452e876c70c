package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

class RetryingBackendTest implements BackendContract {

  private static final RetrySettings PATIENT =
      new RetrySettings(40, Duration.ZERO, Duration.ofMillis(1));

  private static RetryingBackend over(Backend below, double before, double after, int seed) {
    FaultyBackend faulty =
        new FaultyBackend(
            below, new FaultyBackend.Faults(before, after, 0, 0, 0), new Random(seed));
    return new RetryingBackend(faulty, PATIENT, new Random(seed));
  }

  /** One act in five fails, half of them after it was done. */
  @Override
  public Backend backend() {
    return over(new MemoryBackend(), 0.1, 0.1, 7);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    RetrySettings three = new RetrySettings(3, Duration.ZERO, Duration.ZERO);
    FaultyBackend broken =
        new FaultyBackend(
            new MemoryBackend(), new FaultyBackend.Faults(1, 0, 0, 0, 0), new Random(1));
    RetryingBackend backend = new RetryingBackend(broken, three, new Random(1));

    assertThatExceptionOfType(BackendException.class).isThrownBy(() -> backend.list(FileKind.PACK));
    assertThat(backend.stats()).isEqualTo(new RetryingBackend.Stats(2, 1));
  }

  @Test
  void doesNotTryAgainWhatCannotHelp() {
    RetryingBackend backend = over(new MemoryBackend(), 0, 0, 1);

    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> backend.load(FileKind.PACK, NAME));
    assertThat(backend.stats()).isEqualTo(new RetryingBackend.Stats(0, 0));
  }

  @Test
  void doesNotTakeATornFileForItsOwn() {
    FaultyBackend torn =
        new FaultyBackend(
            new MemoryBackend(), new FaultyBackend.Faults(0, 0, 0, 1, 0), new Random(1));
    RetryingBackend backend = new RetryingBackend(torn, PATIENT, new Random(1));

    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> backend.save(FileKind.PACK, NAME, CONTENT))
        .withMessageContaining("another file is there already");
  }

  /** Whatever fails below, a repository returns what was put in, or says that it cannot. */
  @Test
  void aRepositoryOverAFaultyPlaceIsNeverWrong() {
    int whole = 0;
    int refused = 0;
    for (int seed = 0; seed < Integer.getInteger("lachan.backend.seeds", 25); seed++) {
      MemoryBackend disk = new MemoryBackend();
      byte[] content = new byte[200_000];
      new Random(seed).nextBytes(content);
      StorageId id;
      try (Repository repository = TestRepositories.create(over(disk, 0.15, 0.1, seed))) {
        id = repository.save(BlobType.DATA, content, 0, content.length);
        repository.flush();
      }
      FaultyBackend lying =
          new FaultyBackend(disk, new FaultyBackend.Faults(0, 0, 0.1, 0, 0.1), new Random(seed));
      try (Repository repository = TestRepositories.open(lying)) {
        assertThat(repository.load(BlobType.DATA, id)).isEqualTo(content);
        whole++;
      } catch (RepositoryException e) {
        refused++;
      }
      try (Repository repository = TestRepositories.open(disk)) {
        assertThat(repository.load(BlobType.DATA, id)).isEqualTo(content);
      }
    }
    assertThat(whole).isPositive();
    assertThat(refused).isPositive();
  }
}
