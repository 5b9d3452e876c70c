package vn.lachan.detection.sigma;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Our attribute {@code custom.baseline}: the events that a rule selects are compared with what is
 * usual. What each kind asks of its attributes is in {@code docs/formats/sigma.md}, section 5.
 *
 * @param key fields whose values are watched each for themselves; empty watches all events together
 * @param field what {@code distinct}, {@code sum}, {@code value}, {@code first_seen} and {@code
 *     missing} look at; else empty
 * @param period length of a period, or how long something may stay away
 * @param learn how long a key is only watched before it may raise anything; zero for kinds that do
 *     not learn
 * @param factor how many times the quantile is still usual; zero when nothing is learned from gaps
 * @param quantile of what was learned, above 0 and at most 1
 * @param least by level of the unit ({@code dvc.unit.level}), under {@code ""} for all others:
 *     below this nothing is raised
 * @param opens value of {@code field} that asks for another event ({@code missing} only)
 * @param closes value of {@code field} that answers ({@code missing} only)
 */
public record SigmaBaseline(
    Kind kind,
    List<String> key,
    String field,
    Duration period,
    Duration learn,
    Hours hours,
    double factor,
    double quantile,
    Map<String, Double> least,
    String opens,
    String closes) {

  public SigmaBaseline {
    key = List.copyOf(key);
    least = Map.copyOf(new LinkedHashMap<>(least));
    if (!least.containsKey("")) {
      throw new IllegalArgumentException("least lacks the value for all other units");
    }
    if (period.isZero() || period.isNegative() || learn.isNegative()) {
      throw new IllegalArgumentException("period must be positive and learn must not be negative");
    }
  }

  /** What is compared. */
  public enum Kind {
    /** How many events a period. */
    COUNT,
    /** How many different values a period. */
    DISTINCT,
    /** The sum of a field a period. */
    SUM,
    /** The value of a field of each event. */
    VALUE,
    /** A value that was not there before. */
    FIRST_SEEN,
    /** A key that comes back after a long time. */
    REAPPEARS,
    /** A key that stays away. */
    SILENCE,
    /** An event that should have come with another one and did not. */
    MISSING;

    /** As rules write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether amounts of periods are compared with those of earlier periods. */
    public boolean isAmount() {
      return switch (this) {
        case COUNT, DISTINCT, SUM, VALUE -> true;
        case FIRST_SEEN, REAPPEARS, SILENCE, MISSING -> false;
      };
    }

    /** Whether it looks at the value of a field. */
    public boolean needsField() {
      return switch (this) {
        case DISTINCT, SUM, VALUE, FIRST_SEEN, MISSING -> true;
        case COUNT, REAPPEARS, SILENCE -> false;
      };
    }

    /** Whether time must pass before it may raise anything. */
    public boolean learns() {
      return switch (this) {
        case COUNT, DISTINCT, SUM, VALUE, FIRST_SEEN, SILENCE -> true;
        case REAPPEARS, MISSING -> false;
      };
    }

    /** Whether it is about what does not happen, so that time must be told by other events. */
    public boolean isAbsence() {
      return this == SILENCE || this == MISSING;
    }
  }

  /** Which part of the week counts, by {@code dvc.calendar.working}. */
  public enum Hours {
    /** All hours together. */
    ALL,
    /** Working hours and other hours, each compared with its own past. */
    SPLIT,
    /** Working hours only. */
    WORKING,
    /** Other hours only. */
    OFF;

    /** As rules write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The least that is raised for a unit of {@code level}; unknown levels have the general one. */
  public double leastFor(String level) {
    Double own = least.get(level);
    return own == null ? least.getOrDefault("", 0.0) : own;
  }
}
