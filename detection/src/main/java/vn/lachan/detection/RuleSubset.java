package vn.lachan.detection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.sigma.SigmaRule;

/** Some rules of a set with all that they refer to. */
final class RuleSubset {

  static RuleSet of(RuleSet all, Collection<String> ids) {
    Set<String> named = Set.copyOf(ids);
    int first = all.eventRules().size();
    BitSet wanted = new BitSet();
    for (int number = 0; number < all.rules().size(); number++) {
      wanted.set(number, named.contains(all.info(number).id()));
    }
    // Correlations stand behind what they refer to.
    for (int i = all.correlations().size() - 1; i >= 0; i--) {
      if (wanted.get(first + i)) {
        all.correlations().get(i).sources().forEach(wanted::set);
      }
    }
    int[] numbers = new int[all.rules().size()];
    List<SigmaRule> eventRules = new ArrayList<>();
    List<CorrelationRule> correlations = new ArrayList<>();
    List<RuleInfo> infos = new ArrayList<>();
    for (int number = wanted.nextSetBit(0); number >= 0; number = wanted.nextSetBit(number + 1)) {
      numbers[number] = infos.size();
      RuleInfo info = all.info(number);
      infos.add(named.contains(info.id()) ? info.loud() : info);
      if (number < first) {
        eventRules.add(all.eventRules().get(number));
      } else {
        CorrelationRule rule = all.correlations().get(number - first);
        List<Integer> sources = rule.sources().stream().map(n -> numbers[n]).toList();
        correlations.add(new CorrelationRule(rule.key(), rule.rule(), sources, rule.aliases()));
      }
    }
    return new RuleSet(eventRules, correlations, infos, List.of());
  }

  private RuleSubset() {}
}
