package vn.lachan.backup;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.archive.SnapshotRepair;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.KeyRing;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.retention.Forget;
import vn.lachan.backup.retention.ForgetOutcome;
import vn.lachan.backup.retention.ForgetRequest;
import vn.lachan.backup.retention.Prune;
import vn.lachan.backup.retention.PruneOutcome;
import vn.lachan.backup.retention.PruneRequest;
import vn.lachan.backup.retention.RemovalLedger;

/**
 * Forgets and prunes, with the audit trail told before and after. When the trail refuses the first
 * entry, nothing is done. Failures of the repository are refusals, not exceptions.
 */
public final class Upkeep {

  private final Consumer<AuditEntry> audit;
  private final Clock clock;
  private final Machine machine = Machine.current();

  /**
   * @param audit appends to the audit trail, or throws
   */
  public Upkeep(Consumer<AuditEntry> audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Removes the snapshots the request does not keep; {@code drilled} are the ids of those that
   * passed a drill.
   */
  public ForgetOutcome forget(
      BackupRepository place, ForgetRequest request, Set<String> drilled, Actor actor) {
    tell(actor, "backup.forget.start", place, Map.of("dryRun", "" + request.dryRun()));
    ForgetOutcome outcome;
    try (Repository repository = place.open()) {
      outcome = new Forget(machine, clock).run(repository, request, s -> isProven(s, drilled));
    } catch (RepositoryException e) {
      outcome = new ForgetOutcome.Refused(List.of(Failures.describe(e)));
    }
    tell(
        actor,
        "backup.forget.finish",
        place,
        switch (outcome) {
          case ForgetOutcome.Refused refused ->
              Map.of("result", "refused", "reason", refused.reasons().getFirst());
          case ForgetOutcome.Decided decided ->
              Map.of(
                  "result",
                  decided.dryRun() ? "simulated" : "done",
                  "kept",
                  "" + (decided.verdicts().size() - decided.removed().size()),
                  "removed",
                  String.join(
                      " ",
                      decided.removed().stream().map(v -> v.snapshot().id().shortText()).toList()));
        });
    return outcome;
  }

  /** A copy is as good as the snapshot it was made of; a repaired one lost something. */
  private static boolean isProven(StoredSnapshot snapshot, Set<String> drilled) {
    return drilled.contains(snapshot.id().toString())
        || (!snapshot.tags().contains(SnapshotRepair.TAG)
            && snapshot.original().filter(id -> drilled.contains(id.toString())).isPresent());
  }

  /**
   * Removes locks: those abandoned, or {@code all}, which is only right when nobody is at work.
   *
   * @return how many were removed, or why none could be
   */
  public String unlock(BackupRepository place, boolean all, Actor actor) {
    tell(actor, "backup.unlock", place, Map.of("all", "" + all));
    try (Repository repository = place.open()) {
      int removed = RepositoryLock.unlock(repository, machine, all).size();
      return "Đã xoá %d khoá phiên".formatted(removed);
    } catch (RepositoryException e) {
      throw new UpkeepException(Failures.describe(e), e);
    }
  }

  /**
   * Removes the key whose name begins with {@code digits}.
   *
   * @throws UpkeepException when it could not, or must not; says why in Vietnamese
   */
  public String removeKey(BackupRepository place, String digits, Actor actor) {
    tell(actor, "backup.key.remove", place, Map.of("key", digits));
    try (Repository repository = place.open();
        RepositoryLock lock = RepositoryLock.exclusive(repository, machine)) {
      lock.requireHeld();
      return switch (new KeyRing(repository).remove(digits)) {
        case KeyRing.Changed changed -> "Đã xoá khoá " + changed.name();
        case KeyRing.Refused refused ->
            throw new UpkeepException(
                switch (refused.reason()) {
                  case NOT_ONE -> "Không có khoá (duy nhất) nào là " + digits;
                  case CURRENT -> "Không xoá khoá đang dùng để mở kho";
                  case LAST -> "Không xoá khoá cuối cùng";
                },
                null);
      };
    } catch (RepositoryException e) {
      throw new UpkeepException(Failures.describe(e), e);
    }
  }

  /** Frees what no snapshot needs, see {@link Prune}. */
  public PruneOutcome prune(
      BackupRepository place, PruneRequest request, RemovalLedger ledger, Actor actor) {
    tell(actor, "backup.prune.start", place, Map.of("dryRun", "" + request.dryRun()));
    PruneOutcome outcome;
    try (Repository repository = place.open()) {
      outcome = new Prune(machine, clock, ledger).run(repository, request);
    } catch (RepositoryException e) {
      outcome = new PruneOutcome.Refused(Failures.describe(e));
    }
    tell(
        actor,
        "backup.prune.finish",
        place,
        switch (outcome) {
          case PruneOutcome.Refused refused ->
              Map.of("result", "refused", "reason", refused.reason());
          case PruneOutcome.Pruned pruned ->
              Map.of(
                  "result", pruned.dryRun() ? "simulated" : "done",
                  "removedPacks", "" + pruned.removedPacks(),
                  "waitingPacks", "" + pruned.waitingPacks());
        });
    return outcome;
  }

  private void tell(
      Actor actor, String action, BackupRepository place, Map<String, String> detail) {
    audit.accept(
        new AuditEntry(actor, action, "backup-repository:" + place.location(), "", detail));
  }
}
