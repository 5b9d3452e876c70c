package vn.lachan.detection.baseline;

/** What was lost or put aside so far. For one thread. */
final class Tally {
  long deviations;
  long late;
  long ahead;
  long incomplete;
  long droppedKeys;
  long unjudged;

  void add(Tally other) {
    deviations += other.deviations;
    late += other.late;
    ahead += other.ahead;
    incomplete += other.incomplete;
    droppedKeys += other.droppedKeys;
    unjudged += other.unjudged;
  }
}
