package vn.lachan.collector.health;

/**
 * How often values of each size came, with old ones fading. Sizes are told apart by half powers of
 * two, so a quantile is at most 42 % too large. Holds {@value #BUCKETS} floats, whatever comes.
 */
final class Sketch {
  static final int BUCKETS = 56;
  private static final double STEPS = 2 / Math.log(2);

  private final float[] weights = new float[BUCKETS];

  /** Notes a value, 0 or more. */
  void add(double value) {
    weights[bucket(value)] += 1;
  }

  private static int bucket(double value) {
    return value <= 1
        ? 0
        : Math.clamp((int) Math.ceil(Math.log(value) * STEPS - 1e-9), 1, BUCKETS - 1);
  }

  void fade(double by) {
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] *= (float) by;
    }
  }

  double weight() {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** A value that this share of what came does not exceed; 0 when nothing came. */
  double quantile(double share) {
    double left = weight() * share - 1e-6;
    for (int i = 0; i < BUCKETS; i++) {
      left -= weights[i];
      if (left <= 0) {
        return top(i);
      }
    }
    return top(BUCKETS - 1);
  }

  /** The largest value that came so often that these weigh at least {@code least} together. */
  double largest(double least) {
    double sum = 0;
    for (int i = BUCKETS - 1; i >= 0; i--) {
      sum += weights[i];
      if (sum >= least) {
        return top(i);
      }
    }
    return 0;
  }

  private static double top(int bucket) {
    return Math.exp(bucket / STEPS);
  }

  float[] save() {
    return weights.clone();
  }

  void restore(float[] saved) {
    System.arraycopy(saved, 0, weights, 0, Math.min(BUCKETS, saved.length));
  }
}
