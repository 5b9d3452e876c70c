package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import vn.lachan.detection.sigma.SigmaRule;

/** The rules for the events of one set of log sources. For one thread. */
final class Bucket {
  private static final int[] NOTHING = {};

  private final int[] ordinals;
  private final Test[] tests;
  private final WitnessIndex index;
  private final EventFields event;
  private final BitSet marks;
  private int candidates;

  /**
   * @param ordinals which of {@code rules} belong here, ascending
   */
  Bucket(List<SigmaRule> rules, int[] ordinals, FieldMapping mapping) {
    this.ordinals = ordinals.clone();
    FieldTable table = new FieldTable(mapping);
    RuleCompiler compiler = new RuleCompiler(table);
    List<Test> compiled = new ArrayList<>(ordinals.length);
    for (int ordinal : ordinals) {
      compiled.add(compiler.compile(rules.get(ordinal).detection()));
    }
    this.tests = compiled.toArray(Test[]::new);
    this.index = new WitnessIndex(compiled);
    this.event = new EventFields(table);
    this.marks = new BitSet(ordinals.length);
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
    candidates = 0;
    int[] found = NOTHING;
    for (int i = marks.nextSetBit(0); i >= 0; i = marks.nextSetBit(i + 1)) {
      candidates++;
      if (tests[i].passes(event)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = ordinals[i];
      }
    }
    return found;
  }
}
