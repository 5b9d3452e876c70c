package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import vn.lachan.detection.sigma.Comparison;
import vn.lachan.detection.sigma.SigmaCorrelation;

/** The criteria of a rule, ready to be asked for every match. Immutable. */
final class Conditions {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 2);

  private final SigmaCorrelation.Limit[] limits;
  private final long[] floors;
  private final boolean[] whole;
  private final long least;

  /** The criteria of {@code rule}; a temporal rule without any wants all of its {@code sources}. */
  static Conditions of(SigmaCorrelation rule, int sources) {
    boolean all = rule.type().isTemporal() && rule.conditions().isEmpty();
    return new Conditions(
        all
            ? List.of(new SigmaCorrelation.Limit(Comparison.EQ, BigDecimal.valueOf(sources)))
            : rule.conditions());
  }

  private Conditions(List<SigmaCorrelation.Limit> limits) {
    this.limits = limits.toArray(SigmaCorrelation.Limit[]::new);
    this.floors = new long[limits.size()];
    this.whole = new boolean[limits.size()];
    long atLeast = 0;
    for (int i = 0; i < limits.size(); i++) {
      BigDecimal value = limits.get(i).value().min(MOST).max(MOST.negate());
      floors[i] = value.setScale(0, RoundingMode.FLOOR).longValue();
      whole[i] = value.compareTo(BigDecimal.valueOf(floors[i])) == 0;
      atLeast =
          Math.max(
              atLeast,
              switch (limits.get(i).comparison()) {
                case GT -> floors[i] + 1;
                case GTE, EQ -> whole[i] ? floors[i] : floors[i] + 1;
                case LT, LTE, NEQ -> 0;
              });
    }
    this.least = atLeast;
  }

  /** No count below this holds. */
  long least() {
    return least;
  }

  boolean holds(long count) {
    for (int i = 0; i < limits.length; i++) {
      int order = Long.compare(count, floors[i]);
      if (!limits[i].comparison().holds(order == 0 && !whole[i] ? -1 : order)) {
        return false;
      }
    }
    return true;
  }

  boolean holds(BigDecimal measured) {
    for (SigmaCorrelation.Limit limit : limits) {
      if (!limit.holds(measured)) {
        return false;
      }
    }
    return true;
  }
}
