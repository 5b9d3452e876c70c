package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes an index that says what is there, and saves what can be saved of damaged packs.
 *
 * <p>Never removes a pack. Call with an exclusive lock; for one run on a repository opened for it.
 */
public final class PackRepair {

  /**
   * What was done to the index.
   *
   * @param damagedIndexes index files that could not be read
   * @param added packs whose own header was read because no index told the truth about them
   * @param missing packs the index named that are not in the repository
   * @param unreadable packs whose header does not open, so that what they hold is not known
   */
  public record IndexReport(
      List<String> damagedIndexes,
      List<StorageId> added,
      List<StorageId> missing,
      List<StorageId> unreadable,
      int packs) {
    public IndexReport {
      damagedIndexes = List.copyOf(damagedIndexes);
      added = List.copyOf(added);
      missing = List.copyOf(missing);
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * What was saved of damaged packs.
   *
   * @param removed the packs, whose bytes were given to the keeper and which are gone now
   * @param saved blobs copied into new packs
   * @param lost blobs that open nowhere
   */
  public record PackReport(List<StorageId> removed, long saved, List<PackCheck.Blob> lost) {
    public PackReport {
      removed = List.copyOf(removed);
      lost = List.copyOf(lost);
    }
  }

  /** Takes the bytes of a damaged pack before it goes; durable on return, or throws. */
  public interface Keeper {
    void keep(StorageId pack, byte[] content);
  }

  private final Repository repository;

  public PackRepair(Repository repository) {
    this.repository = repository;
  }

  /** Writes a new index of the packs that are there. Loads the index itself. */
  public IndexReport repairIndex() {
    List<String> damaged = new ArrayList<>();
    repository.loadIndexFiles().forEach(failure -> damaged.add(failure.resource()));
    Map<StorageId, Long> stored = new HashMap<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.PACK)) {
      stored.put(StorageId.parse(file.name()).orElseThrow(), file.length());
    }
    List<StorageId> missing = new ArrayList<>();
    Set<StorageId> untrue = new HashSet<>();
    repository
        .index()
        .forEachPack((pack, blobs) -> {
          Long length = stored.get(pack);
          if (length == null) {
            missing.add(pack);
          } else if (length != PackHeader.packLength(blobs)) {
            untrue.add(pack);
          }
        });
    List<StorageId> added = new ArrayList<>();
    List<StorageId> unreadable = new ArrayList<>();
    Index fresh = readHeaders(stored, untrue, added, unreadable);
    Set<StorageId> leaving = new HashSet<>(missing);
    leaving.addAll(untrue);
    new IndexRewrite(repository)
        .replace((pack, blobs) -> !leaving.contains(pack), fresh::forEachPack);
    missing.sort(null);
    return new IndexReport(damaged, added, missing, unreadable, stored.size() - unreadable.size());
  }

  private Index readHeaders(
      Map<StorageId, Long> stored,
      Set<StorageId> untrue,
      List<StorageId> added,
      List<StorageId> unreadable) {
    Index fresh = new Index();
    stored.entrySet().stream()
        .filter(e -> untrue.contains(e.getKey()) || !repository.index().knowsPack(e.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> {
          try {
            String name = e.getKey().toString();
            fresh.add(
                e.getKey(), repository.packHeader(new Backend.StoredFile(name, e.getValue())));
            added.add(e.getKey());
          } catch (CorruptRepositoryException failure) {
            unreadable.add(e.getKey());
          }
        });
    return fresh;
  }

  /**
   * Copies the blobs of {@code packs} that still open into new packs, takes the packs out of the
   * index, hands their bytes to {@code keeper} and removes them. Load the index before.
   */
  public PackReport repairPacks(Set<StorageId> packs, Keeper keeper) {
    Map<StorageId, List<PackedBlob>> blobsOf = new HashMap<>();
    repository
        .index()
        .forEachPack((pack, blobs) -> {
          if (packs.contains(pack)) {
            blobsOf.put(pack, blobs);
          }
        });
    List<PackCheck.Blob> lost = new ArrayList<>();
    BlobMarks copied = new BlobMarks(repository);
    List<StorageId> there = new ArrayList<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.PACK)) {
      StorageId pack = StorageId.parse(file.name()).orElseThrow();
      if (packs.contains(pack)) {
        byte[] content = repository.backend().load(FileKind.PACK, file.name());
        keeper.keep(pack, content);
        there.add(pack);
        salvage(content, blobsOf.getOrDefault(pack, List.of()), copied);
      }
    }
    repository.flush();
    blobsOf.values().stream()
        .flatMap(List::stream)
        .filter(blob -> !isElsewhere(blob, packs))
        .map(blob -> new PackCheck.Blob(blob.type(), blob.id()))
        .distinct()
        .forEach(lost::add);
    new IndexRewrite(repository).replace((pack, blobs) -> !packs.contains(pack));
    there.forEach(pack -> repository.remove(FileKind.PACK, pack.toString()));
    return new PackReport(there, copied.count(), lost);
  }

  /**
   * Saves the blobs of damaged or lost packs anew as {@code second} has them, and takes those packs
   * out. A pack with a blob that is neither elsewhere nor in {@code second} stays, and the blob is
   * named. Load both indexes before.
   */
  public PackReport replacePacks(Set<StorageId> packs, Repository second) {
    Map<StorageId, List<PackedBlob>> blobsOf = new HashMap<>();
    repository
        .index()
        .forEachPack((id, blobs) -> {
          if (packs.contains(id)) {
            blobsOf.put(id, blobs);
          }
        });
    List<PackCheck.Blob> lost = new ArrayList<>();
    List<StorageId> replaced = new ArrayList<>();
    BlobMarks saved = new BlobMarks(repository);
    blobsOf.forEach((pack, blobs) -> {
      int before = lost.size();
      blobs.stream()
          .filter(blob -> !isElsewhere(blob, packs))
          .forEach(blob -> saveFrom(second, blob, saved, lost));
      if (lost.size() == before) {
        replaced.add(pack);
      }
    });
    repository.flush();
    new IndexRewrite(repository).replace((id, blobs) -> !replaced.contains(id));
    replaced.forEach(pack -> repository.remove(FileKind.PACK, pack.toString()));
    return new PackReport(replaced, saved.count(), lost);
  }

  private void saveFrom(
      Repository second, PackedBlob blob, BlobMarks saved, List<PackCheck.Blob> lost) {
    try {
      byte[] content = second.load(blob.type(), blob.id());
      if (saved.mark(blob.type(), blob.id()) == BlobMarks.Mark.NEW) {
        repository.saveAgain(blob.type(), blob.id(), content);
      }
    } catch (RepositoryException e) {
      lost.add(new PackCheck.Blob(blob.type(), blob.id()));
    }
  }

  private boolean isElsewhere(PackedBlob blob, Set<StorageId> packs) {
    return repository.index().places(blob.type(), blob.id()).stream()
        .anyMatch(place -> !packs.contains(place.pack()));
  }

  private void salvage(byte[] content, List<PackedBlob> blobs, BlobMarks copied) {
    BlobCodec codec = repository.borrow();
    try {
      for (PackedBlob blob : blobs) {
        BlobCodec.SealedBlob sealed =
            blob.offset() + blob.length() <= content.length ? codec.reseal(content, blob) : null;
        if (sealed != null && copied.mark(blob.type(), blob.id()) == BlobMarks.Mark.NEW) {
          repository.writer().addAndWrite(sealed, codec);
        }
      }
    } finally {
      repository.giveBack(codec);
    }
  }
}
