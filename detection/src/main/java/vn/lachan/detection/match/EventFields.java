package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the event at hand as the rules of one bucket read them: each is looked up, turned
 * into text and folded at most once. Used again for the next event; for one thread.
 */
final class EventFields {
  /** Stands for a value that is not there. */
  enum Missing {
    /** The field is not there. */
    ABSENT,
    /** The field is there and is null. */
    NULL
  }

  private static final FieldSource NOTHING = new EmptySource();

  private final FieldTable table;
  private FieldSource source = NOTHING;
  private @Nullable Object[] values;
  private @Nullable String[] texts;
  private @Nullable String[] folded;
  private @Nullable List<String> allTexts;
  private @Nullable List<String> allFolded;

  EventFields(FieldTable table) {
    this.table = table;
    this.values = new Object[table.size()];
    this.texts = new String[table.size()];
    this.folded = new String[table.size()];
  }

  void read(FieldSource next) {
    source = next;
    Arrays.fill(values, null);
    Arrays.fill(texts, null);
    Arrays.fill(folded, null);
    allTexts = null;
    allFolded = null;
  }

  FieldSource source() {
    return source;
  }

  /** The value, a list of values, or what is missing. */
  Object value(int slot) {
    Object value = values[slot];
    if (value == null) {
      value = lookUp(slot);
      values[slot] = value;
    }
    return value;
  }

  private Object lookUp(int slot) {
    List<String> names = table.names(slot);
    for (int i = 0; i < names.size(); i++) {
      Object value = source.get(names.get(i));
      if (value != null) {
        return value;
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (source.has(names.get(i))) {
        return Missing.NULL;
      }
    }
    return Missing.ABSENT;
  }

  /** The text of a slot that holds a single value. */
  String text(int slot) {
    String text = texts[slot];
    if (text == null) {
      text = Texts.of(value(slot));
      texts[slot] = text;
    }
    return text;
  }

  /** The folded text of a slot that holds a single value. */
  String folded(int slot) {
    String text = folded[slot];
    if (text == null) {
      text = Texts.fold(text(slot));
      folded[slot] = text;
    }
    return text;
  }

  /** The texts of all values of the event. */
  List<String> allTexts() {
    List<String> result = allTexts;
    if (result == null) {
      List<String> collected = new ArrayList<>();
      source.forEachValue(value -> collect(value, collected));
      result = collected;
      allTexts = result;
    }
    return result;
  }

  private static void collect(Object value, List<String> texts) {
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (item != null) {
          collect(item, texts);
        }
      }
    } else {
      texts.add(Texts.of(value));
    }
  }

  /** The folded texts of all values of the event. */
  List<String> allFolded() {
    List<String> result = allFolded;
    if (result == null) {
      result = new ArrayList<>();
      for (String text : allTexts()) {
        result.add(Texts.fold(text));
      }
      allFolded = result;
    }
    return result;
  }

  private static final class EmptySource implements FieldSource {
    @Override
    public @Nullable Object get(String field) {
      return null;
    }

    @Override
    public boolean has(String field) {
      return false;
    }

    @Override
    public void forEachValue(Consumer<Object> action) {}

    @Override
    public boolean emptyIsAbsent() {
      return false;
    }
  }
}
