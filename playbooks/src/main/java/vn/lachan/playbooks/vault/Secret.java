package vn.lachan.playbooks.vault;

import java.util.Map;
import java.util.TreeMap;

/**
 * A secret of several fields, for example {@code username} and {@code password}. Its text names the
 * fields and hides their values.
 */
public record Secret(Map<String, String> fields) {
  public Secret {
    fields = Map.copyOf(fields);
  }

  @Override
  public String toString() {
    return "Secret" + new TreeMap<>(fields).keySet();
  }
}
