package vn.lachan.backup.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import vn.lachan.backup.plan.BackupPlan;

/**
 * When a plan must be drilled next. TCVN 14423:2026, 5.11.2: trial restores, every 6 months from
 * level 4 and every 3 from level 5; below, where it only says from time to time, every 6.
 *
 * @param level of the system, 0 when it is not known
 * @param last when it was drilled, whatever the result
 * @param dueAt when the next has to be; the present for a plan that never was
 */
public record DueDrill(
    BackupPlan plan, int level, Optional<Instant> last, Instant dueAt, boolean overdue) {

  private static final Duration HALF_YEAR = Duration.ofDays(183);
  private static final Duration QUARTER = Duration.ofDays(92);
  private static final int QUARTERLY_FROM = 5;

  /** All plans, the most urgent first. */
  public static List<DueDrill> of(
      List<BackupPlan> plans, DrillHistory drills, ToIntFunction<BackupPlan> level, Instant now) {
    return plans.stream()
        .map(plan -> {
          int legal = level.applyAsInt(plan);
          Optional<Instant> last =
              drills.lastDrill(plan.id()).map(drill -> drill.report().startedAt());
          Duration within = legal >= QUARTERLY_FROM ? QUARTER : HALF_YEAR;
          Instant dueAt = last.map(at -> at.plus(within)).orElse(now);
          return new DueDrill(plan, legal, last, dueAt, !dueAt.isAfter(now));
        })
        .sorted(Comparator.comparing(DueDrill::dueAt))
        .toList();
  }
}
