package vn.lachan.backup.plan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When each duty of a plan is due, as cron text with six or seven fields. A duty that is not here
 * is never rung; copies are also made right after each backup.
 */
public record PlanSchedule(Map<PlanDuty, String> times) {

  /** Nothing is rung. */
  public static final PlanSchedule NONE = new PlanSchedule(Map.of());

  public PlanSchedule {
    times = Collections.unmodifiableMap(new TreeMap<>(times)); // reads the same in every process
  }

  /**
   * Backups at {@code backup}, a share of the repository read again every night, a drill every
   * Sunday; with {@code upkeep} also forgetting and pruning every Sunday. Nothing when blank.
   */
  public static PlanSchedule standard(String backup, boolean upkeep) {
    if (backup.isBlank()) {
      return NONE;
    }
    Map<PlanDuty, String> times = new EnumMap<>(PlanDuty.class);
    times.put(PlanDuty.BACKUP, backup);
    times.put(PlanDuty.CHECK, "0 30 4 * * ?");
    times.put(PlanDuty.DRILL, "0 30 2 ? * SUN");
    if (upkeep) {
      times.put(PlanDuty.UPKEEP, "0 30 5 ? * SUN");
    }
    return new PlanSchedule(times);
  }

  public Optional<String> cron(PlanDuty duty) {
    return Optional.ofNullable(times.get(duty));
  }
}
