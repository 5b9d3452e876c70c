package vn.lachan.app.api;

import java.text.Collator;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.coverage.RuleCoverage;

/** By which column the list of rules is sorted; equal ones stay in the order of their files. */
enum RuleOrder {
  FILE,
  LEVEL,
  TITLE,
  STATE,
  VERDICT,
  LOGSOURCE,
  ALERTS,
  WITHHELD,
  FALSE,
  LAST_FIRED;

  /**
   * Smallest first.
   *
   * @param falseRatios share of false alerts by rule, of those of which it is known
   */
  Comparator<RuleViews.Row> comparator(Map<String, Double> falseRatios) {
    return switch (this) {
      case FILE -> (_, _) -> 0;
      case LEVEL -> Comparator.comparing(RuleViews.Row::level);
      case TITLE -> Comparator.comparing(RuleViews.Row::title, Collator.getInstance(VIETNAMESE));
      case STATE -> Comparator.comparing(RuleViews.Row::state);
      case VERDICT ->
          Comparator.comparing(RuleOrder::verdict, Comparator.nullsLast(Comparator.naturalOrder()));
      case LOGSOURCE -> Comparator.comparing(RuleViews.Row::logsource);
      case ALERTS -> Comparator.comparingLong(RuleViews.Row::alerts);
      case WITHHELD -> Comparator.comparingLong(row -> row.folded() + row.suppressed());
      case FALSE -> Comparator.comparingDouble(row -> falseRatios.getOrDefault(row.id(), -1.0));
      case LAST_FIRED ->
          Comparator.comparing(RuleViews.Row::lastFired, Comparator.nullsFirst(INSTANTS));
    };
  }

  private static final Locale VIETNAMESE = Locale.of("vi");
  private static final Comparator<Instant> INSTANTS = Comparator.naturalOrder();

  private static RuleCoverage.@Nullable Verdict verdict(RuleViews.Row row) {
    RuleViews.ReachView reach = row.reach();
    return reach == null ? null : reach.verdict();
  }
}
