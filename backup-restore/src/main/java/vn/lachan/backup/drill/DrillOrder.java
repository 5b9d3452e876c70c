package vn.lachan.backup.drill;

/**
 * What somebody wants drilled.
 *
 * @param snapshot an id, its beginning, or {@code latest}: the newest of the plan
 * @param whole everything, also where the plan draws a sample
 * @param about why, such as {@code incident:SC-2026-0042}; empty for the routine
 */
public record DrillOrder(String snapshot, boolean whole, String about) {

  /** The newest snapshot, as the plan says. */
  public static final DrillOrder LATEST = new DrillOrder("latest", false, "");

  public static DrillOrder of(String snapshot) {
    return new DrillOrder(snapshot, false, "");
  }
}
