package vn.lachan.backup.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.repository.BlobBatch;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.Sha256;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

/**
 * Pieces, and packs that are still open, hashed with many lanes, as on processors where that pays.
 */
class SideBySideTest {

  @Test
  void storesWhatTheJdkWouldStore() throws ReflectiveOperationException {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "needs the module jdk.incubator.vector");
    MemoryBackend backend = new MemoryBackend();
    Map<StorageId, byte[]> saved = new HashMap<>();
    Field chosen = HashEngines.class.getDeclaredField("engine");
    chosen.setAccessible(true);
    Object before = chosen.get(HashEngines.ofProcess());
    chosen.set(HashEngines.ofProcess(), new VectorHashEngine(1));
    try (Repository repository = TestRepositories.create(backend)) {
      saveSome(repository, saved);
      repository.flush();
    } finally {
      chosen.set(HashEngines.ofProcess(), before);
    }

    assertThat(saved)
        .hasSize(200)
        .allSatisfy((id, content) -> assertThat(id.toString()).isEqualTo(Sha256.of(content)));
    assertThat(backend.list(FileKind.PACK))
        .hasSizeGreaterThan(3)
        .allSatisfy(pack ->
            assertThat(Sha256.of(backend.load(FileKind.PACK, pack.name()))).isEqualTo(pack.name()));
    try (Repository repository = TestRepositories.open(backend)) {
      saved.forEach((id, blob) -> assertThat(repository.load(BlobType.DATA, id)).isEqualTo(blob));
    }
  }

  private static void saveSome(Repository repository, Map<StorageId, byte[]> saved) {
    Random random = new Random(7);
    BlobBatch batch = repository.batch();
    for (int round = 0; round < 10; round++) {
      byte[] buffer = new byte[1 << 20];
      random.nextBytes(buffer);
      int[] ends = random.ints(20, 1, 50_000).toArray();
      for (int i = 0, from = 0; i < ends.length; from += ends[i++]) {
        batch.add(BlobType.DATA, buffer, from, ends[i]);
      }
      batch.save();
      for (int i = 0, from = 0; i < ends.length; from += ends[i++]) {
        saved.put(batch.id(i), Arrays.copyOfRange(buffer, from, from + ends[i]));
      }
      batch.clear();
    }
  }
}
