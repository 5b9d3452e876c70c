package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.Map;
import vn.lachan.detection.Level;

/**
 * Rows of the queue that share a rule, an entity or an organisation.
 *
 * @param key id of the rule, the entity, or code of the organisation
 * @param label title of the rule; otherwise the key
 * @param count how many rows
 * @param occurrences how many alerts in them
 * @param levels rows by level; only levels that occur
 * @param newest time of the latest alert
 */
public record AlertGroup(
    String key,
    String label,
    long count,
    long occurrences,
    Map<Level, Long> levels,
    Instant newest) {

  /** What a group has in common. */
  public enum By {
    RULE("rule_id", "title"),
    ENTITY("entity", "entity"),
    ORGANIZATION("organization", "organization");

    private final String column;
    private final String label;

    By(String column, String label) {
      this.column = column;
      this.label = label;
    }

    String column() {
      return column;
    }

    String labelColumn() {
      return label;
    }
  }

  public AlertGroup {
    levels = Map.copyOf(levels);
  }
}
