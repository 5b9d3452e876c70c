package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which pack holds which blob, for the whole repository, in memory.
 *
 * <p>A blob is known by its type and id: a file that holds the very bytes of a tree is another blob
 * than that tree. Safe for several threads.
 */
final class Index {

  /** One place where a blob lies. */
  record Place(StorageId pack, PackedBlob blob) {}

  private final Map<StorageId, Integer> packNumbers = new HashMap<>();
  private final List<StorageId> packs = new ArrayList<>();
  private final BlobTable data = new BlobTable();
  private final BlobTable trees = new BlobTable();
  private final Set<StorageId> claimedData = new HashSet<>();
  private final Set<StorageId> claimedTrees = new HashSet<>();

  /**
   * Claims the right to write a blob. False when it is stored already or another thread is about to
   * write it.
   */
  synchronized boolean claim(BlobType type, StorageId id) {
    return !table(type).contains(id) && claimed(type).add(id);
  }

  /** Enters the blobs of a pack that is durable now. */
  synchronized void add(StorageId pack, List<PackedBlob> blobs) {
    int number =
        packNumbers.computeIfAbsent(
            pack,
            added -> {
              packs.add(added);
              return packs.size() - 1;
            });
    for (PackedBlob blob : blobs) {
      table(blob.type()).add(number, blob);
      claimed(blob.type()).remove(blob.id());
    }
  }

  synchronized boolean contains(BlobType type, StorageId id) {
    return table(type).contains(id);
  }

  /** Every place of the blob; empty when no pack holds it. */
  synchronized List<Place> places(BlobType type, StorageId id) {
    List<Place> places = new ArrayList<>(1);
    BlobTable table = table(type);
    table.forEach(id, row -> places.add(place(type, row)));
    return places;
  }

  private Place place(BlobType type, int row) {
    BlobTable table = table(type);
    return new Place(packs.get(table.pack(row)), table.blob(type, row));
  }

  synchronized boolean knowsPack(StorageId pack) {
    return packNumbers.containsKey(pack);
  }

  synchronized int packCount() {
    return packs.size();
  }

  synchronized int blobCount() {
    return data.count() + trees.count();
  }

  /** Bytes the tables take. */
  synchronized long bytes() {
    return data.bytes() + trees.bytes();
  }

  /** A number for the blob that stays the same; negative when it is not here. */
  synchronized int number(BlobType type, StorageId id) {
    return table(type).first(id);
  }

  synchronized StorageId idOf(BlobType type, int number) {
    return table(type).id(number);
  }

  /**
   * Shows the blobs of each pack, in the order they lie in it. Takes four more bytes a blob while
   * it lasts. Packs added meanwhile are not shown.
   */
  void forEachPack(BiConsumer<StorageId, List<PackedBlob>> consumer) {
    int[] ends;
    int[] rows;
    synchronized (this) {
      ends = new int[packs.size() + 1];
      rows = new int[data.count() + trees.count()];
      sortRows(ends, rows);
    }
    for (int pack = 0; pack < ends.length - 1; pack++) {
      List<PackedBlob> blobs = new ArrayList<>(ends[pack + 1] - ends[pack]);
      StorageId id;
      synchronized (this) {
        id = packs.get(pack);
        for (int i = ends[pack]; i < ends[pack + 1]; i++) {
          int row = rows[i];
          blobs.add(row >= 0 ? data.blob(BlobType.DATA, row) : trees.blob(BlobType.TREE, -1 - row));
        }
      }
      blobs.sort(Comparator.comparingInt(PackedBlob::offset));
      consumer.accept(id, blobs);
    }
  }

  /** Sorts rows by pack by counting: data rows as they are, tree rows as {@code -1 - row}. */
  private void sortRows(int[] ends, int[] rows) {
    for (int row = 0; row < data.count(); row++) {
      ends[data.pack(row) + 1]++;
    }
    for (int row = 0; row < trees.count(); row++) {
      ends[trees.pack(row) + 1]++;
    }
    for (int pack = 1; pack < ends.length; pack++) {
      ends[pack] += ends[pack - 1];
    }
    int[] next = ends.clone();
    for (int row = 0; row < data.count(); row++) {
      rows[next[data.pack(row)]++] = row;
    }
    for (int row = 0; row < trees.count(); row++) {
      rows[next[trees.pack(row)]++] = -1 - row;
    }
  }

  private BlobTable table(BlobType type) {
    return switch (type) {
      case DATA -> data;
      case TREE -> trees;
    };
  }

  private Set<StorageId> claimed(BlobType type) {
    return switch (type) {
      case DATA -> claimedData;
      case TREE -> claimedTrees;
    };
  }
}
