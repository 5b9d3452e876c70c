package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the fields that the rules of one bucket read, and knows what each is called there. */
final class FieldTable {
  private final FieldMapping mapping;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<List<String>> names = new ArrayList<>();

  FieldTable(FieldMapping mapping) {
    this.mapping = mapping;
  }

  int slot(String field) {
    return slots.computeIfAbsent(
        field,
        name -> {
          names.add(mapping.names(name));
          return names.size() - 1;
        });
  }

  /** For each slot what the field is called, the first that is there counts. */
  String[][] names() {
    return names.stream().map(list -> list.toArray(String[]::new)).toArray(String[][]::new);
  }

  int size() {
    return names.size();
  }
}
