package vn.lachan.app.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long things took; sorted. */
record Latencies(List<Duration> sorted) {
  Latencies {
    sorted = sorted.stream().sorted().toList();
  }

  /** The shortest time that {@code percent} of a hundred did not exceed; zero without any. */
  Duration percentile(double percent) {
    if (sorted.isEmpty()) {
      return Duration.ZERO;
    }
    int place = (int) Math.ceil(sorted.size() * percent / 100);
    return sorted.get(Math.clamp(place - 1, 0, sorted.size() - 1));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %d ms, p95 %d ms, p99 %d ms, max %d ms (%d probes)",
        percentile(50).toMillis(),
        percentile(95).toMillis(),
        percentile(99).toMillis(),
        percentile(100).toMillis(),
        sorted.size());
  }
}
