package vn.lachan.app.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.lachan.detection.Detector;

/**
 * What the detectors of the partitions that this process has counted, and those that it had. Safe
 * for use by several threads.
 */
final class DetectorCounts {
  private final String topic;
  private final Map<Integer, Counting> counting = new TreeMap<>();
  private final List<Counted> over = new ArrayList<>();
  private DetectorTotals past = DetectorTotals.NONE;
  private long lives;

  /**
   * A detector whose counts are asked for.
   *
   * @param start what it had done when its partition came
   */
  private record Counting(long life, Detector detector, DetectorTotals start) {
    DetectorTotals totals() {
      return DetectorTotals.of(detector).since(start);
    }
  }

  /**
   * @param topic of matches, whose partitions are counted by
   */
  DetectorCounts(String topic) {
    this.topic = topic;
  }

  /** A partition came, with what its detector did elsewhere. */
  synchronized void begin(int partition, Detector detector) {
    counting.put(partition, new Counting(++lives, detector, DetectorTotals.of(detector)));
  }

  /** The detector of a partition counts no further here. */
  synchronized void end(int partition) {
    Counting ended = counting.remove(partition);
    if (ended != null) {
      past = past.plus(ended.totals().done());
      over.add(now(partition, ended, true));
    }
  }

  synchronized void endAll() {
    List.copyOf(counting.keySet()).forEach(this::end);
  }

  /** What rules did in each partition of this process; of one that went away, once. */
  synchronized List<Counted> counted() {
    List<Counted> all = new ArrayList<>(over);
    over.clear();
    counting.forEach((partition, one) -> all.add(now(partition, one, false)));
    return all;
  }

  /** What the detectors of this process hold, and did here. */
  synchronized DetectorTotals totals() {
    DetectorTotals sum = past;
    for (Counting one : counting.values()) {
      sum = sum.plus(one.totals());
    }
    return sum;
  }

  private Counted now(int partition, Counting one, boolean over) {
    return Counted.of(topic + "/" + partition, one.life(), over, one.detector());
  }
}
