package vn.lachan.detection.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is killed and goes on from what was saved is the same as one that is not. */
class KillTest {
  /** So small that groups and matches leave all the time. */
  private static final CorrelationLimits TIGHT =
      new CorrelationLimits(25, 6, 12, 60_000, Duration.ofSeconds(60), 4_000, 300);

  private static final CorrelationLimits WIDE =
      new CorrelationLimits(
          10_000, 10_000, 10_000, 1L << 40, Duration.ofSeconds(60), 1L << 30, 300);

  /** What survives: pages and the position after the last of them. */
  private static final class Disk {
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long neededFrom;
    private int position;

    void write(CorrelationPage page, int at) {
      assertThat(page.neededFrom()).isLessThanOrEqualTo(page.number());
      pages.put(page.number(), page.bytes());
      neededFrom = page.neededFrom();
      pages.headMap(neededFrom).clear();
      position = at;
    }

    Correlator restored(CorrelationLimits limits) {
      Correlator correlator = new Correlator(Streams.RULES, Streams.EVENT_RULES, limits);
      if (!pages.isEmpty()) {
        correlator.restore(List.copyOf(pages.values()));
        correlator.goOnAfter(pages.lastKey(), neededFrom);
      }
      return correlator;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 300, 40})
  void changesNothing(int everyMillis) {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed * 17L + everyMillis);
      CorrelationLimits limits = seed % 2 == 0 ? TIGHT : WIDE;
      List<Match> stream =
          Streams.stream(random, 800, new Streams.Manners(everyMillis, 90, true, seed % 3 == 0));
      Correlator undisturbed = new Correlator(Streams.RULES, Streams.EVENT_RULES, limits);
      List<List<Hit>> expected = stream.stream().map(undisturbed::accept).toList();

      Disk disk = new Disk();
      Correlator correlator = disk.restored(limits);
      for (int at = 0; at < stream.size(); at++) {
        assertThat(correlator.accept(stream.get(at)))
            .as("seed %d, every %d ms, event %d", seed, everyMillis, at)
            .isEqualTo(expected.get(at));
        if (random.nextInt(12) == 0) {
          disk.write(correlator.changes(), at + 1);
        }
        if (random.nextInt(60) == 0) {
          correlator = disk.restored(limits);
          at = disk.position - 1;
        }
      }

      assertThat(correlator.stats()).as("seed %d", seed).isEqualTo(undisturbed.stats());
      if (seed % 2 == 0) {
        assertThat(undisturbed.stats().droppedGroups()).isPositive();
      }
    }
  }

  @Test
  void costsAsMuchAsHasChanged() {
    Correlator correlator = new Correlator(Streams.RULES, Streams.EVENT_RULES, WIDE);
    correlator.changes();
    Streams.stream(new Random(1), 20_000, new Streams.Manners(1, 0, false, false))
        .forEach(correlator::accept);
    correlator.changes();
    long whole = correlator.save().length;
    List<Match> more = Streams.stream(new Random(2), 5, new Streams.Manners(1, 0, false, false));
    more.forEach(correlator::accept);

    int largestGroup = 10_000 * 40;
    assertThat(correlator.changes().bytes().length).isLessThan(4_000 + largestGroup);
    assertThat(whole).isGreaterThan(1_000_000);
  }

  @Test
  void leavesOldPagesBehind() {
    Correlator correlator = new Correlator(Streams.RULES, Streams.EVENT_RULES, WIDE);
    long most = 0;
    List<Match> stream =
        Streams.stream(new Random(3), 5_000, new Streams.Manners(500, 5, true, true));
    for (int i = 0; i < stream.size(); i++) {
      correlator.accept(stream.get(i));
      if (i % 10 == 0) {
        CorrelationPage page = correlator.changes();
        most = Math.max(most, page.number() - page.neededFrom());
      }
    }

    assertThat(most).isLessThan(200);
  }

  @Test
  void refusesWhatIsNotItsState() {
    Correlator correlator = new Correlator(Streams.RULES, Streams.EVENT_RULES, WIDE);
    Streams.stream(new Random(4), 300, new Streams.Manners(100, 5, false, false))
        .forEach(correlator::accept);
    byte[] state = correlator.save();
    List<Exception> others = new ArrayList<>();

    for (int length = 0; length < state.length; length += 7) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatIllegalArgumentException().isThrownBy(() -> correlator.restore(List.of(cut)));
    }
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = state.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        correlator.restore(List.of(damaged));
      } catch (IllegalArgumentException expected) {
        // A damaged page is refused, or read as something else: its checksum is kept elsewhere.
      } catch (RuntimeException other) {
        others.add(other);
      }
    }
    assertThat(others).isEmpty();
  }
}
