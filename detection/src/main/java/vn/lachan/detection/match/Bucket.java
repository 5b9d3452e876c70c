package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaRule;

/**
 * The rules for the events of one set of log sources. For one thread.
 *
 * <p>After some events, and once more after many, the index is made anew by what was seen of them,
 * on another thread. Which rules are tried changes by that, never which rules fit.
 */
final class Bucket {
  private static final int[] NOTHING = {};
  private static final int SAMPLE = 256;
  private static final int SECOND_SAMPLE = 16_384;

  private final int[] ordinals;
  private final Test[] tests;
  private final FieldTable table;
  private final EventFields event;
  private final Marks marks;
  private WitnessIndex index;
  private @Nullable Sample sample;
  private @Nullable CompletableFuture<WitnessIndex> better;
  private int seen;
  private int candidates;

  /**
   * @param ordinals which of {@code rules} belong here, ascending
   */
  Bucket(List<SigmaRule> rules, int[] ordinals, FieldMapping mapping, TextSets sets) {
    this.ordinals = ordinals.clone();
    this.table = new FieldTable(mapping);
    RuleCompiler compiler = new RuleCompiler(table, sets);
    List<Test> compiled = new ArrayList<>(ordinals.length);
    for (int ordinal : ordinals) {
      compiled.add(compiler.compile(rules.get(ordinal).detection()));
    }
    this.tests = compiled.toArray(Test[]::new);
    this.index = new WitnessIndex(compiled, Frequencies.GUESSED);
    this.event = new EventFields(table);
    this.marks = new Marks(ordinals.length);
  }

  int size() {
    return tests.length;
  }

  /** How many rules the last event was tried on. */
  int candidates() {
    return candidates;
  }

  /** The rules that fit, ascending. */
  int[] match(FieldSource source) {
    event.read(source);
    marks.clear();
    index.mark(event, marks);
    learn();
    candidates = 0;
    int[] found = NOTHING;
    for (int i = marks.from(0); i >= 0; i = marks.from(i + 1)) {
      candidates++;
      if (tests[i].passes(event)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = ordinals[i];
      }
    }
    return found;
  }

  private void learn() {
    seen++;
    if (seen <= SAMPLE || (seen > SECOND_SAMPLE && seen <= SECOND_SAMPLE + SAMPLE)) {
      Sample collecting = sample;
      if (collecting == null) {
        collecting = new Sample(index.looksEverywhere());
        sample = collecting;
      }
      collecting.add(event, table.size());
      if (collecting.size() == SAMPLE) {
        Sample full = collecting;
        sample = null;
        better = CompletableFuture.supplyAsync(() -> new WitnessIndex(Arrays.asList(tests), full));
      }
    } else if (better != null && better.isDone()) {
      index = better.join();
      better = null;
    }
  }
}
