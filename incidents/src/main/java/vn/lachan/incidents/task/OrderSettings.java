package vn.lachan.incidents.task;

import java.time.Duration;

/**
 * Times of orders.
 *
 * @param acknowledgeWithin until when an order must be acknowledged, unless it says otherwise
 * @param escalateEvery after this time without an answer the next unit above is told
 * @param helpWithin until when the coordinator must answer a request for help
 * @param most how many orders a board shows
 */
public record OrderSettings(
    Duration acknowledgeWithin, Duration escalateEvery, Duration helpWithin, int most) {

  public static final OrderSettings DEFAULT =
      new OrderSettings(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2), 500);

  public OrderSettings {
    if (!acknowledgeWithin.isPositive()
        || !escalateEvery.isPositive()
        || !helpWithin.isPositive()) {
      throw new IllegalArgumentException("times of orders are longer than nothing");
    }
    if (most < 1) {
      throw new IllegalArgumentException("a board shows at least one order");
    }
  }
}
