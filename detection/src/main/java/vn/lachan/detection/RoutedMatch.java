package vn.lachan.detection;

import java.util.List;
import java.util.Optional;
import vn.lachan.events.Event;

/**
 * A match of rules on its way to the detector that keeps what belongs together. All matches with
 * the same {@link #unit} and {@link #key} must go to the same detector, in one order.
 *
 * @param unit for what it counts: the alerts of one rule about single events, or rules that
 *     remember and are connected
 * @param key values of the fields by which the unit can be divided; empty when it cannot
 * @param rules keys ({@code id@version}) of the rules about single events that fit
 */
public record RoutedMatch(String unit, List<String> key, List<String> rules, Event event) {
  public RoutedMatch {
    key = List.copyOf(key);
    rules = List.copyOf(rules);
    if (unit.isEmpty() || rules.isEmpty()) {
      throw new IllegalArgumentException("a match has a unit and rules");
    }
  }

  /** Id of the rule about single events whose alerts this is for; empty when rules count it. */
  public Optional<String> alertsOf() {
    int version = unit.lastIndexOf('@');
    return unit.startsWith(Units.ALERTS) && version > 0
        ? Optional.of(unit.substring(Units.ALERTS.length(), version))
        : Optional.empty();
  }

  /** Unit and key as one text. */
  public String routingKey() {
    StringBuilder text = new StringBuilder(unit);
    key.forEach(value -> text.append('\0').append(value));
    return text.toString();
  }
}
