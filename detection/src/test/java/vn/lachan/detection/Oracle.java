package vn.lachan.detection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaRule;

/**
 * All rules of a set, run by the plain interpreter; only the log sources are told by the engine.
 */
final class Oracle {
  private final List<SigmaRule> rules;
  private final List<NaiveInterpreter> plain = new ArrayList<>();
  private final boolean everyRuleForUnknownSources;
  private final LogSources logSources = LogSources.standard();
  private final Map<LogSources.Sources, List<NaiveInterpreter>> bySources = new HashMap<>();

  Oracle(
      RuleSet rules, Map<String, List<String>> placeholders, boolean everyRuleForUnknownSources) {
    this.rules = rules.eventRules();
    this.everyRuleForUnknownSources = everyRuleForUnknownSources;
    for (SigmaRule rule : rules.eventRules()) {
      plain.addAll(NaiveInterpreter.read(rule.header().text(), placeholders));
    }
  }

  /** The ids of the rules that an event from a file fits. */
  Set<String> matches(Map<String, Object> event) {
    return matches(new MapSource(event), event);
  }

  private Set<String> matches(FieldSource source, Map<String, Object> fields) {
    LogSources.Sources of = logSources.of(source);
    NaiveEvent event = new NaiveEvent(fields, of.mapping()::names, source.emptyIsAbsent());
    TreeSet<String> ids = new TreeSet<>();
    for (NaiveInterpreter rule : bySources.computeIfAbsent(of, this::rulesFor)) {
      if (rule.fits(event)) {
        ids.add(rule.id());
      }
    }
    return ids;
  }

  private List<NaiveInterpreter> rulesFor(LogSources.Sources sources) {
    List<NaiveInterpreter> result = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      LogSource wanted = rules.get(i).logSource();
      boolean every = wanted.equals(new LogSource("", "", ""));
      boolean sees =
          sources.sources().isEmpty() ? everyRuleForUnknownSources || every : sources.are(wanted);
      if (sees) {
        result.add(plain.get(i));
      }
    }
    return result;
  }
}
