package vn.lachan.backup.drill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.Failures;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.RepositoryException;

/**
 * The newest snapshot of a plan that was finished before a moment, such as the first trace of an
 * intruder.
 *
 * @param run the run that made it; empty when all snapshots are younger
 * @param drill the newest drill of this very snapshot
 * @param lastDrill the newest drill of the plan, of whatever snapshot
 * @param expected how long a full restore takes, from the slowest repository of the newest drill
 *     that measured it
 */
public record CleanPoint(
    BackupPlan plan,
    Optional<BackupOutcome.Completed> run,
    Optional<DrillResult> drill,
    Optional<DrillResult> lastDrill,
    Optional<Duration> expected) {

  /**
   * Whether a repository has the snapshot.
   *
   * @param snapshot its id there; empty when it does not
   * @param problem why the repository could not be asked, in Vietnamese; empty when it could
   */
  public record Place(String location, String snapshot, String problem) {}

  /** The newest snapshot of {@code plan} that was finished before {@code moment}. */
  public static CleanPoint before(
      Instant moment, BackupPlan plan, BackupHistory history, DrillHistory drills) {
    Optional<BackupOutcome.Completed> run =
        history.runs(plan.id(), Integer.MAX_VALUE).stream()
            .filter(BackupOutcome.Completed.class::isInstance)
            .map(BackupOutcome.Completed.class::cast)
            .filter(done -> done.startedAt().plus(done.took()).isBefore(moment))
            .max(Comparator.comparing(BackupOutcome.Completed::startedAt));
    List<DrillResult> of =
        drills.drills(Integer.MAX_VALUE).stream()
            .filter(drill -> drill.report().planId().equals(plan.id()))
            .toList();
    return new CleanPoint(
        plan,
        run,
        of.stream()
            .filter(d -> run.filter(r -> r.snapshot().equals(d.report().snapshot())).isPresent())
            .findFirst(),
        of.stream().findFirst(),
        of.stream()
            .map(drill -> drill.report().recoveryTime())
            .filter(Duration::isPositive)
            .findFirst());
  }

  /** Asks each repository of the plan, in its order. Takes about a second each. */
  public List<Place> places(BackupSettings settings, Clock clock) {
    return plan.targets().stream()
        .map(target -> {
          String where = target.location().toString();
          try {
            return new Place(
                where,
                run.flatMap(r -> new TargetRestore(target, settings, clock).find(r.snapshot()))
                    .orElse(""),
                "");
          } catch (RepositoryException e) {
            return new Place(where, "", Failures.describe(e));
          }
        })
        .toList();
  }
}
