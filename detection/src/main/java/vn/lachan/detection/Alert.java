package vn.lachan.detection;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rule found. The same events and the same rule version always give the same id.
 *
 * @param id hash of rule id, rule version and the event id or correlation window
 * @param ruleId Sigma id of the rule
 * @param ruleVersion first 12 hexadecimal digits of the SHA-256 of the rule's text
 * @param title title of the rule, in the rule's language
 * @param level how serious
 * @param reason one sentence with the values that made the rule fire
 * @param at when it happened: time of the (last) event
 * @param detected when the platform saw it
 * @param organization code of the unit whose event it was; empty for the province
 * @param entity the account, host or address it is about, for people and for grouping
 * @param dataset {@code event.dataset} of the (last) event
 * @param tags the rule's tags, for example {@code attack.t1110.003}
 * @param fields the values that matter, in the order to show them
 * @param eventIds the events, oldest first; at most 100
 */
public record Alert(
    String id,
    String ruleId,
    String ruleVersion,
    String title,
    Level level,
    String reason,
    Instant at,
    Instant detected,
    String organization,
    String entity,
    String dataset,
    List<String> tags,
    Map<String, String> fields,
    List<String> eventIds) {

  /** No alert names more events than this. */
  public static final int MAX_EVENTS = 100;

  /** The same alert with other values to show. */
  Alert withFields(Map<String, String> others) {
    return new Alert(
        id,
        ruleId,
        ruleVersion,
        title,
        level,
        reason,
        at,
        detected,
        organization,
        entity,
        dataset,
        tags,
        others,
        eventIds);
  }

  public Alert {
    tags = List.copyOf(tags);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    eventIds = List.copyOf(eventIds);
    if (eventIds.isEmpty() || eventIds.size() > MAX_EVENTS) {
      throw new IllegalArgumentException("an alert names 1 to 100 events, not " + eventIds.size());
    }
  }
}
