package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.sigma.Placeholders;
import vn.lachan.detection.sigma.SigmaParser;

/**
 * The engine and the plain interpreter agree on rules and events that were made up. Properties
 * {@code lachan.random.cases} and {@code lachan.random.seed} make more of them or others.
 */
class RandomRulesTest {
  private static final int CASES = Integer.getInteger("lachan.random.cases", 20_000);
  private static final long SEED = Long.getLong("lachan.random.seed", 20261120L);
  private static final int RULES = 50;
  private static final int EVENTS_OF_A_RULE = 8;

  /** Every fifth case is also explained. */
  private static final int EXPLAINED = 5;

  @TempDir Path folder;

  private RuleSet load(List<RandomRule> rules) {
    StringBuilder text = new StringBuilder();
    rules.forEach(rule -> text.append("---\n").append(rule.yaml()));
    try {
      Path file = Files.writeString(folder.resolve("rules.yml"), text);
      return RuleSet.load(
          new RuleSources(false, List.of(file), List.of(), RandomRules.PLACEHOLDERS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Engine engine(RuleSet rules) {
    return new Engine(rules, new Limits(1, Limits.DEFAULT.correlation(), true));
  }

  private static Set<String> matches(Engine engine, Map<String, Object> event) {
    Set<String> ids = new TreeSet<>();
    for (int rule : engine.matcher().match(new MapSource(event))) {
      ids.add(engine.rules().info(rule).id());
    }
    return ids;
  }

  @Test
  void agreeWithThePlainInterpreter() {
    long seed = SEED;
    int cases = 0;
    int fitting = 0;
    int refused = 0;
    int made = 0;
    long start = System.nanoTime();
    long startCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    while (cases < CASES) {
      RandomRules random = new RandomRules(seed);
      List<RandomRule> rules = new ArrayList<>();
      for (int i = 0; i < RULES; i++) {
        rules.add(random.rule("r" + i));
      }
      RuleSet loaded = load(rules);
      made += RULES;
      refused += loaded.rejected().size();
      Engine engine = engine(loaded);
      Oracle oracle = new Oracle(loaded, RandomRules.PLACEHOLDERS, true);
      Explainer explainer = new Explainer(engine);
      for (RandomRule rule : rules) {
        for (int i = 0; i < EVENTS_OF_A_RULE && loaded.rule(rule.id()).isPresent(); i++) {
          Map<String, Object> event = random.event(rule);
          Set<String> actual = matches(engine, event);
          Set<String> expected = oracle.matches(event);
          if (!actual.equals(expected)) {
            report(seed, rules, event, actual, expected);
          }
          if (cases % EXPLAINED == 0) {
            Optional<Explanation> why = explainer.explain(rule.id(), new MapSource(event));
            assertThat(why.orElseThrow().matches())
                .as(() -> "explanation of " + rule.yaml() + " for " + event)
                .isEqualTo(actual.contains(rule.id()));
          }
          cases++;
          fitting += actual.contains(rule.id()) ? 1 : 0;
        }
      }
      seed++;
    }
    System.out.printf(
        "[detection] %d random cases in %.1f s (%.1f of the processor), %d fit, %d of %d rules"
            + " refused%n",
        cases,
        (System.nanoTime() - start) / 1e9,
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpu) / 1e9,
        fitting,
        refused,
        made);
    assertThat(fitting).isBetween(cases / 10, cases * 9 / 10);
    assertThat(refused).isLessThan(made / 10);
  }

  private void report(
      long seed,
      List<RandomRule> rules,
      Map<String, Object> event,
      Set<String> actual,
      Set<String> expected) {
    Set<String> different = new TreeSet<>(actual);
    different.addAll(expected);
    different.removeIf(id -> actual.contains(id) && expected.contains(id));
    String id = different.iterator().next();
    RandomRule rule = rules.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
    if (differs(rule, event) == null) {
      fail("seed " + seed + ": " + id + " differs only among others, event " + event);
    }
    Map<String, Object> smallEvent = event;
    boolean again = true;
    while (again) {
      again = false;
      for (RandomRule candidate : (Iterable<RandomRule>) rule.smaller()::iterator) {
        if (differs(candidate, smallEvent) != null) {
          rule = candidate;
          again = true;
          break;
        }
      }
      for (Map<String, Object> candidate : smaller(smallEvent)) {
        if (differs(rule, candidate) != null) {
          smallEvent = candidate;
          again = true;
          break;
        }
      }
    }
    fail(
        "seed "
            + seed
            + ": engine says "
            + differs(rule, smallEvent)
            + "\n"
            + rule.yaml()
            + smallEvent);
  }

  private static List<Map<String, Object>> smaller(Map<String, Object> event) {
    List<Map<String, Object>> result = new ArrayList<>();
    event.forEach((name, value) -> {
      Map<String, Object> fewer = new LinkedHashMap<>(event);
      fewer.remove(name);
      result.add(fewer);
      Stream<Object> values =
          switch (value) {
            case List<?> list -> list.stream().map(item -> (Object) item);
            case String text -> RandomRule.shorter(text).stream().map(item -> (Object) item);
            case null, default -> Stream.of();
          };
      values.forEach(simpler -> {
        Map<String, Object> changed = new LinkedHashMap<>(event);
        changed.put(name, simpler);
        result.add(changed);
      });
    });
    return result;
  }

  /** What the engine says when the interpreter says something else; null when they agree. */
  private Boolean differs(RandomRule rule, Map<String, Object> event) {
    RuleSet loaded = load(List.of(rule));
    if (!loaded.rejected().isEmpty()) {
      return null;
    }
    Set<String> actual = matches(engine(loaded), event);
    Set<String> expected = new Oracle(loaded, RandomRules.PLACEHOLDERS, true).matches(event);
    return actual.equals(expected) ? null : Boolean.valueOf(!actual.isEmpty());
  }

  @Test
  void damagedRulesAreRefusedAndNeverStopTheReading() {
    Random random = new Random(SEED);
    RandomRules rules = new RandomRules(SEED);
    SigmaParser parser = new SigmaParser(new Placeholders(RandomRules.PLACEHOLDERS));
    List<String> odd =
        List.of(
            "|", ":", "[", "{", "}", "!!int ", "!!bool ", "&a ", "*a", "<<: ", "\t", "\n", "~",
            "- ", "\"", "'", "%", "(", " of ", "|re", "|hour", "|expand", "\u0000", "1e999",
            "---\n");
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(rules.rule("r").yaml());
      for (int k = 0; k <= random.nextInt(4); k++) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.insert(at, odd.get(random.nextInt(odd.size())));
        } else {
          text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
        }
      }
      assertThat(parser.parse("x.yml", text.toString())).isNotNull();
    }
  }
}
