package vn.lachan.detection;

import com.google.re2j.Pattern;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RegexTexts;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaHeader;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.detection.sigma.ValueTest;

/**
 * Measures what an attacker can make a regular expression cost: every expression of the rules gets
 * values that were made for it, alone and then in events that all rules look at.
 */
public final class RegexBench {
  private static final String FIELD = "value";
  private static final LogSource EVERY_SOURCE = new LogSource("", "", "");
  private static final int TRIES = 3;
  private static final double MILLION = 1e6;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final int length;
  private long values;
  private long leftToRe2;
  private long differences;

  /** An expression and the rule and field that it is of. */
  private record Place(String rule, String field) {}

  /** The most that something cost. */
  private record Worst(double millis, String what, String text) {
    Worst or(Worst other) {
      return other.millis > millis ? other : this;
    }
  }

  private RegexBench(int length) {
    this.length = length;
  }

  /**
   * Measures all expressions of {@code rules}.
   *
   * @param length characters of a crafted value
   * @return figures by name, in the order to print them; times are of the processor
   */
  public static Map<String, Object> run(RuleSet rules, int length) {
    return new RegexBench(length).measure(rules);
  }

  private Map<String, Object> measure(RuleSet rules) {
    Map<Pattern, Place> expressions = new LinkedHashMap<>();
    for (SigmaRule rule : rules.eventRules()) {
      collect(rule.detection(), rule.header().id(), expressions);
    }
    RuleMatcher all = new RuleMatcher(rules.eventRules(), LogSources.standard(), true);
    Worst alone = new Worst(0, "", "");
    Worst together = new Worst(0, "", "");
    for (Map.Entry<Pattern, Place> each : expressions.entrySet()) {
      Worst worst = worstOf(each.getKey(), each.getValue().rule());
      alone = alone.or(worst);
      Map<String, @Nullable Object> fields = new HashMap<>();
      fields.put(each.getValue().field(), worst.text());
      fields.put("CommandLine", worst.text());
      MapSource event = new MapSource(fields);
      together = together.or(new Worst(cpuMillis(all, event), worst.what(), ""));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rules", rules.eventRules().size());
    figures.put("expressions", expressions.size());
    figures.put("characters_of_a_value", length);
    figures.put("values", values);
    figures.put("values_left_to_re2", leftToRe2);
    figures.put("differences_from_re2", differences);
    figures.put("worst_value_cpu_ms", rounded(alone.millis()));
    figures.put("worst_value_of", alone.what());
    figures.put("worst_event_against_all_rules_cpu_ms", rounded(together.millis()));
    figures.put("worst_event_of", together.what());
    return figures;
  }

  private static void collect(Detection detection, String rule, Map<Pattern, Place> expressions) {
    switch (detection) {
      case Detection.All(List<Detection> parts) ->
          parts.forEach(part -> collect(part, rule, expressions));
      case Detection.Any(List<Detection> parts) ->
          parts.forEach(part -> collect(part, rule, expressions));
      case Detection.Not(Detection part) -> collect(part, rule, expressions);
      case Detection.Field(String field, ValueTest test) -> add(field, test, rule, expressions);
      case Detection.Keyword(ValueTest test) -> add(FIELD, test, rule, expressions);
    }
  }

  private static void add(
      String field, ValueTest test, String rule, Map<Pattern, Place> expressions) {
    if (test instanceof ValueTest.Regex regex) {
      expressions.putIfAbsent(regex.pattern(), new Place(rule, field));
    }
  }

  /** The value that costs the expression most. */
  private Worst worstOf(Pattern pattern, String rule) {
    Detection detection = new Detection.Field(FIELD, new ValueTest.Regex(pattern));
    RuleMatcher matcher =
        new RuleMatcher(
            List.of(new SigmaRule(SigmaHeader.named(rule), EVERY_SOURCE, detection)),
            LogSources.standard(),
            true);
    Worst worst = new Worst(-1, "", "");
    for (String text : RegexTexts.of(pattern, length)) {
      values++;
      MapSource event = new MapSource(Map.of(FIELD, text));
      double millis = cpuMillis(matcher, event);
      boolean found = matcher.match(event).length > 0;
      differences += found == pattern.matcher(text).find() ? 0 : 1;
      worst = worst.or(new Worst(millis, rule + " " + pattern.pattern(), text));
    }
    leftToRe2 += matcher.leftToRe2() / (TRIES + 1);
    return worst;
  }

  /** The least of several tries, because other work of the machine only adds. */
  private double cpuMillis(RuleMatcher matcher, MapSource event) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = threads.getCurrentThreadCpuTime();
      matcher.match(event);
      least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
    }
    return least / MILLION;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
