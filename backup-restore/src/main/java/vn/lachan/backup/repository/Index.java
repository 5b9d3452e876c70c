package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** The blobs of each pack, in the order they lie in it. */
  synchronized Map<StorageId, List<PackedBlob>> byPack() {
    Map<StorageId, List<PackedBlob>> result = new HashMap<>();
    for (StorageId pack : packs) {
      result.put(pack, new ArrayList<>());
    }
    for (BlobType type : BlobType.values()) {
      for (int row = 0; row < table(type).count(); row++) {
        Place place = place(type, row);
        result.getOrDefault(place.pack(), new ArrayList<>()).add(place.blob());
      }
    }
    result.values().forEach(l -> l.sort(Comparator.comparingInt(PackedBlob::offset)));
    return result;
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
