package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.backup.repository.TestRepositories.CLOCK;
import static vn.lachan.backup.repository.TestRepositories.SMALL;
import static vn.lachan.backup.repository.TestRepositories.open;
import static vn.lachan.backup.repository.TestRepositories.password;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepositoryTest {

  private static final byte[] TEXT = "hồ sơ ".repeat(1000).getBytes(StandardCharsets.UTF_8);

  private final MemoryBackend backend = new MemoryBackend();

  @Test
  void returnsEveryBlobAfterItWasOpenedAgain() {
    Map<StorageId, byte[]> blobs = new HashMap<>();
    Random random = new Random(1);
    try (Repository repository = TestRepositories.create(backend)) {
      for (int i = 0; i < 500; i++) {
        byte[] content = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(content);
        blobs.put(repository.save(BlobType.DATA, content, 0, content.length), content);
      }
      repository.flush();
      assertThat(repository.stats().blobsWritten()).isEqualTo(500);
    }
    assertThat(backend.list(FileKind.PACK).size()).isGreaterThan(4);
    assertThat(backend.list(FileKind.INDEX).size()).isGreaterThan(1);
    try (Repository repository = open(backend)) {
      blobs.forEach((id, blob) -> assertThat(repository.load(BlobType.DATA, id)).isEqualTo(blob));
    }
  }

  @Test
  void closesAPackBeforeWhatDoesNotFit() {
    Map<StorageId, byte[]> blobs = new HashMap<>();
    Random random = new Random(2);
    try (Repository repository = TestRepositories.create(backend)) {
      for (int i = 0; i < 12; i++) {
        byte[] content = new byte[i == 6 ? 3 * SMALL.packBytes() : 700_000];
        random.nextBytes(content);
        blobs.put(repository.save(BlobType.DATA, content, 0, content.length), content);
      }
      repository.flush();
    }
    assertThat(backend.list(FileKind.PACK))
        .filteredOn(pack -> pack.length() > SMALL.packBytes() * 9L / 8)
        .as("only the blob that is larger than a pack has a pack that is larger")
        .hasSize(1);
    try (Repository repository = open(backend)) {
      blobs.forEach((id, blob) -> assertThat(repository.load(BlobType.DATA, id)).isEqualTo(blob));
    }
  }

  @Test
  void storesTheSameContentOnce() {
    try (Repository repository = TestRepositories.create(backend)) {
      StorageId first = repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      StorageId second = repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      repository.flush();
      StorageId third = repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      repository.flush();

      assertThat(List.of(second, third)).containsOnly(first);
      assertThat(backend.list(FileKind.PACK)).hasSize(1);
      assertThat(repository.stats().blobsKnown()).isEqualTo(2);
    }
  }

  @Test
  void keepsAPieceAndATreeOfTheSameBytesApart() {
    try (Repository repository = TestRepositories.create(backend)) {
      StorageId data = repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      StorageId tree = repository.save(BlobType.TREE, TEXT, 0, TEXT.length);
      repository.flush();

      assertThat(tree).isEqualTo(data);
      assertThat(backend.list(FileKind.PACK)).hasSize(2);
      assertThat(repository.contains(BlobType.TREE, tree)).isTrue();
    }
  }

  @Test
  void compressesWhatIsWorthIt() {
    try (Repository repository = TestRepositories.create(backend)) {
      repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      repository.flush();

      assertThat(repository.stats().bytesWritten()).isLessThan(TEXT.length / 10);
    }
  }

  @Test
  void opensWithNoOtherPassword() {
    TestRepositories.create(backend).close();

    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(
            () -> Repository.open(backend, RepositoryPassword.notSecret("sai"), SMALL, CLOCK))
        .withMessageContaining("wrong password");
  }

  @Test
  void findsBlobsByThePacksOwnHeadersWhenTheIndexIsDamaged() {
    StorageId id;
    try (Repository repository = TestRepositories.create(backend)) {
      id = repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      repository.flush();
    }
    String index = backend.list(FileKind.INDEX).getFirst().name();
    backend.flipBit(FileKind.INDEX, index, 20);
    try (Repository repository = Repository.open(backend, password(), SMALL, CLOCK)) {
      assertThat(repository.loadIndexTolerant())
          .singleElement()
          .satisfies(damage -> assertThat(damage.resource()).isEqualTo("index/" + index));
      assertThat(repository.load(BlobType.DATA, id)).isEqualTo(TEXT);
      assertThatExceptionOfType(CorruptRepositoryException.class).isThrownBy(repository::loadIndex);
    }
  }

  @Test
  void readsTheOtherCopyWhenOnePackIsDamaged() {
    StorageId id;
    try (Repository one = TestRepositories.create(backend);
        Repository two = open(backend)) {
      id = one.save(BlobType.DATA, TEXT, 0, TEXT.length);
      two.save(BlobType.DATA, TEXT, 0, TEXT.length);
      one.flush();
      two.flush();
    }
    assertThat(backend.list(FileKind.PACK)).hasSize(2);
    backend.flipBit(FileKind.PACK, backend.list(FileKind.PACK).getFirst().name(), 20);
    try (Repository repository = open(backend)) {
      assertThat(repository.load(BlobType.DATA, id)).isEqualTo(TEXT);
      PackCheck check = repository.checkPacks(true);
      assertThat(check.problems()).isNotEmpty();
      assertThat(check.unusable()).isEmpty();
    }
  }

  @Test
  void namesTheDamagedKeyFile() {
    TestRepositories.create(backend).close();
    String key = backend.list(FileKind.KEY).getFirst().name();
    backend.flipBit(FileKind.KEY, key, backend.load(FileKind.KEY, key).length - 20);

    assertThatExceptionOfType(CorruptRepositoryException.class)
        .isThrownBy(() -> open(backend))
        .withMessageContaining(key);
  }

  @Test
  void refusesADamagedConfig() {
    TestRepositories.create(backend).close();
    backend.flipBit(FileKind.CONFIG, "config", 30);

    assertThatExceptionOfType(CorruptRepositoryException.class)
        .isThrownBy(() -> open(backend))
        .withMessageContaining("config");
  }

  @Test
  void keepsWhatWasStoredWhenTheDiskGetsFull() {
    FailingBackend disk = new FailingBackend(backend, Integer.MAX_VALUE);
    StorageId id;
    try (Repository repository = TestRepositories.create(disk)) {
      id = repository.save(BlobType.DATA, TEXT, 0, TEXT.length);
      repository.flush();
      for (int saves = 0; saves < 2; saves++) {
        disk.allowSaves(saves);
        byte[] more = ("khác" + saves).getBytes(StandardCharsets.UTF_8);
        repository.save(BlobType.DATA, more, 0, more.length);
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(repository::flush)
            .withStackTraceContaining("No space left on device");
      }
    }
    try (Repository repository = open(backend)) {
      assertThat(repository.load(BlobType.DATA, id)).isEqualTo(TEXT);
      assertThat(repository.checkPacks(true).problems()).isEmpty();
    }
  }

  @Test
  void takesAListingErrorForAnErrorAndNotForAnEmptyRepository() {
    FailingBackend disk = new FailingBackend(backend, Integer.MAX_VALUE);
    try (Repository repository = TestRepositories.create(disk)) {
      disk.failLists(true);

      assertThatExceptionOfType(BackendException.class).isThrownBy(repository::loadIndex);
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> RepositoryLock.shared(repository, Machine.current()));
    }
  }

  /** A maker that dies between its key and its config leaves a key that opens nothing. */
  @Test
  void isMadeAnewWhereAMakerDied() {
    for (int i = 0; i < 8; i++) {
      MemoryBackend place = new MemoryBackend();
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> TestRepositories.create(new FailingBackend(place, 1)));
      assertThat(place.list(FileKind.KEY)).hasSize(1);

      TestRepositories.create(place).close();

      assertThat(place.list(FileKind.KEY)).hasSize(1);
      TestRepositories.open(place).close();
    }
  }

  @Test
  void opensBesideAKeyThatOpensNothing() {
    for (int i = 0; i < 8; i++) {
      MemoryBackend place = new MemoryBackend();
      TestRepositories.create(place).close();
      MemoryBackend other = new MemoryBackend();
      TestRepositories.create(other).close();
      String dead = other.list(FileKind.KEY).getFirst().name();
      place.save(FileKind.KEY, dead, other.load(FileKind.KEY, dead));

      TestRepositories.open(place).close();
    }
  }

  @Test
  void isNotMadeOverOneThatLostItsConfig() {
    MemoryBackend place = new MemoryBackend();
    TestRepositories.create(place).close();
    place.save(FileKind.SNAPSHOT, "0".repeat(64), new byte[1]);
    place.remove(FileKind.CONFIG, "config");

    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> TestRepositories.create(place))
        .withMessageContaining("config is missing");
    assertThat(place.list(FileKind.KEY)).hasSize(1);
  }
}
