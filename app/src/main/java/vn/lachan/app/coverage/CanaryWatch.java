package vn.lachan.app.coverage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Alert;

/**
 * Remembers which canaries were sent and which of them a rule found. Safe for use by several
 * threads.
 */
public final class CanaryWatch {
  /** The built-in rule that finds canaries. */
  public static final String RULE = "6f0f3f5e-0d0f-4b0e-9a53-8d3a3f0c1c01";

  /** Names one canary. */
  public static final String ID = "lachan.canary.id";

  private static final int MOST_UNSEEN = 100;

  private final boolean enabled;
  private final Duration period;
  private final Clock clock;
  private final Map<String, Instant> unseen = new LinkedHashMap<>();
  private Path path = Path.HTTPS;
  private @Nullable Instant lastSent;
  private @Nullable Instant lastSeen;
  private @Nullable Duration lastTook;
  private long sent;
  private long seen;

  /** How a canary comes in. */
  public enum Path {
    /** Through the platform's own HTTPS input over the loopback address. */
    HTTPS,
    /** Through the internal door behind the inputs, because HTTPS cannot be used from here. */
    DOOR
  }

  /**
   * How the canary is.
   *
   * @param lastTook from sending the canary that was found last to the hit
   * @param missing whether one was not found within two periods
   * @param missingFor how long ago the oldest one that was not found was sent; zero without one
   */
  public record Health(
      boolean enabled,
      Path path,
      Duration period,
      @Nullable Instant lastSent,
      @Nullable Instant lastSeen,
      @Nullable Duration lastTook,
      boolean missing,
      Duration missingFor,
      long sent,
      long seen) {}

  public CanaryWatch(boolean enabled, Duration period, Clock clock) {
    this.enabled = enabled;
    this.period = period;
    this.clock = clock;
  }

  /** A canary is about to be sent. */
  public synchronized void sent(String id, Path by) {
    path = by;
    lastSent = clock.instant();
    sent++;
    unseen.put(id, lastSent);
    if (unseen.size() > MOST_UNSEEN) {
      unseen.remove(unseen.keySet().iterator().next());
    }
  }

  /** A canary that cannot be sent this way is sent another way. */
  public synchronized void resent(Path by) {
    path = by;
  }

  /** A rule found a canary; also forgets those that were sent before it. */
  synchronized void seen(Alert alert) {
    String id = alert.fields().getOrDefault(ID, "");
    Instant at = unseen.remove(id);
    if (at != null) {
      lastSeen = clock.instant();
      lastTook = Duration.between(at, lastSeen);
      seen++;
      unseen.values().removeIf(earlier -> !earlier.isAfter(at));
    }
  }

  /** How the canary is now. */
  public synchronized Health health() {
    Duration longest = Duration.ZERO;
    for (Instant at : unseen.values()) {
      Duration waiting = Duration.between(at, clock.instant());
      longest = waiting.compareTo(longest) > 0 ? waiting : longest;
    }
    boolean missing = enabled && longest.compareTo(period.multipliedBy(2)) > 0;
    return new Health(
        enabled, path, period, lastSent, lastSeen, lastTook, missing, longest, sent, seen);
  }
}
