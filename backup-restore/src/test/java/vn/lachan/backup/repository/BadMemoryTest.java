package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bit of memory that flips after a piece was hashed and before it is sealed (restic#4529). */
class BadMemoryTest {

  private final MemoryBackend backend = new MemoryBackend();
  private final byte[] content = new byte[5000];

  /** Flips bits of {@code victim} when the first IV is drawn, which is when sealing begins. */
  private static final class FlippingRandom extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final transient byte[] victim;
    private final BitSet flips;
    private boolean done;

    FlippingRandom(byte[] victim, BitSet flips) {
      this.victim = victim;
      this.flips = flips;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      super.nextBytes(bytes);
      if (!done) {
        flip(victim, flips);
        done = true;
      }
    }
  }

  private static void flip(byte[] victim, BitSet flips) {
    flips.stream().forEach(bit -> victim[4711 + bit / 8] ^= (byte) (1 << bit % 8));
  }

  private static BitSet oneBit() {
    BitSet flips = new BitSet();
    flips.set(3);
    return flips;
  }

  /** The generator of CRC-32C itself (RFC 3720, 12.1), which no such sum sees. */
  private static BitSet unseenBySums() {
    BitSet flips = new BitSet();
    flips.set(0);
    for (int i = 0; i < 32; i++) {
      flips.set(1 + i, (0x1EDC6F41 >>> (31 - i) & 1) == 1);
    }
    return flips;
  }

  /** A repository whose only codec is the one with the bad memory. */
  private Repository repository(boolean verify) {
    return repository(verify, oneBit());
  }

  private Repository repository(boolean verify, BitSet flips) {
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
      random.set(envelope.get(codec), new FlippingRandom(content, flips));
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

  @Test
  void isNoticedBetweenReadingAndHashingToo() {
    try (Repository repository = repository(true, new BitSet())) {
      BlobBatch batch = repository.batch();
      batch.add(BlobType.DATA, content, 0, content.length);
      flip(content, oneBit());
      assertThatExceptionOfType(CorruptRepositoryException.class)
          .isThrownBy(batch::save)
          .withMessageContaining("suspect memory");
    }
    assertThat(backend.list(FileKind.PACK)).isEmpty();
  }

  /** The first blob of a batch is among those that are hashed again. */
  @Test
  void isNoticedByHashingAgainWhereTheSumSeesNothing() {
    try (Repository repository = repository(true, unseenBySums())) {
      CRC32C sum = new CRC32C();
      sum.update(content);
      long before = sum.getValue();
      assertThatExceptionOfType(CorruptRepositoryException.class)
          .isThrownBy(() -> save(repository, true))
          .withMessageContaining("suspect memory");
      sum.reset();
      sum.update(content);
      assertThat(sum.getValue()).isEqualTo(before);
    }
    assertThat(backend.list(FileKind.PACK)).isEmpty();
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
