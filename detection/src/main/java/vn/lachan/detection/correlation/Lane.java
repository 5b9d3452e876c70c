package vn.lachan.detection.correlation;

import org.jspecify.annotations.Nullable;

/** The groups of one rule. Stays the same when the rules around it change. For one thread. */
final class Lane {
  private final String key;
  private Plan plan;
  private int rule;

  /** Kept by {@link Recency}. */
  @Nullable Group oldest;

  @Nullable Group newest;
  int size;

  Lane(int rule, Plan plan) {
    this.key = plan.key();
    this.plan = plan;
    this.rule = rule;
  }

  /** Id and version of the rule. */
  String key() {
    return key;
  }

  Plan plan() {
    return plan;
  }

  /** Number of the rule among those that run. */
  int rule() {
    return rule;
  }

  /** The same rule stands at another place now. */
  void move(int to, Plan same) {
    rule = to;
    plan = same;
  }

  /** Hash of a group of this rule. */
  int hash(String[] values) {
    int hash = key.hashCode() * 0x85ebca6b;
    for (String value : values) {
      hash = hash * 31 + value.hashCode();
    }
    hash = (hash ^ (hash >>> 16)) * 0x7feb352d;
    return hash ^ (hash >>> 15);
  }
}
