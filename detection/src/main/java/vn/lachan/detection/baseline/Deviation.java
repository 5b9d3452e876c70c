package vn.lachan.detection.baseline;

import java.util.List;

/**
 * Something that is not as usual.
 *
 * @param rule number of the rule
 * @param key values of the key fields, in their order
 * @param trigger id of the event that showed it; for something that stays away, of the last event
 *     before
 * @param from time of the first event that counts, milliseconds since 1970
 * @param until time of the last one; for something that stays away, when that was noticed
 * @param measured the amount; milliseconds for kinds that are about time; for {@code first_seen}
 *     how many values were known
 * @param limit what it is compared with, in the same unit
 * @param eventIds the events that count, oldest first; bounded
 * @param events how many there were
 * @param overdue whether it is about something that stays away, so that the event at hand has
 *     nothing to do with it
 * @param organization unit of the last event, for what stays away; else empty
 * @param dataset of the last event, for what stays away; else empty
 */
public record Deviation(
    int rule,
    List<String> key,
    String trigger,
    long from,
    long until,
    double measured,
    double limit,
    List<String> eventIds,
    long events,
    boolean overdue,
    String organization,
    String dataset) {
  public Deviation {
    key = List.copyOf(key);
    eventIds = List.copyOf(eventIds);
  }

  static Deviation atEvent(
      int rule,
      List<String> key,
      Observation seen,
      long from,
      double measured,
      double limit,
      List<String> eventIds,
      long events) {
    return new Deviation(
        rule,
        key,
        seen.eventId(),
        from,
        seen.time(),
        measured,
        limit,
        eventIds,
        events,
        false,
        "",
        "");
  }
}
