package vn.lachan.detection.correlation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for the fields that correlation rules look at, and for the lists that they group by. */
final class Fields {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<List<Plan.Field>, Integer> shared = new HashMap<>();

  int number(String name) {
    return numbers.computeIfAbsent(
        name,
        added -> {
          names.add(added);
          return names.size() - 1;
        });
  }

  /** The same number for the same list of fields. */
  int shared(Plan.Field[] fields) {
    return shared.computeIfAbsent(Arrays.asList(fields), _ -> shared.size());
  }

  List<String> names() {
    return names;
  }

  int sharedLists() {
    return shared.size();
  }
}
