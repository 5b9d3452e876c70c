package vn.lachan.simulator.day;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time, the end not included. */
record Span(Instant from, Instant to) {
  Duration length() {
    return Duration.between(from, to);
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }
}
