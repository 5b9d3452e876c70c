package vn.lachan.detection;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.events.Event;

/**
 * Rules that were read, checked and put in order. Immutable and safe for use by several threads;
 * changed files make a new one.
 */
public final class RuleSet {
  private final List<SigmaRule> eventRules;
  private final List<CorrelationRule> correlations;
  private final List<RuleInfo> infos;
  private final List<RejectedRule> rejected;
  private final Map<String, RuleInfo> byId = new HashMap<>();

  /**
   * @param infos of all event rules, then of all correlations
   */
  RuleSet(
      List<SigmaRule> eventRules,
      List<CorrelationRule> correlations,
      List<RuleInfo> infos,
      List<RejectedRule> rejected) {
    this.eventRules = List.copyOf(eventRules);
    this.correlations = List.copyOf(correlations);
    this.infos = List.copyOf(infos);
    this.rejected = List.copyOf(rejected);
    infos.forEach(info -> byId.put(info.id(), info));
  }

  /** The rules in these files and folders. */
  public static RuleSet load(List<Path> paths) {
    return load(new RuleSources(false, paths, List.of(), Map.of()));
  }

  /** The rules that come with the program. */
  public static RuleSet builtIn() {
    return load(new RuleSources(true, List.of(), List.of(), Map.of()));
  }

  /**
   * All rules of {@code sources}. Never fails because of a file: what cannot be used is in {@link
   * #rejected()}.
   */
  public static RuleSet load(RuleSources sources) {
    return RuleSetLoader.load(sources);
  }

  /**
   * The rules in {@code texts}. Never fails because of one of them: what cannot be used is in
   * {@link #rejected()}. Of two documents with the same id the earlier one is used.
   *
   * @param placeholders what {@code %name%} stands for in values with modifier {@code expand}
   */
  public static RuleSet of(List<RuleText> texts, Map<String, List<String>> placeholders) {
    return new RuleReader(placeholders, 0).compile(texts);
  }

  /** The rules that run, silent ones included, event rules first. */
  public List<RuleInfo> rules() {
    return infos;
  }

  /** What is not run, in the order of the files. */
  public List<RejectedRule> rejected() {
    return rejected;
  }

  public Optional<RuleInfo> rule(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Why a rule fits {@code event}, or why not. Of correlations only what a single event shows.
   *
   * @param rule id or name; empty comes back when no such rule runs
   * @param zone in which rules read the hour of {@code @timestamp}
   */
  public Optional<Explanation> explain(String rule, Event event, ZoneId zone) {
    return new Explainer(new Engine(this, Limits.DEFAULT))
        .explain(rule, new EventSource(event, zone));
  }

  /** The rules of one text, which may hold several documents; for rules that are being tried. */
  public static RuleSet parse(String name, String text) {
    return of(List.of(new RuleText(name, text, "", RuleInfo.Origin.EXTERNAL)), Map.of());
  }

  /**
   * The rules with these ids and what they refer to, in the same versions, so that they find the
   * same under the same alert ids. The named ones raise alerts of their own even if they are silent
   * here. Ids that are not known are left out.
   */
  public RuleSet only(Collection<String> ids) {
    return RuleSubset.of(this, ids);
  }

  /**
   * The rules about single events that decide about a rule: itself, or all that a correlation
   * refers to, also through others; empty when there is no such rule.
   */
  public List<SigmaRule> eventRules(String id) {
    return RuleSubset.of(this, List.of(id)).eventRules;
  }

  /** The correlation with this id and those that it refers to, in their order. */
  public List<SigmaCorrelation> correlations(String id) {
    return RuleSubset.of(this, List.of(id)).correlations.stream()
        .map(CorrelationRule::rule)
        .toList();
  }

  List<SigmaRule> eventRules() {
    return eventRules;
  }

  List<CorrelationRule> correlations() {
    return correlations;
  }

  /** The rule with a number: event rules first, then correlations. */
  RuleInfo info(int number) {
    return infos.get(number);
  }
}
