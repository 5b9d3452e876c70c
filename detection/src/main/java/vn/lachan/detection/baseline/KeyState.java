package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import vn.lachan.detection.sigma.SigmaBaseline;

/** What is known of one key of one rule. */
sealed interface KeyState permits Amounts, SeenValues, LastSeen, Quiet, Awaited {

  void write(DataOutputStream out) throws IOException;

  void read(DataInputStream in) throws IOException;

  /** Whether the key may not raise anything yet. */
  boolean learning(Clocks clocks);

  static KeyState of(SigmaBaseline what, BaselineLimits limits) {
    return switch (what.kind()) {
      case COUNT, DISTINCT, SUM, VALUE -> new Amounts(what, limits);
      case FIRST_SEEN -> new SeenValues(what, limits);
      case REAPPEARS -> new LastSeen();
      case SILENCE -> new Quiet(what);
      case MISSING -> new Awaited();
    };
  }
}
