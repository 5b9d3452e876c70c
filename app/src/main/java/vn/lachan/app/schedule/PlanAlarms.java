package vn.lachan.app.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.LevelDuty;

/** When a plan is to be complained about. No clock, no storage; the reasons are Vietnamese. */
final class PlanAlarms {

  private PlanAlarms() {}

  /**
   * Why the plan is late: its newest snapshot is too old, or it has none although it is known long
   * enough.
   *
   * @param since when the plan was first known
   */
  static Optional<String> late(
      BackupPlan plan, PlanStatus status, Optional<Instant> since, Instant now) {
    return status
        .lastSnapshot()
        .map(run -> run.startedAt())
        .or(() -> since)
        .map(from -> Duration.between(from, now))
        .filter(age -> age.compareTo(plan.lateAfter()) > 0)
        .map(age ->
            "chưa có bản mới trong %d giờ, mức cho phép %d giờ"
                .formatted(age.toHours(), plan.lateAfter().toHours()));
  }

  /**
   * Why a drill is owed: none passed within the time that the level allows.
   *
   * @param last when the last one that passed began, else when the plan was first known
   */
  static Optional<String> overdue(int level, Optional<Instant> last, Instant now) {
    Duration allowed = LevelDuty.of(level).drillEvery();
    return last.filter(from -> from.plus(allowed).isBefore(now))
        .map(from ->
            "cấp độ %d phải diễn tập đạt trong %d ngày, lần gần nhất đã %d ngày"
                .formatted(level, allowed.toDays(), Duration.between(from, now).toDays()));
  }
}
