package vn.lachan.incidents.queue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import vn.lachan.detection.Level;

/**
 * Limits and promises of the alert queue.
 *
 * @param groupWindow an alert joins a row whose last alert is at most this much older or younger
 * @param respond how soon after its detection somebody must have decided about an alert, by level
 * @param maxBulk at most this many rows change in one act
 * @param maxGroups a grouped view has at most this many groups
 * @param related how far from a row's alerts its related rows may lie
 */
public record QueueSettings(
    Duration groupWindow,
    Map<Level, Duration> respond,
    int maxBulk,
    int maxGroups,
    Duration related) {

  public static final QueueSettings DEFAULT =
      new QueueSettings(
          Duration.ofHours(24),
          Map.of(
              Level.CRITICAL, Duration.ofMinutes(30),
              Level.HIGH, Duration.ofHours(2),
              Level.MEDIUM, Duration.ofHours(8),
              Level.LOW, Duration.ofHours(24),
              Level.INFORMATIONAL, Duration.ofHours(72)),
          1000,
          200,
          Duration.ofHours(24));

  public QueueSettings {
    for (Level level : Level.values()) {
      if (!respond.containsKey(level)) {
        throw new IllegalArgumentException("no time to respond is set for level " + level);
      }
    }
    if (groupWindow.isNegative() || related.isNegative() || maxBulk < 1 || maxGroups < 1) {
      throw new IllegalArgumentException("windows and limits of the alert queue are positive");
    }
    respond = Map.copyOf(new EnumMap<>(respond));
  }

  public Duration respondWithin(Level level) {
    return respond.getOrDefault(level, Duration.ofHours(24));
  }
}
