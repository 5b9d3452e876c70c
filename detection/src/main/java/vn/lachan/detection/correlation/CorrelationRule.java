package vn.lachan.detection.correlation;

import java.util.List;
import java.util.Map;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * A correlation whose references are resolved.
 *
 * @param key id and version; state belongs to this
 * @param sources numbers of the rules it looks at, in the order of the rule: the numbers that the
 *     caller gives to matches, or those of other correlations
 * @param aliases for each source, alias to field
 */
public record CorrelationRule(
    String key, SigmaCorrelation rule, List<Integer> sources, List<Map<String, String>> aliases) {
  public CorrelationRule {
    sources = List.copyOf(sources);
    aliases = List.copyOf(aliases);
    if (sources.size() != aliases.size()) {
      throw new IllegalArgumentException("every source has its aliases: " + key);
    }
  }

  /** What {@code field} is called in the matches of a source. */
  public String fieldOf(String field, int position) {
    return aliases.get(position).getOrDefault(field, field);
  }
}
