package vn.lachan.detection.baseline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaBaseline.Hours;

/** When to look at which key again, on each of the clocks. For one thread. */
final class Deadlines {
  private static final Comparator<List<String>> BY_TEXT =
      Comparator.comparing(key -> String.join("\0", key));

  private final List<TreeSet<Due>> queues = new ArrayList<>();

  /** A key to look at. */
  record Due(long at, int rule, List<String> key) {}

  Deadlines() {
    for (int i = 0; i < 3; i++) {
      queues.add(
          new TreeSet<>(
              Comparator.comparingLong(Due::at)
                  .thenComparingInt(Due::rule)
                  .thenComparing(Due::key, BY_TEXT)));
    }
  }

  void add(Hours clock, long at, int rule, List<String> key) {
    queues.get(Clocks.index(clock)).add(new Due(at, rule, key));
  }

  /** Takes the next that is due on any clock, or null. */
  @Nullable Due next(Clocks clocks) {
    for (Hours hours : List.of(Hours.ALL, Hours.WORKING, Hours.OFF)) {
      TreeSet<Due> queue = queues.get(Clocks.index(hours));
      if (!queue.isEmpty() && queue.first().at() <= clocks.passed(hours)) {
        return queue.pollFirst();
      }
    }
    return null;
  }

  void clear() {
    queues.forEach(TreeSet::clear);
  }
}
