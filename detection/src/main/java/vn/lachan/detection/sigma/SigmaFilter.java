package vn.lachan.detection.sigma;

import java.util.List;

/**
 * A condition that is added to other rules: {@code (rule) and (filter condition)}.
 *
 * @param rules ids or names of the rules it is for; empty means every rule of the log source
 * @param outline the condition as its author wrote it
 */
public record SigmaFilter(
    SigmaHeader header, LogSource logSource, List<String> rules, Outline outline)
    implements SigmaDocument {

  public SigmaFilter {
    rules = List.copyOf(rules);
  }

  /** What an event must look like. */
  public Detection detection() {
    return outline.detection();
  }

  /** Whether {@code rule} is one that this filter was written for. */
  public boolean appliesTo(SigmaRule rule) {
    return logSource.covers(rule.logSource())
        && (rules.isEmpty() || rules.stream().anyMatch(rule.header()::isCalled));
  }
}
