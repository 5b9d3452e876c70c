package vn.lachan.detection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaHeader;
import vn.lachan.detection.sigma.SigmaRule;

/**
 * Finds the rules that correlations refer to and puts the correlations in an order in which each
 * stands behind those it refers to. Used once.
 */
final class CorrelationResolver {
  private static final int MOST_NAMED = 5;

  private final List<SigmaRule> rules;
  private final List<String> ruleVersions;
  private final List<SigmaCorrelation> correlations;
  private final List<RejectedRule> rejected = new ArrayList<>();
  private final List<CorrelationRule> ordered = new ArrayList<>();
  private final Map<SigmaCorrelation, Integer> numbers = new HashMap<>();
  private final Set<SigmaCorrelation> underWay = new HashSet<>();
  private final Set<SigmaCorrelation> refused = new HashSet<>();
  private final Set<Integer> referred = new HashSet<>();
  private final Set<Integer> generated = new HashSet<>();

  CorrelationResolver(
      List<SigmaRule> rules, List<String> ruleVersions, List<SigmaCorrelation> correlations) {
    this.rules = rules;
    this.ruleVersions = ruleVersions;
    this.correlations = correlations;
  }

  List<CorrelationRule> resolve() {
    correlations.forEach(this::number);
    return ordered;
  }

  List<RejectedRule> rejected() {
    return rejected;
  }

  /** Numbers of the rules that only serve correlations. */
  Set<Integer> silent() {
    Set<Integer> silent = new HashSet<>(referred);
    silent.removeAll(generated);
    return silent;
  }

  private @Nullable Integer number(SigmaCorrelation correlation) {
    Integer known = numbers.get(correlation);
    if (known != null || refused.contains(correlation)) {
      return known;
    }
    if (!underWay.add(correlation)) {
      return null;
    }
    String problem = place(correlation);
    underWay.remove(correlation);
    if (!problem.isEmpty()) {
      refused.add(correlation);
      SigmaHeader header = correlation.header();
      rejected.add(new RejectedRule(header.file(), header.line(), 1, header.id(), problem));
      return null;
    }
    return numbers.get(correlation);
  }

  /** Resolves one correlation; gives what is wrong with it, or empty. */
  private String place(SigmaCorrelation correlation) {
    List<Integer> sources = new ArrayList<>();
    StringBuilder text = new StringBuilder(correlation.header().text());
    String problem = "";
    for (String reference : correlation.rules()) {
      Integer number = find(reference, correlation.header().file());
      String ambiguous = ambiguous(reference, correlation.header().file());
      if (!ambiguous.isEmpty()) {
        problem = ambiguous;
      } else if (number == null) {
        problem = "refers to rule '" + reference + "', which is not among the rules that run";
      } else if (!sources.contains(number)) {
        sources.add(number);
        text.append('\0').append(versionOf(number));
      }
    }
    referred.addAll(sources);
    if (correlation.generate()) {
      generated.addAll(sources);
    }
    if (!problem.isEmpty()) {
      return problem;
    }
    List<Map<String, String>> aliases = new ArrayList<>();
    sources.forEach(_ -> aliases.add(new LinkedHashMap<>()));
    problem = fillAliases(correlation, sources, aliases);
    if (problem.isEmpty()) {
      String key = correlation.header().id() + "@" + RuleSetLoader.version(text.toString());
      numbers.put(correlation, rules.size() + ordered.size());
      ordered.add(new CorrelationRule(key, correlation, sources, aliases));
    }
    return problem;
  }

  private String versionOf(int number) {
    return number < rules.size()
        ? ruleVersions.get(number)
        : ordered.get(number - rules.size()).key();
  }

  private String fillAliases(
      SigmaCorrelation correlation, List<Integer> sources, List<Map<String, String>> aliases) {
    for (Map.Entry<String, Map<String, String>> alias : correlation.aliases().entrySet()) {
      for (Map.Entry<String, String> field : alias.getValue().entrySet()) {
        Integer number = find(field.getKey(), correlation.header().file());
        int position = number == null ? -1 : sources.indexOf(number);
        if (position < 0) {
          return "alias '"
              + alias.getKey()
              + "' names rule '"
              + field.getKey()
              + "', which the correlation does not refer to";
        }
        aliases.get(position).put(alias.getKey(), field.getValue());
      }
    }
    return "";
  }

  /** A rule of the same file comes before one of another file, an id before a name. */
  private @Nullable Integer find(String reference, String file) {
    Integer found = null;
    int best = 0;
    for (int i = 0; i < rules.size(); i++) {
      int rank = rank(rules.get(i).header(), reference, file);
      if (rank > best) {
        best = rank;
        found = i;
      }
    }
    SigmaCorrelation inner = null;
    for (SigmaCorrelation candidate : correlations) {
      int rank = rank(candidate.header(), reference, file);
      if (rank > best) {
        best = rank;
        inner = candidate;
      }
    }
    return inner == null ? found : number(inner);
  }

  /** A name that several rules bear equally well means none of them; says where they stand. */
  private String ambiguous(String reference, String file) {
    List<SigmaHeader> called =
        Stream.concat(
                rules.stream().map(SigmaRule::header),
                correlations.stream().map(SigmaCorrelation::header))
            .filter(header -> header.isCalled(reference))
            .toList();
    int best = called.stream().mapToInt(header -> rank(header, reference, file)).max().orElse(0);
    List<SigmaHeader> equal =
        called.stream().filter(header -> rank(header, reference, file) == best).toList();
    return equal.size() < 2
        ? ""
        : "refers to rule '"
            + reference
            + "', a name of several rules: "
            + equal.stream()
                .limit(MOST_NAMED)
                .map(header -> header.file() + ":" + header.line())
                .collect(Collectors.joining(", "));
  }

  private static int rank(SigmaHeader header, String reference, String file) {
    if (!header.isCalled(reference)) {
      return 0;
    }
    return 1 + (header.file().equals(file) ? 2 : 0) + (header.id().equals(reference) ? 1 : 0);
  }
}
