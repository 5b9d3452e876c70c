package vn.lachan.detection.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticsTest {
  private static final CorrelationLimits LIMITS =
      new CorrelationLimits(100_000, 100_000, 10_000, 1L << 40, Streams.LATENESS);

  private static Correlator correlator() {
    return new Correlator(Streams.RULES, Streams.EVENT_RULES, LIMITS);
  }

  /** Sparse streams leave small groups, dense ones groups of hundreds. */
  @ParameterizedTest
  @ValueSource(ints = {4000, 1500, 500, 100, 25})
  void raisesWhatThePlainMeaningRaises(int everyMillis) {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed * 31L + everyMillis);
      int late = List.of(0, 2, 20, 60).get(seed % 4);
      List<Match> stream =
          Streams.stream(random, 500, new Streams.Manners(everyMillis, late, false, false));
      Correlator correlator = correlator();
      Oracle oracle = new Oracle(Streams.RULES, Streams.EVENT_RULES);
      for (int i = 0; i < stream.size(); i++) {
        assertThat(correlator.accept(stream.get(i)))
            .as("seed %d, every %d ms, late by %d s, event %d", seed, everyMillis, late, i)
            .isEqualTo(oracle.accept(stream.get(i)));
      }
    }
  }

  @Test
  void raisesHitsOfEveryKindInTheseStreams() {
    Set<Integer> rules = new HashSet<>();
    for (int everyMillis : new int[] {4000, 1500, 500, 100}) {
      Correlator correlator = correlator();
      Streams.stream(new Random(5), 500, new Streams.Manners(everyMillis, 20, false, false))
          .forEach(match -> correlator.accept(match).forEach(hit -> rules.add(hit.rule())));
    }

    assertThat(rules).hasSize(Streams.RULES.size());
  }

  @Test
  void doesNotDependOnWhereItIsSavedAndRestored() {
    Random random = new Random(11);
    List<Match> stream = Streams.stream(random, 600, new Streams.Manners(400, 60, true, true));
    List<Hit> expected = new ArrayList<>();
    Correlator undisturbed = correlator();
    stream.forEach(match -> expected.addAll(undisturbed.accept(match)));
    List<Hit> hits = new ArrayList<>();
    Correlator correlator = correlator();
    for (Match match : stream) {
      byte[] saved = correlator.save();
      correlator = correlator();
      correlator.restore(List.of(saved));
      assertThat(correlator.save()).hasSameSizeAs(saved);
      hits.addAll(correlator.accept(match));
    }

    assertThat(hits).isEqualTo(expected);
    assertThat(correlator.stats()).isEqualTo(undisturbed.stats());
  }
}
