package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the fields of a rule are called in the events of a log source. Immutable. */
public record FieldMapping(Map<String, List<String>> names) {
  /** Every field is called as in the rule. */
  public static final FieldMapping NONE = new FieldMapping(Map.of());

  public FieldMapping {
    Map<String, List<String>> copy = new HashMap<>();
    names.forEach((field, list) -> copy.put(field, List.copyOf(list)));
    names = Map.copyOf(copy);
  }

  /** The names to look for, the rule's own first; the first that is there counts. */
  public List<String> names(String field) {
    List<String> mapped = names.get(field);
    if (mapped == null) {
      return List.of(field);
    }
    List<String> result = new ArrayList<>(mapped.size() + 1);
    result.add(field);
    result.addAll(mapped);
    return List.copyOf(result);
  }

  /** Both mappings in one; what this one says of a field comes first. */
  FieldMapping and(FieldMapping other) {
    Map<String, List<String>> both = new HashMap<>(names);
    other.names.forEach((field, list) ->
        both.merge(
            field,
            list,
            (mine, theirs) -> {
              List<String> all = new ArrayList<>(mine);
              theirs.stream().filter(name -> !mine.contains(name)).forEach(all::add);
              return all;
            }));
    return new FieldMapping(both);
  }
}
