package vn.lachan.simulator.day;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Everything random, from one seed. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A chance of its own, so that more draws in one place change nothing elsewhere. */
  Chance fork() {
    return new Chance(random.nextLong());
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  double share() {
    return random.nextDouble();
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  Duration seconds(int low, int high) {
    return Duration.ofMillis(random.nextLong(low * 1000L, high * 1000L + 1));
  }

  String digits(int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  String hex(int count) {
    StringBuilder hex = new StringBuilder(count);
    while (hex.length() < count) {
      hex.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
    }
    return hex.substring(0, count);
  }
}
