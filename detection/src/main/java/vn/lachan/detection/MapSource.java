package vn.lachan.detection;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldSource;

/** The fields of an event as it was read from a file; empty texts and nulls are kept. */
record MapSource(Map<String, @Nullable Object> fields) implements FieldSource {

  @Override
  public @Nullable Object get(String field) {
    return fields.get(field);
  }

  @Override
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  @Override
  public void forEachValue(Consumer<Object> action) {
    for (Object value : fields.values()) {
      if (value != null) {
        action.accept(value);
      }
    }
  }

  @Override
  public boolean emptyIsAbsent() {
    return false;
  }
}
