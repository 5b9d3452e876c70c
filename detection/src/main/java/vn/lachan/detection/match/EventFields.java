package vn.lachan.detection.match;

import java.nio.charset.StandardCharsets;
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
  /** Stands for a value that is absent or null. */
  enum Missing {
    VALUE
  }

  private static final FieldSource NOTHING = new EmptySource();
  private static final byte[] NO_BYTES = {};

  private final String[][] names;
  private final @Nullable Object[] values;
  private final @Nullable String[] texts;
  private final @Nullable String[] folded;
  private final byte[] @Nullable [] bytes;
  private FieldSource source = NOTHING;
  private @Nullable List<String> allTexts;
  private @Nullable List<String> allFolded;

  /**
   * @param table complete; slots that are added later are not known
   */
  EventFields(FieldTable table) {
    this.names = table.names();
    this.values = new Object[names.length];
    this.texts = new String[names.length];
    this.folded = new String[names.length];
    this.bytes = new byte[names.length][];
  }

  void read(FieldSource next) {
    source = next;
    Arrays.fill(values, null);
    Arrays.fill(texts, null);
    Arrays.fill(folded, null);
    Arrays.fill(bytes, null);
    allTexts = null;
    allFolded = null;
  }

  FieldSource source() {
    return source;
  }

  /** The value, a list of values, or that it is absent or null. */
  Object value(int slot) {
    Object value = values[slot];
    if (value == null) {
      value = lookUp(slot);
      values[slot] = value;
    }
    return value;
  }

  private Object lookUp(int slot) {
    for (String name : names[slot]) {
      Object value = source.get(name);
      if (value != null) {
        return value;
      }
    }
    return Missing.VALUE;
  }

  /** Whether the field is there, be its value null. */
  boolean exists(int slot) {
    if (!(value(slot) instanceof Missing)) {
      return true;
    }
    for (String name : names[slot]) {
      if (source.has(name)) {
        return true;
      }
    }
    return false;
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
      byte[] known = bytes[slot];
      text =
          known == null || known.length == 0
              ? Texts.fold(text(slot))
              : new String(known, StandardCharsets.ISO_8859_1);
      folded[slot] = text;
    }
    return text;
  }

  /** The same as bytes, for reading only; null when it is empty or a character is beyond ASCII. */
  byte @Nullable [] foldedBytes(int slot) {
    byte[] known = bytes[slot];
    if (known == null) {
      known = Texts.foldedBytes(text(slot));
      known = known == null ? NO_BYTES : known;
      bytes[slot] = known;
    }
    return known.length == 0 ? null : known;
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
