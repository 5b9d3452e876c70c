package vn.lachan.detection.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.detection.sigma.SigmaCorrelation;

/** What one event may cost, counted in matches that are looked at. */
class CostTest {
  private static final int ENTRIES = 800;
  private static final long START = 1_800_000_000_000L;
  private static final CorrelationLimits LIMITS =
      new CorrelationLimits(1_000, 1_000, ENTRIES, 1L << 40, Duration.ofMinutes(10));

  /** Orders in which an attacker may send times. */
  private enum Order {
    SAME_TIME,
    RISING,
    FALLING,
    FROM_BOTH_ENDS,
    FAR_AND_NEAR,
    ONE_SPAN_APART,
    SHUFFLED;

    long time(int n) {
      return switch (this) {
        case SAME_TIME -> 0;
        case RISING -> n;
        case FALLING -> -n;
        case FROM_BOTH_ENDS -> n % 2 == 0 ? n : -n;
        case FAR_AND_NEAR -> n % 2 == 0 ? n : 40_000_000_000L + n;
        case ONE_SPAN_APART -> n % 2 * 3_600_000 - n;
        case SHUFFLED -> new Random(n).nextInt(3_000_000);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(SigmaCorrelation.Type.class)
  void isBoundedByTheMatchesOfAGroup(SigmaCorrelation.Type type) {
    for (Order order : Order.values()) {
      for (boolean holds : new boolean[] {false, true}) {
        long worst = worst(type, order, holds);
        assertThat(worst)
            .as("%s, %s, condition %s", type, order, holds ? "always holds" : "never holds")
            .isLessThanOrEqualTo(5L * ENTRIES);
      }
    }
  }

  private static long worst(SigmaCorrelation.Type type, Order order, boolean holds) {
    String condition = type.isTemporal() ? "" : holds ? "gte 1" : "gte 100000000";
    String field = type.needsField() ? "size" : "";
    Integer[] sources = holds ? new Integer[] {0, 1} : new Integer[] {0, 1, 2};
    Correlator correlator =
        new Correlator(
            List.of(Streams.rule("rule", type, 3600, "", field, condition, sources)), 3, LIMITS);
    long worst = 0;
    Random random = new Random(1);
    for (int n = 0; n < 3 * ENTRIES; n++) {
      String size = String.valueOf(random.nextInt(1000));
      int rule = holds ? random.nextInt(2) : 2 * random.nextInt(2);
      long before = correlator.steps();
      correlator.accept(
          new Match("e" + n, START + order.time(n), START + n, List.of(rule), _ -> size));
      worst = Math.max(worst, correlator.steps() - before);
    }
    return worst;
  }

  @Test
  void isSmallForMatchesThatComeNearlyInOrder() {
    for (SigmaCorrelation.Type type : SigmaCorrelation.Type.values()) {
      String field = type.needsField() ? "size" : "";
      String condition = type.isTemporal() ? "" : "gte 100000000";
      Correlator correlator =
          new Correlator(
              List.of(Streams.rule("rule", type, 3600, "", field, condition, 0, 1)), 2, LIMITS);
      Random random = new Random(2);
      int events = 20_000;
      for (int n = 0; n < events; n++) {
        int rule = type == SigmaCorrelation.Type.TEMPORAL ? 0 : n % 2;
        long time = START + n - random.nextInt(10);
        correlator.accept(new Match("e" + n, time, START + n, List.of(rule), _ -> "7"));
      }

      assertThat(correlator.steps() / events).as("%s", type).isLessThan(60);
    }
  }

  @Test
  void doesNotGrowWithRulesThatTheEventDoesNotFit() {
    List<CorrelationRule> rules =
        IntStream.range(0, 500)
            .mapToObj(i ->
                Streams.rule(
                    "r" + i, SigmaCorrelation.Type.EVENT_COUNT, 60, "user", "", "gte 3", i))
            .toList();
    Correlator correlator = new Correlator(rules, 500, LIMITS);
    Map<String, String> values = Map.of("user", "lan");
    for (int n = 0; n < 500; n++) {
      correlator.accept(new Match("e" + n, START + n, START + n, List.of(n % 500), values::get));
    }

    assertThat(correlator.steps()).isEqualTo(500);
    assertThat(correlator.stats().groups()).isEqualTo(500);
  }

  @Test
  void keepsLongValuesByTheirHash() {
    Correlator correlator =
        new Correlator(
            List.of(
                Streams.rule("r", SigmaCorrelation.Type.EVENT_COUNT, 60, "user", "", "gte 2", 0)),
            1,
            LIMITS);
    String value = "x".repeat(1 << 20);
    for (int n = 0; n < 100; n++) {
      String own = value + n;
      correlator.accept(new Match("a" + n, START, START, List.of(0), _ -> own));
      assertThat(correlator.accept(new Match("b" + n, START, START, List.of(0), _ -> own)))
          .hasSize(1);
    }

    assertThat(correlator.stats().groups()).isEqualTo(100);
    assertThat(correlator.stats().bytes()).isLessThan(100_000);
  }

  @Test
  void doesNotCalculateWithNumbersOfAMillionDigits() {
    Correlator correlator =
        new Correlator(
            List.of(Streams.rule("r", SigmaCorrelation.Type.VALUE_SUM, 60, "", "size", "gte 2", 0)),
            1,
            LIMITS);
    for (String size : List.of("1E999999999", "1E-999999999", "9".repeat(50), "1E41", "NaN", "")) {
      correlator.accept(new Match(size, START, START, List.of(0), _ -> size));
    }

    assertThat(correlator.stats().ungrouped()).isEqualTo(6);
    assertThat(correlator.accept(new Match("a", START, START, List.of(0), _ -> "1E1")))
        .extracting(Hit::measured)
        .containsExactly(new BigDecimal("1E+1"));
  }
}
