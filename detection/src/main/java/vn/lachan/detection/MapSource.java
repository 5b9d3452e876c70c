package vn.lachan.detection;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldSource;

/**
 * The fields of an event as it was read from a file; empty texts and nulls are kept. A field whose
 * name begins with an underscore says something about the record, not about what happened: keywords
 * do not look at it.
 */
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
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      Object value = field.getValue();
      if (value != null && !field.getKey().startsWith("_")) {
        action.accept(value);
      }
    }
  }

  @Override
  public boolean emptyIsAbsent() {
    return false;
  }
}
