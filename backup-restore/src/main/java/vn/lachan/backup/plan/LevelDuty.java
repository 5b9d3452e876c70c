package vn.lachan.backup.plan;

import java.time.Duration;

/**
 * What is owed to a system because of its security level.
 *
 * <p>Trial restores: every six months at level 3 (the operator's own rule) and 4, every quarter at
 * level 5 (TCVN 14423:2026). How long snapshots are kept at least is our own starting value; the
 * law names none for backups.
 *
 * @param keepFor no snapshot younger than this is ever forgotten by a policy
 * @param keepDrilled so many snapshots that a drill has proven always remain
 * @param drillEvery a drill must have passed within this time
 */
public record LevelDuty(Duration keepFor, int keepDrilled, Duration drillEvery) {

  /**
   * The duty of a level.
   *
   * @param level 1 to 5; anything else counts as 1
   */
  public static LevelDuty of(int level) {
    return switch (level) {
      case 2 -> new LevelDuty(Duration.ofDays(14), 1, Duration.ofDays(366));
      case 3 -> new LevelDuty(Duration.ofDays(30), 1, Duration.ofDays(183));
      case 4 -> new LevelDuty(Duration.ofDays(30), 2, Duration.ofDays(183));
      case 5 -> new LevelDuty(Duration.ofDays(90), 2, Duration.ofDays(92));
      default -> new LevelDuty(Duration.ofDays(7), 1, Duration.ofDays(366));
    };
  }
}
