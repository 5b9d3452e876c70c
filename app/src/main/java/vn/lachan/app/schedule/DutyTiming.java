package vn.lachan.app.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import vn.lachan.app.plans.CronTexts;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BlackoutWindow;
import vn.lachan.backup.plan.RunRetries;

/** When a duty that rings is done: now, later, or not at all. No clock, no storage. */
final class DutyTiming {
  private static final ZoneId ZONE = CronTexts.ZONE.toZoneId();
  private static final int LONGEST_CHAIN = 16;

  /** What to do with a bell. */
  sealed interface Decision {}

  /** Do it. */
  record Now() implements Decision {}

  /** Ring again then. */
  record Later(Instant at) implements Decision {}

  /** It was done already: this bell was rung twice, or missed and made up for. */
  record Never() implements Decision {}

  private DutyTiming() {}

  /**
   * Decides.
   *
   * @param due when the bell should have rung
   * @param lastSuccess when the duty was last begun that ended well
   */
  static Decision decide(BackupPlan plan, Instant due, Instant now, Optional<Instant> lastSuccess) {
    if (lastSuccess.filter(begun -> !begun.isBefore(due)).isPresent()) {
      return new Never();
    }
    Instant free = afterBlackouts(plan, now);
    return free.equals(now) ? new Now() : new Later(free);
  }

  /**
   * The first moment from {@code now} on that lies in no window; {@code now} when there is none.
   */
  private static Instant afterBlackouts(BackupPlan plan, Instant now) {
    LocalDateTime time = LocalDateTime.ofInstant(now, ZONE);
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      LocalDateTime at = time;
      Optional<BlackoutWindow> window =
          plan.policy().blackout().stream().filter(w -> w.holds(at)).findFirst();
      if (window.isEmpty()) {
        return i == 0 ? now : time.atZone(ZONE).toInstant();
      }
      time = window.get().end(time);
    }
    return now; // windows that cover the whole week would mean no backup ever
  }

  /** When a duty that failed is tried again; empty when it was tried often enough. */
  static Optional<Instant> retry(RunRetries retries, int attempt, Instant now) {
    return attempt < retries.times() ? Optional.of(now.plus(retries.pause())) : Optional.empty();
  }
}
