package vn.lachan.incidents.delivery;

import java.net.URI;
import java.time.Duration;

/**
 * Bounds of the courier.
 *
 * @param address where the screens are, for links; mail names the path only without it
 * @param attempts how often one is tried before it is given up
 * @param firstPause after the first failure; doubles with each further one
 * @param longestPause the pause never grows beyond this
 * @param lease how long an attempt may take before it counts as lost
 * @param batch how many are sent in one round
 */
public record CourierSettings(
    URI address,
    int attempts,
    Duration firstPause,
    Duration longestPause,
    Duration lease,
    int batch) {

  public static final CourierSettings DEFAULT =
      new CourierSettings(
          URI.create(""),
          10,
          Duration.ofSeconds(30),
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          100);

  public CourierSettings {
    if (attempts < 1 || batch < 1 || !firstPause.isPositive() || !lease.isPositive()) {
      throw new IllegalArgumentException("bounds of the courier are positive");
    }
  }

  /** How long to wait after that many attempts failed. */
  Duration pause(int failed) {
    Duration pause = firstPause;
    for (int i = 1; i < failed && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
