package vn.lachan.detection.match;

import org.jspecify.annotations.Nullable;

/** A compiled part of a rule. */
interface Test {

  /** Whether the event at hand passes. */
  boolean passes(EventFields event);

  /** Roughly how much work it is; the parts of a rule are tried in this order. */
  int cost();

  /** The rarest signs without which it cannot pass, or null when it can pass without any. */
  @Nullable Witness witness(Frequencies frequencies);
}
