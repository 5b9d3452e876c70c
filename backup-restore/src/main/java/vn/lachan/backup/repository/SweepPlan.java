package vn.lachan.backup.repository;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@link PackSweep} is going to do. Nothing has been changed yet.
 *
 * @param drop packs that hold nothing needed; they leave the index
 * @param repack packs of which the needed blobs are copied into new packs; then they leave the
 *     index
 * @param unindexed packs in the repository that no index names: of killed writers or earlier sweeps
 * @param keptPacks packs that stay
 * @param usedBlobs blobs snapshots need
 * @param usedBytes bytes they take, each counted once
 * @param unusedBytes bytes nobody needs, unindexed packs included
 * @param repackBytes bytes to be copied
 * @param unusedLeft bytes nobody needs that remain in packs that stay
 */
public record SweepPlan(
    List<StorageId> drop,
    List<StorageId> repack,
    List<StorageId> unindexed,
    int keptPacks,
    long usedBlobs,
    long usedBytes,
    long unusedBytes,
    long repackBytes,
    long unusedLeft,
    Map<StorageId, Long> packBytes) {

  public SweepPlan {
    drop = List.copyOf(drop);
    repack = List.copyOf(repack);
    unindexed = List.copyOf(unindexed);
    packBytes = Map.copyOf(packBytes);
  }

  /** Packs the index will not name any more. */
  public Set<StorageId> leaving() {
    Set<StorageId> leaving = new HashSet<>(drop);
    leaving.addAll(repack);
    return leaving;
  }
}
