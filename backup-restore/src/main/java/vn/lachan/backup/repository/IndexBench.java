package vn.lachan.backup.repository;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How much memory and time the index of a large repository takes: {@code lachan bench index}. */
public final class IndexBench {

  private static final int BLOBS_IN_A_PACK = 16;
  private static final int LOOKUPS = 2_000_000;
  private static final int SEED = 20261122;
  private static final double MILLION = 1e6;

  private IndexBench() {}

  /** Enters {@code blobs} random blobs, looks some up, and returns figures by their names. */
  public static Map<String, Object> run(int blobs) {
    long before = usedHeap();
    Index index = new Index();
    long began = System.nanoTime();
    fill(index, blobs);
    double fillSeconds = (System.nanoTime() - began) / 1e9;
    long after = usedHeap();
    began = System.nanoTime();
    int found = lookUp(index, blobs);
    double lookUpSeconds = (System.nanoTime() - began) / 1e9;
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("blobs", index.blobCount());
    figures.put("packs", index.packCount());
    figures.put("MB of the index by its own count", Math.round(index.bytes() / MILLION));
    figures.put("MB of heap more than before", Math.round((after - before) / MILLION));
    figures.put("bytes of heap a blob", Math.round((double) (after - before) / blobs));
    figures.put("blobs entered a second", Math.round(blobs / fillSeconds));
    figures.put("blobs found a second", Math.round(found / lookUpSeconds));
    return figures;
  }

  private static void fill(Index index, int blobs) {
    Random random = new Random(SEED);
    List<PackedBlob> pack = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      pack.add(
          new PackedBlob(BlobType.DATA, id(random), i % BLOBS_IN_A_PACK * 1_000_000, 1_000_000, 0));
      if (pack.size() == BLOBS_IN_A_PACK || i == blobs - 1) {
        index.add(new StorageId(i, i, i, i), pack);
        pack.clear();
      }
    }
  }

  private static int lookUp(Index index, int blobs) {
    Random random = new Random(SEED);
    int found = 0;
    for (int i = 0; i < Math.min(blobs, LOOKUPS); i++) {
      if (index.contains(BlobType.DATA, id(random))) {
        found++;
      }
    }
    return found;
  }

  private static StorageId id(Random random) {
    return new StorageId(
        random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static long usedHeap() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
