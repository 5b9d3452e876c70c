package vn.lachan.backup.retention;

/** How a prune ended. */
public sealed interface PruneOutcome {

  /**
   * What was done, or with {@code dryRun} would be.
   *
   * @param keptPacks packs that stay
   * @param droppedPacks packs that left the index because nobody needs anything in them
   * @param repackedPacks packs whose needed blobs were copied before they left the index
   * @param repackedBytes bytes copied
   * @param removedPacks packs removed now, their grace being over
   * @param waitingPacks packs nobody needs that are removed when their grace is over
   * @param usedBytes what snapshots need
   * @param unusedLeft bytes nobody needs inside packs that stay
   */
  record Pruned(
      boolean dryRun,
      int keptPacks,
      int droppedPacks,
      int repackedPacks,
      long repackedBytes,
      int removedPacks,
      long removedBytes,
      int waitingPacks,
      long waitingBytes,
      long usedBlobs,
      long usedBytes,
      long unusedLeft)
      implements PruneOutcome {}

  /** Nothing was changed. {@code reason} is in Vietnamese. */
  record Refused(String reason) implements PruneOutcome {}
}
