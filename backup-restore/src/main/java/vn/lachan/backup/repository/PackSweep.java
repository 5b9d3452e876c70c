package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes what no snapshot needs out of the index, copying what is still needed out of packs that are
 * partly used.
 *
 * <p>Removes no pack: that is for the caller, later, see {@link Repository#remove}. Refuses with
 * {@link CorruptRepositoryException} when a needed blob is in no whole pack. Call with an exclusive
 * lock, after {@link Repository#loadIndex()}; the marks are of every blob needed by any snapshot.
 * Killed at any point it leaves every needed blob indexed. For one run.
 */
public final class PackSweep {

  private record Candidate(StorageId pack, BlobType type, long needed, long length) {
    double waste() {
      return 1 - (double) needed / length;
    }
  }

  private final Repository repository;
  private final BlobMarks needed;
  private final BlobMarks placed;
  private final SweepLimits limits;
  private final Map<StorageId, Long> stored = new HashMap<>();
  private final Set<StorageId> keep = new HashSet<>();
  private final List<StorageId> drop = new ArrayList<>();
  private final List<StorageId> repack = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Candidate> small = new ArrayList<>();
  private long usedBytes;
  private long indexedBytes;

  public PackSweep(Repository repository, BlobMarks needed, SweepLimits limits) {
    this.repository = repository;
    this.needed = needed;
    this.placed = new BlobMarks(repository);
    this.limits = limits;
  }

  /** Looks at every pack and decides. Changes nothing. */
  public SweepPlan plan() {
    for (Backend.StoredFile file : repository.backend().list(FileKind.PACK)) {
      stored.put(StorageId.parse(file.name()).orElseThrow(), file.length());
    }
    repository.index().forEachPack(this::keepWholePacks);
    repository.index().forEachPack(this::sortOut);
    PackCheck.Blob lost = needed.firstMissingIn(placed);
    if (lost != null) {
      throw new CorruptRepositoryException(
          "a snapshot needs it and no whole pack holds it; nothing is removed",
          lost.type().word() + " blob " + lost.id());
    }
    long repackBytes = chooseRepacks();
    List<StorageId> unindexed = new ArrayList<>();
    long unindexedBytes = 0;
    for (Map.Entry<StorageId, Long> file : stored.entrySet()) {
      if (!repository.index().knowsPack(file.getKey())) {
        unindexed.add(file.getKey());
        unindexedBytes += file.getValue();
      }
    }
    unindexed.sort(null);
    long keptBytes = keep.stream().mapToLong(pack -> stored.getOrDefault(pack, 0L)).sum();
    return new SweepPlan(
        drop,
        repack,
        unindexed,
        keep.size(),
        needed.count(),
        usedBytes,
        indexedBytes - usedBytes + unindexedBytes,
        repackBytes,
        Math.max(0, keptBytes - (usedBytes - repackBytes)),
        stored);
  }

  private boolean isWhole(StorageId pack, List<PackedBlob> blobs) {
    Long length = stored.get(pack);
    return length != null && length == PackHeader.packLength(blobs);
  }

  private boolean isNeeded(PackedBlob blob) {
    return needed.isMarked(blob.type(), blob.id());
  }

  /** Packs of which everything is needed and nothing was seen elsewhere stay as they are. */
  private void keepWholePacks(StorageId pack, List<PackedBlob> blobs) {
    boolean all =
        isWhole(pack, blobs)
            && blobs.stream().allMatch(b -> isNeeded(b) && !placed.isMarked(b.type(), b.id()));
    if (all && !blobs.isEmpty()) {
      long bytes = place(blobs);
      keep.add(pack);
      long length = stored.getOrDefault(pack, 0L);
      if (length < repository.settings().packBytes() / 4) {
        small.add(new Candidate(pack, blobs.getFirst().type(), bytes, length));
      }
    }
  }

  /** Places what is needed here and nowhere before, and returns its bytes. */
  private long place(List<PackedBlob> blobs) {
    long bytes = 0;
    for (PackedBlob blob : blobs) {
      if (isNeeded(blob) && placed.mark(blob.type(), blob.id()) == BlobMarks.Mark.NEW) {
        bytes += blob.length();
      }
    }
    usedBytes += bytes;
    return bytes;
  }

  private void sortOut(StorageId pack, List<PackedBlob> blobs) {
    indexedBytes += stored.getOrDefault(pack, 0L);
    if (keep.contains(pack)) {
      return;
    }
    long bytes = isWhole(pack, blobs) ? place(blobs) : 0;
    if (bytes == 0) {
      drop.add(pack);
    } else {
      keep.add(pack);
      candidates.add(
          new Candidate(pack, blobs.getFirst().type(), bytes, stored.getOrDefault(pack, 0L)));
    }
  }

  /** Moves candidates from those kept to those repacked, the most wasteful first. */
  private long chooseRepacks() {
    candidates.sort(Comparator.comparingDouble(Candidate::waste).reversed());
    long unused = candidates.stream().mapToLong(c -> c.length() - c.needed()).sum();
    long allowed = (long) (limits.mostUnused() * usedBytes);
    long bytes = 0;
    for (Candidate candidate : candidates) {
      if (unused <= allowed || bytes + candidate.needed() > limits.mostRepackBytes()) {
        break;
      }
      repack(candidate);
      bytes += candidate.needed();
      unused -= candidate.length() - candidate.needed();
    }
    if (limits.joinSmall()) {
      for (BlobType type : BlobType.values()) {
        List<Candidate> alike = small.stream().filter(c -> c.type() == type).toList();
        if (alike.size() > 1) {
          alike.forEach(this::repack);
          bytes += alike.stream().mapToLong(Candidate::needed).sum();
        }
      }
    }
    return bytes;
  }

  private void repack(Candidate candidate) {
    keep.remove(candidate.pack());
    repack.add(candidate.pack());
  }

  /**
   * Does what {@code plan} says: new packs, then the new index, then the old index goes. The packs
   * named by {@link SweepPlan#leaving()} are still there afterwards, without anybody who needs
   * them.
   */
  public void carryOut(SweepPlan plan) {
    Set<StorageId> wanted = new HashSet<>(plan.repack());
    BlobMarks copied = new BlobMarks(repository);
    repository
        .index()
        .forEachPack((pack, blobs) -> {
          if (wanted.contains(pack)) {
            copy(pack, blobs, copied);
          }
        });
    repository.flush();
    Set<StorageId> leaving = plan.leaving();
    if (!leaving.isEmpty()) {
      new IndexRewrite(repository).replace((pack, blobs) -> !leaving.contains(pack));
    }
  }

  private void copy(StorageId pack, List<PackedBlob> blobs, BlobMarks copied) {
    byte[] content = repository.backend().load(FileKind.PACK, pack.toString());
    BlobCodec codec = repository.borrow();
    try {
      for (PackedBlob blob : blobs) {
        if (isNeeded(blob)
            && !isInKeptPack(blob)
            && copied.mark(blob.type(), blob.id()) == BlobMarks.Mark.NEW) {
          repository.writer().addAndWrite(resealed(pack, content, blob, codec), codec);
        }
      }
    } finally {
      repository.giveBack(codec);
    }
  }

  private boolean isInKeptPack(PackedBlob blob) {
    return repository.index().places(blob.type(), blob.id()).stream()
        .anyMatch(place -> keep.contains(place.pack()));
  }

  private static BlobCodec.SealedBlob resealed(
      StorageId pack, byte[] content, PackedBlob blob, BlobCodec codec) {
    BlobCodec.SealedBlob sealed =
        blob.offset() + blob.length() <= content.length ? codec.reseal(content, blob) : null;
    if (sealed == null) {
      throw new CorruptRepositoryException(
          "a snapshot needs it and it is damaged in pack data/" + pack + "; nothing is removed",
          blob.type().word() + " blob " + blob.id());
    }
    return sealed;
  }
}
