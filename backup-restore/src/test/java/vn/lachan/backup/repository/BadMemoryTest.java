package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bit of memory that flips after a piece was hashed and before it is sealed (restic#4529). */
class BadMemoryTest {

  private final MemoryBackend backend = new MemoryBackend();
  private final byte[] content = new byte[5000];

  /** Flips a bit of {@code victim} when the first IV is drawn, which is when sealing begins. */
  private static final class FlippingRandom extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final transient byte[] victim;
    private boolean done;

    FlippingRandom(byte[] victim) {
      this.victim = victim;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      super.nextBytes(bytes);
      if (!done) {
        victim[4711] ^= 8;
        done = true;
      }
    }
  }

  /** A repository whose only codec is the one with the bad memory. */
  private Repository repository(boolean verify) {
    TestRepositories.create(backend).close();
    new Random(5).nextBytes(content); // does not compress, so that the content itself is sealed
    RepositorySettings settings = TestRepositories.SMALL.withVerifyBeforeWrite(verify);
    Repository repository =
        Repository.open(backend, TestRepositories.password(), settings, TestRepositories.CLOCK);
    repository.loadIndex();
    BlobCodec codec = repository.borrow();
    try {
      Field envelope = BlobCodec.class.getDeclaredField("envelope");
      envelope.setAccessible(true);
      Field random = Envelope.class.getDeclaredField("random");
      random.setAccessible(true);
      random.set(envelope.get(codec), new FlippingRandom(content));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("an envelope draws its IV from its field random", e);
    }
    repository.giveBack(codec);
    return repository;
  }

  private StorageId save(Repository repository, boolean together) {
    if (!together) {
      return repository.save(BlobType.DATA, content, 0, content.length);
    }
    BlobBatch batch = repository.batch();
    int number = batch.add(BlobType.DATA, content, 0, content.length);
    batch.save();
    return batch.id(number);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stopsTheWriterAndNothingWrongIsStored(boolean together) {
    try (Repository repository = repository(true)) {
      assertThatExceptionOfType(CorruptRepositoryException.class)
          .isThrownBy(() -> save(repository, together))
          .withMessageContaining("suspect memory");
    }
    assertThat(backend.list(FileKind.PACK)).isEmpty();
    assertThat(backend.list(FileKind.SNAPSHOT)).isEmpty();
  }

  /** What the look before the write is worth: without it the loss shows when it is too late. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wouldBeStoredWithoutTheLookBeforeTheWrite(boolean together) {
    StorageId id;
    try (Repository repository = repository(false)) {
      id = save(repository, together);
      repository.flush();
    }
    try (Repository repository = TestRepositories.open(backend)) {
      assertThatExceptionOfType(CorruptRepositoryException.class)
          .isThrownBy(() -> repository.load(BlobType.DATA, id));
    }
  }

  @Test
  void isLookedForUnlessSomebodySwitchesItOff() {
    assertThat(RepositorySettings.DEFAULT.verifyBeforeWrite()).isTrue();
  }
}
