package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import vn.lachan.detection.sigma.Comparison;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaHeader;

/** Rules of every kind and random events for them. */
final class Streams {
  /** Rules of single events, numbered from 0; correlations begin with this number. */
  static final int EVENT_RULES = 4;

  static final Duration LATENESS = Duration.ofSeconds(60);

  static final List<CorrelationRule> RULES =
      List.of(
          rule("count", SigmaCorrelation.Type.EVENT_COUNT, 30, "user", "", "gte 5", 0),
          rule("two rules", SigmaCorrelation.Type.EVENT_COUNT, 20, "ip", "", "gt 3 lte 6", 0, 1),
          rule("few", SigmaCorrelation.Type.EVENT_COUNT, 10, "user ip", "", "eq 2", 2),
          rule("different", SigmaCorrelation.Type.VALUE_COUNT, 40, "ip", "user", "gte 3", 0),
          rule("pairs", SigmaCorrelation.Type.VALUE_COUNT, 40, "", "user ip", "gte 6", 1),
          rule("signs", SigmaCorrelation.Type.TEMPORAL, 30, "user", "", "", 0, 1, 2),
          rule("some signs", SigmaCorrelation.Type.TEMPORAL, 15, "ip", "", "gte 2", 1, 2, 3),
          rule("steps", SigmaCorrelation.Type.TEMPORAL_ORDERED, 25, "user", "", "", 0, 1, 2),
          rule("two steps", SigmaCorrelation.Type.TEMPORAL_ORDERED, 12, "", "", "", 3, 0),
          rule("sum", SigmaCorrelation.Type.VALUE_SUM, 30, "user", "size", "gt 40", 1),
          rule("average", SigmaCorrelation.Type.VALUE_AVG, 30, "ip", "size", "gte 7 lt 8", 2),
          rule(
              "ninetieth",
              SigmaCorrelation.Type.VALUE_PERCENTILE,
              45,
              "ip",
              "size",
              "gt 10.5",
              0,
              1),
          rule("median", SigmaCorrelation.Type.VALUE_MEDIAN, 45, "user", "size", "lt 5", 1),
          aliased(),
          rule(
              "series, then sign",
              SigmaCorrelation.Type.TEMPORAL_ORDERED,
              60,
              "user",
              "",
              "",
              4,
              2),
          rule("series of series", SigmaCorrelation.Type.EVENT_COUNT, 60, "", "", "gte 2", 4, 7),
          rule("rare share", SigmaCorrelation.Type.VALUE_PERCENTILE, 45, "ip", "user", "lte 25", 0),
          rule("above all", SigmaCorrelation.Type.TEMPORAL, 60, "", "", "", 19, 3));

  static CorrelationRule rule(
      String name,
      SigmaCorrelation.Type type,
      int seconds,
      String groupBy,
      String fields,
      String conditions,
      Integer... sources) {
    List<Map<String, String>> none = new ArrayList<>();
    List.of(sources).forEach(_ -> none.add(Map.of()));
    return new CorrelationRule(
        name, sigma(name, type, seconds, groupBy, fields, conditions), List.of(sources), none);
  }

  private static CorrelationRule aliased() {
    SigmaCorrelation sigma = sigma("aliased", SigmaCorrelation.Type.TEMPORAL, 30, "who", "", "");
    return new CorrelationRule(
        "aliased", sigma, List.of(0, 3), List.of(Map.of("who", "user"), Map.of("who", "target")));
  }

  private static SigmaCorrelation sigma(
      String name,
      SigmaCorrelation.Type type,
      int seconds,
      String groupBy,
      String fields,
      String conditions) {
    SigmaHeader header =
        new SigmaHeader(
            "f",
            1,
            name,
            name,
            name,
            "",
            "",
            "",
            "",
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            name);
    List<SigmaCorrelation.Limit> limits = new ArrayList<>();
    List<String> parts = words(conditions);
    for (int i = 0; i < parts.size(); i += 2) {
      limits.add(
          new SigmaCorrelation.Limit(
              Comparison.valueOf(parts.get(i).toUpperCase(java.util.Locale.ROOT)),
              new BigDecimal(parts.get(i + 1))));
    }
    Optional<BigDecimal> percentile =
        switch (type) {
          case VALUE_PERCENTILE ->
              name.endsWith("share") ? Optional.empty() : Optional.of(BigDecimal.valueOf(90));
          case VALUE_MEDIAN -> Optional.of(SigmaCorrelation.MEDIAN);
          default -> Optional.empty();
        };
    return new SigmaCorrelation(
        header,
        type,
        List.of("x"),
        words(groupBy),
        Duration.ofSeconds(seconds),
        Map.of(),
        limits,
        words(fields),
        percentile,
        false);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  /** How a stream misbehaves. */
  record Manners(int everyMillis, int latestSeconds, boolean future, boolean farLate) {}

  static List<Match> stream(Random random, int count, Manners manners) {
    List<Match> matches = new ArrayList<>();
    long now = 1_800_000_000_000L;
    for (int i = 0; i < count; i++) {
      if (!matches.isEmpty() && random.nextInt(15) == 0) {
        matches.add(matches.get(matches.size() - 1 - random.nextInt(Math.min(8, i))));
        continue;
      }
      now += random.nextInt(3) == 0 ? 0 : random.nextInt(2 * manners.everyMillis() + 1);
      long time = now;
      if (random.nextInt(3) == 0 && manners.latestSeconds() > 0) {
        time -= 1000L * random.nextInt(manners.latestSeconds() + 1);
      }
      if (manners.future() && random.nextInt(10) == 0) {
        time += 1000L * random.nextInt(100) * (random.nextInt(5) == 0 ? 100_000 : 1);
      }
      if (manners.farLate() && random.nextInt(10) == 0) {
        time -= 1000L * random.nextInt(4000);
      }
      matches.add(match(random, "e" + i, time, now));
    }
    return matches;
  }

  private static Match match(Random random, String id, long time, long arrived) {
    TreeSet<Integer> rules = new TreeSet<>();
    while (rules.isEmpty() || random.nextInt(4) == 0) {
      rules.add(random.nextInt(EVENT_RULES));
    }
    Map<String, String> values = new HashMap<>();
    put(random, values, "user", "u" + random.nextInt(3));
    put(random, values, "target", "u" + random.nextInt(3));
    put(random, values, "ip", "10.0.0." + random.nextInt(2));
    put(random, values, "size", random.nextInt(3) + (random.nextBoolean() ? "1.5" : "0.25"));
    if (random.nextInt(20) == 0) {
      values.put("size", "large");
    }
    return new Match(id, time, arrived, List.copyOf(rules), values::get);
  }

  private static void put(Random random, Map<String, String> values, String field, String text) {
    if (random.nextInt(25) != 0) {
      values.put(field, text);
    }
  }

  private Streams() {}
}
