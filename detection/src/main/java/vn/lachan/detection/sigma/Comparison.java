package vn.lachan.detection.sigma;

import java.util.Locale;

/** How a number is compared with a limit. */
public enum Comparison {
  LT,
  LTE,
  GT,
  GTE,
  EQ,
  NEQ;

  /** Whether a value holds whose {@code compareTo} with the limit gave {@code order}. */
  public boolean holds(int order) {
    return switch (this) {
      case LT -> order < 0;
      case LTE -> order <= 0;
      case GT -> order > 0;
      case GTE -> order >= 0;
      case EQ -> order == 0;
      case NEQ -> order != 0;
    };
  }

  /** The word as it stands in a rule. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
