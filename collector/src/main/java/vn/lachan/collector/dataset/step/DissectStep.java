package vn.lachan.collector.dataset.step;

import java.util.List;

/** Tries patterns in turn; the first that fits sets its values and runs what hangs on it. */
public final class DissectStep implements Step {
  private final Source from;
  private final DissectPattern[] patterns;
  private final Step[][] then;

  /** A pattern and what to do when it fits. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Case(DissectPattern pattern, Step[] then) {}

  public DissectStep(Source from, List<Case> cases) {
    this.from = from;
    this.patterns = cases.stream().map(Case::pattern).toArray(DissectPattern[]::new);
    this.then = cases.stream().map(Case::then).toArray(Step[][]::new);
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    for (int i = 0; i < patterns.length; i++) {
      if (patterns[i].match(text, slots)) {
        return Step.all(then[i], slots);
      }
    }
    return slots.refuse("no pattern fits");
  }
}
