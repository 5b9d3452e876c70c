package vn.lachan.detection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.correlation.Correlator;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.match.Trial;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.Outline;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaRule;

/** Explains what the rules of an engine say about an event. For one thread. */
final class Explainer {
  private static final int MAX_VALUE = 200;
  private static final LogSource EVERY_SOURCE = new LogSource("", "", "");

  private final RuleSet rules;
  private final RuleMatcher matcher;
  private final Correlator correlator;

  Explainer(Engine engine) {
    this.rules = engine.rules();
    this.matcher = engine.matcher();
    this.correlator = engine.correlator();
  }

  /** Explains the rule with this id or name; empty when no such rule runs. */
  Optional<Explanation> explain(String rule, FieldSource event) {
    for (int number = 0; number < rules.rules().size(); number++) {
      RuleInfo info = rules.info(number);
      if (info.id().equals(rule) || info.name().equals(rule)) {
        return Optional.of(explain(number, event));
      }
    }
    return Optional.empty();
  }

  private Explanation explain(int number, FieldSource event) {
    int single = rules.eventRules().size();
    return number < single
        ? single(number, event)
        : correlated(number, rules.correlations().get(number - single), event);
  }

  private Explanation single(int number, FieldSource event) {
    RuleInfo info = rules.info(number);
    SigmaRule rule = rules.eventRules().get(number);
    Explanation.Source source = source(rule.logSource(), event);
    Trial trial = new Trial(event, matcher.sources(event).mapping());
    Explanation.Node node = new OfEvent(event, trial).node(rule.outline());
    boolean matches = source.fits() && node.holds();
    return new Explanation(
        info.id(),
        info.version(),
        info.title(),
        matches,
        source,
        Optional.of(node),
        Optional.empty());
  }

  private Explanation.Source source(LogSource wanted, FieldSource event) {
    List<String> actual =
        matcher.sources(event).sources().stream().map(LogSource::toString).distinct().toList();
    return new Explanation.Source(wanted.toString(), actual, matcher.sees(event, wanted));
  }

  private Explanation correlated(int number, CorrelationRule rule, FieldSource event) {
    RuleInfo info = rules.info(number);
    List<Explanation.Part> parts = new ArrayList<>();
    for (int position = 0; position < rule.sources().size(); position++) {
      parts.add(part(number, rule, position, event));
    }
    return new Explanation(
        info.id(),
        info.version(),
        info.title(),
        parts.stream().anyMatch(Explanation.Part::counts),
        source(EVERY_SOURCE, event),
        Optional.empty(),
        Optional.of(new Explanation.Correlation(condition(rule.rule()), parts)));
  }

  private Explanation.Part part(int number, CorrelationRule rule, int position, FieldSource event) {
    Explanation base = explain(rule.sources().get(position), event);
    Map<String, String> aliases = rule.aliases().get(position);
    Map<String, String> group = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String field : rule.rule().groupBy()) {
      String value = value(aliases.getOrDefault(field, field), event);
      if (value == null) {
        missing.add(field);
      } else {
        group.put(field, shortened(value));
      }
    }
    for (String field : rule.rule().fields()) {
      if (value(aliases.getOrDefault(field, field), event) == null) {
        missing.add(field);
      }
    }
    Optional<Correlator.Standing> standing =
        missing.isEmpty() ? standing(number, rule, aliases, event) : Optional.empty();
    return new Explanation.Part(
        base,
        group,
        missing,
        standing.map(Correlator.Standing::kept),
        standing.map(known -> known.measured().toPlainString()));
  }

  private Optional<Correlator.Standing> standing(
      int number, CorrelationRule rule, Map<String, String> aliases, FieldSource event) {
    List<String> key = new ArrayList<>();
    for (String field : rule.rule().groupBy()) {
      String value = value(aliases.getOrDefault(field, field), event);
      if (value == null) {
        return Optional.empty();
      }
      key.add(value);
    }
    return correlator.standing(number - rules.eventRules().size(), key);
  }

  private @Nullable String value(String field, FieldSource event) {
    return Engine.text(matcher.value(event, field));
  }

  private static String condition(SigmaCorrelation rule) {
    String limits =
        rule.conditions().stream()
            .map(limit -> " " + limit.comparison().word() + " " + limit.value().toPlainString())
            .collect(Collectors.joining());
    String fields = rule.fields().isEmpty() ? "" : " (" + String.join(", ", rule.fields()) + ")";
    return rule.type().word() + fields + limits + " / " + AlertWriter.span(rule.timespan());
  }

  static String shortened(String text) {
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
  }

  /** The parts of a detection, tried on one event. */
  private record OfEvent(FieldSource event, Trial trial) {

    Explanation.Node node(Outline outline) {
      return switch (outline) {
        case Outline.All(List<Outline> parts) -> {
          List<Explanation.Node> nodes = parts.stream().map(this::node).toList();
          yield new Explanation.All(nodes.stream().allMatch(Explanation.Node::holds), nodes);
        }
        case Outline.Any(List<Outline> parts) -> {
          List<Explanation.Node> nodes = parts.stream().map(this::node).toList();
          yield new Explanation.Any(nodes.stream().anyMatch(Explanation.Node::holds), nodes);
        }
        case Outline.Not(Outline part) -> {
          Explanation.Node node = node(part);
          yield new Explanation.Not(!node.holds(), node);
        }
        case Outline.Named(String name, Outline part) -> {
          Explanation.Node node = node(part);
          yield new Explanation.Named(name, node.holds(), node);
        }
        case Outline.Item item -> item(item);
      };
    }

    private Explanation.Item item(Outline.Item item) {
      List<Explanation.Wanted> fitting = new ArrayList<>();
      List<Explanation.Wanted> others = new ArrayList<>();
      Optional<String> found = Optional.empty();
      for (Outline.Value value : item.values()) {
        boolean holds = trial.fits(value.detection());
        (holds ? fitting : others).add(new Explanation.Wanted(shortened(value.written()), holds));
        if (holds && item.field().isEmpty() && found.isEmpty()) {
          found = trial.valueWith(value.detection()).map(Engine::text);
        }
      }
      boolean linked = item.every() ? others.isEmpty() : !fitting.isEmpty();
      List<Explanation.Wanted> shown = new ArrayList<>(fitting);
      shown.addAll(others);
      int count = Math.min(shown.size(), Explanation.Item.MOST_WANTED);
      Optional<String> name =
          item.field().isEmpty() ? Optional.empty() : trial.nameOf(item.field());
      Optional<String> actual =
          item.field().isEmpty() ? found : name.map(event::get).map(Engine::text);
      return new Explanation.Item(
          item.field(),
          item.modifiers(),
          name.orElse(""),
          shown.subList(0, count),
          shown.size() - count,
          item.every(),
          item.negated(),
          actual.map(Explainer::shortened),
          linked != item.negated());
    }
  }
}
