package vn.lachan.collector.parser;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which key of a JSON line becomes which field, and how its value is read. A key of a nested object
 * is written {@code group.key}.
 */
final class FieldTable {
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, FieldTable> groups = new HashMap<>();

  /** How a value is read. */
  enum Kind {
    TEXT,
    LOWER,
    WHOLE,
    /** Milliseconds that become nanoseconds. */
    MILLIS,
    DATE,
    TEXTS,
    ADDRESS,
    URL,
    FILE_NAME,
    /** A secret: only its keyed hash is kept. */
    SECRET,
    /** A citizen number or its token. */
    SUBJECT,
    /** A number of a person that may be a citizen number. */
    PERSON,
    /** Left to the parser. */
    OWN
  }

  /**
   * Where the value of a key goes.
   *
   * @param field name of the field, or side ({@code source}) of an address
   * @param purpose of the hash of a secret
   */
  record Target(String key, Kind kind, String field, String purpose) {}

  FieldTable add(String key, Kind kind, String field) {
    return add(key, kind, field, "");
  }

  FieldTable add(String key, Kind kind, String field, String purpose) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      targets.put(key, new Target(key, kind, field, purpose));
    } else {
      groups
          .computeIfAbsent(key.substring(0, dot), _ -> new FieldTable())
          .targets
          .put(key.substring(dot + 1), new Target(key, kind, field, purpose));
    }
    return this;
  }

  @Nullable Target target(String key) {
    return targets.get(key);
  }

  @Nullable FieldTable group(String key) {
    return groups.get(key);
  }
}
