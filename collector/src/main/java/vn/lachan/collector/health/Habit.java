package vn.lachan.collector.health;

/**
 * What is usual for a source in one kind of time: the longest gap of each stretch of it, how many
 * of them pass without a line, and how many lines a window holds.
 */
final class Habit {
  /** One stretch of ten may have a longer gap than the usual longest. */
  private static final double GAPS = 0.9;

  private static final double FEW = 0.1;
  private static final int WINDOWS = 20;

  final Sketch gaps = new Sketch();
  final Sketch windows = new Sketch();
  double stretches;
  double quiet;
  int seen;
  int windowsSeen;

  /** A stretch ended in which it sent; its longest gap in seconds. */
  void active(double longestGap) {
    gaps.add(longestGap);
    stretches++;
    seen++;
  }

  /** A stretch ended in which it sent nothing. */
  void quiet() {
    stretches++;
    quiet++;
    seen++;
  }

  void window(long lines) {
    windows.add((double) lines);
    windowsSeen++;
  }

  void fade(double by) {
    gaps.fade(by);
    windows.fade(by);
    stretches *= by;
    quiet *= by;
  }

  boolean knownAfter(int needed) {
    return seen >= needed;
  }

  boolean rests(double share) {
    return quiet > stretches * share;
  }

  /** Seconds. */
  double longestGap() {
    return gaps.quantile(GAPS);
  }

  boolean rateKnown() {
    return windowsSeen >= WINDOWS;
  }

  double fewest() {
    return windows.quantile(FEW);
  }

  double most() {
    return windows.quantile(1 - FEW);
  }
}
