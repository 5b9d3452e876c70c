package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.List;

/**
 * A correlation rule that has just been completed.
 *
 * @param rule index of the rule
 * @param group values of the group-by fields, in their order
 * @param trigger id of the event that completed it
 * @param from time of the first event that counts, milliseconds since 1970
 * @param until time of the last one
 * @param measured what was counted or computed
 * @param eventIds the events that count, oldest first, at most 100 (the latest ones)
 * @param events how many there are
 */
public record Hit(
    int rule,
    List<String> group,
    String trigger,
    long from,
    long until,
    BigDecimal measured,
    List<String> eventIds,
    int events) {
  /** No hit names more events than this. */
  public static final int MAX_EVENTS = 100;

  public Hit {
    group = List.copyOf(group);
    eventIds = List.copyOf(eventIds);
  }
}
