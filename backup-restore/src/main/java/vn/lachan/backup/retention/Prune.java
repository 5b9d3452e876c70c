package vn.lachan.backup.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.archive.Needed;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.repository.BlobMarks;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.PackSweep;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.SweepPlan;

/**
 * Frees the space of what no snapshot needs, in two steps.
 *
 * <p>First such packs leave the index, after what is needed of them was copied. They stay in the
 * repository, so that {@code repair index} can bring them back, until nobody needed them for the
 * grace period; a later prune removes them then. When they stopped being needed stands in a {@link
 * RemovalLedger}; where that is lost the time begins anew.
 *
 * <p>Holds an exclusive lock meanwhile. A snapshot or index file that cannot be read, a needed blob
 * that is in no whole pack, or any failure to list ends it before anything is removed. Killed at
 * any point it leaves every snapshot whole.
 */
public final class Prune {

  private final Machine machine;
  private final Clock clock;
  private final RemovalLedger ledger;

  public Prune(Machine machine, Clock clock, RemovalLedger ledger) {
    this.machine = machine;
    this.clock = clock;
    this.ledger = ledger;
  }

  /** Prunes a repository whose index is not loaded yet. */
  public PruneOutcome run(Repository repository, PruneRequest request) {
    if (request.dryRun()) {
      return prune(repository, request, Optional.empty());
    }
    try (RepositoryLock lock = RepositoryLock.exclusive(repository, machine)) {
      return prune(repository, request, Optional.of(lock));
    }
  }

  private PruneOutcome prune(
      Repository repository, PruneRequest request, Optional<RepositoryLock> lock) {
    Snapshots snapshots = Snapshots.list(repository);
    if (!snapshots.damaged().isEmpty()) {
      return new PruneOutcome.Refused(
          "Có ảnh chụp bị hỏng nên không biết nó cần gì: "
              + snapshots.damaged().getFirst().resource());
    }
    repository.loadIndex();
    if (snapshots.all().isEmpty()
        && repository.stats().indexedBlobs() > 0
        && !request.allowEmpty()) {
      return new PruneOutcome.Refused(
          "Kho không có ảnh chụp nào: dọn bây giờ là xoá hết; thêm --allow-empty nếu đúng ý");
    }
    BlobMarks needed = new Needed(repository).mark(snapshots.all());
    PackSweep sweep = new PackSweep(repository, needed, request.limits());
    SweepPlan plan = sweep.plan();
    List<StorageId> waiting = new ArrayList<>(plan.leaving());
    waiting.removeIf(pack -> !plan.packBytes().containsKey(pack));
    waiting.addAll(plan.unindexed());
    if (lock.isPresent()) {
      sweep.carryOut(plan);
      lock.get().requireHeld();
    }
    List<StorageId> due = due(repository, request, waiting);
    for (StorageId pack : lock.isPresent() ? due : List.<StorageId>of()) {
      repository.remove(FileKind.PACK, pack.toString());
    }
    return outcome(request, plan, waiting, due);
  }

  /** Those of {@code waiting} whose grace is over; notes since when the others wait. */
  private List<StorageId> due(
      Repository repository, PruneRequest request, List<StorageId> waiting) {
    if (request.grace().isZero()) {
      return waiting;
    }
    Instant limit = clock.instant().minus(request.grace());
    RemovalLedger.Waiting since = ledger.read(repository.id()).of(waiting, clock.instant());
    List<StorageId> due =
        waiting.stream().filter(pack -> !since.since(pack).isAfter(limit)).toList();
    if (!request.dryRun()) {
      ledger.write(repository.id(), since);
    }
    return due;
  }

  private static PruneOutcome outcome(
      PruneRequest request, SweepPlan plan, List<StorageId> waiting, List<StorageId> due) {
    long all = bytes(plan, waiting);
    long removed = bytes(plan, due);
    return new PruneOutcome.Pruned(
        request.dryRun(),
        plan.keptPacks(),
        plan.drop().size(),
        plan.repack().size(),
        plan.repackBytes(),
        due.size(),
        removed,
        waiting.size() - due.size(),
        all - removed,
        plan.usedBlobs(),
        plan.usedBytes(),
        plan.unusedLeft());
  }

  private static long bytes(SweepPlan plan, List<StorageId> packs) {
    return packs.stream().mapToLong(p -> plan.packBytes().getOrDefault(p, 0L)).sum();
  }
}
