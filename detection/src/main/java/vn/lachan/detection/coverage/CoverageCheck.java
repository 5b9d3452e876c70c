package vn.lachan.detection.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.coverage.FieldCoverage.Seen;
import vn.lachan.detection.coverage.RuleCoverage.Verdict;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.detection.sigma.ValueTest;

/**
 * Compares what rules need with what arrives. A field counts as needed when no event without it can
 * fit; fields that only exclude do not. Remembers what arrives from the first question on, so that
 * all rules are compared with the same; for one thread and one round of questions.
 */
public final class CoverageCheck {
  private final FieldCoverage coverage;
  private final Map<LogSource, List<Seen>> seenBy = new HashMap<>();

  public CoverageCheck(FieldCoverage coverage) {
    this.coverage = coverage;
  }

  /** Whether a rule of {@code rules} can fire. */
  public RuleCoverage of(RuleSet rules, RuleInfo rule) {
    SequencedSet<String> needed = new LinkedHashSet<>();
    List<SigmaCorrelation> correlations = rules.correlations(rule.id());
    if (correlations.size() == 1) {
      // Where correlations refer to others, a group value may come from the inner one.
      SigmaCorrelation correlation = correlations.getFirst();
      needed.addAll(correlation.groupBy());
      needed.addAll(correlation.fields());
      needed.removeAll(correlation.aliases().keySet());
    }
    List<RuleCoverage.Part> parts = new ArrayList<>();
    Instant last = null;
    for (SigmaRule part : rules.eventRules(rule.id())) {
      List<Seen> seen = seenBy.computeIfAbsent(part.logSource(), coverage::seenBy);
      parts.add(part(part, seen, needed));
      last = later(last, FieldCoverage.last(seen));
    }
    boolean some =
        correlations.size() == 1
            && !correlations.getFirst().type().isTemporal()
            && parts.size() > 1;
    Verdict verdict =
        parts.stream()
            .map(RuleCoverage.Part::verdict)
            .reduce((a, b) -> some == (a.compareTo(b) < 0) ? a : b)
            .orElse(Verdict.SOURCE_NEVER_SEEN);
    return new RuleCoverage(rule.id(), verdict, last, parts);
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  private static RuleCoverage.Part part(SigmaRule rule, List<Seen> seen, Set<String> needed) {
    List<String> datasets = List.copyOf(new TreeSet<>(seen.stream().map(Seen::dataset).toList()));
    Set<String> fewest = null;
    for (Seen kind : seen) {
      Set<String> missing = new LinkedHashSet<>();
      boolean possible = can(rule.detection(), kind, false, missing);
      if (possible) {
        missing.clear();
      }
      needed.stream().filter(field -> !kind.carries(field)).forEach(missing::add);
      if (fewest == null || missing.size() < fewest.size()) {
        fewest = missing;
      }
    }
    Verdict verdict =
        fewest == null
            ? Verdict.SOURCE_NEVER_SEEN
            : fewest.isEmpty() ? Verdict.FIRES : Verdict.FIELD_NEVER_SEEN;
    return new RuleCoverage.Part(
        rule.header().id(),
        rule.header().title(),
        rule.logSource().toString(),
        verdict,
        fewest == null ? List.of() : List.copyOf(fewest),
        datasets);
  }

  /** Whether some event with these fields could fit; if not, {@code missing} gets what it lacks. */
  private static boolean can(Detection detection, Seen seen, boolean negated, Set<String> missing) {
    return switch (detection) {
      case Detection.All(List<Detection> parts) ->
          negated ? one(parts, seen, true, missing) : all(parts, seen, false, missing);
      case Detection.Any(List<Detection> parts) ->
          negated ? all(parts, seen, true, missing) : one(parts, seen, false, missing);
      case Detection.Not(Detection part) -> can(part, seen, !negated, missing);
      case Detection.Field(String name, ValueTest test) -> {
        boolean fits = needsField(test) == negated || seen.carries(name);
        if (!fits) {
          missing.add(name);
        }
        yield fits;
      }
      case Detection.Keyword _ -> true;
    };
  }

  private static boolean all(
      List<Detection> parts, Seen seen, boolean negated, Set<String> missing) {
    boolean fits = true;
    for (Detection part : parts) {
      fits &= can(part, seen, negated, missing);
    }
    return fits;
  }

  private static boolean one(
      List<Detection> parts, Seen seen, boolean negated, Set<String> missing) {
    Set<String> lacking = new LinkedHashSet<>();
    for (Detection part : parts) {
      if (can(part, seen, negated, lacking)) {
        return true;
      }
    }
    missing.addAll(lacking);
    return false;
  }

  /** Whether an event without the field fails; if so, it passes the opposite test. */
  private static boolean needsField(ValueTest test) {
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, _) ->
          pattern.hasWildcards() || !pattern.literalText().isEmpty();
      case ValueTest.Exists(boolean expected) -> expected;
      case ValueTest.Null _ -> false;
      case ValueTest.Regex _,
          ValueTest.Numeric _,
          ValueTest.Bool _,
          ValueTest.Compared _,
          ValueTest.InNetwork _,
          ValueTest.SameAs _,
          ValueTest.TimePart _ ->
          true;
    };
  }
}
