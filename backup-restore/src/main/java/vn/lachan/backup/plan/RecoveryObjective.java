package vn.lachan.backup.plan;

import java.time.Duration;

/**
 * What was promised for a system.
 *
 * @param point how old the data that comes back may be (RPO)
 * @param time how long it may take until all of it is back (RTO)
 */
public record RecoveryObjective(Duration point, Duration time) {

  public RecoveryObjective {
    if (point.isNegative() || point.isZero() || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("RPO and RTO are longer than nothing");
    }
  }
}
