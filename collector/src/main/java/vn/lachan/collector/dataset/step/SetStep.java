package vn.lachan.collector.dataset.step;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets values to constants or templates; a template with a missing value sets nothing. */
public final class SetStep implements Step {
  private final int[] slots;
  private final Object[] values;
  private final boolean[] whole;

  /**
   * Made of its parts.
   *
   * @param slots where to
   * @param values texts, numbers or lists; a {@link Template} is filled in
   */
  public SetStep(List<Integer> slots, List<Object> values, Layout layout) {
    this.slots = slots.stream().mapToInt(Integer::intValue).toArray();
    this.values = values.toArray();
    this.whole = new boolean[this.slots.length];
    for (int i = 0; i < this.slots.length; i++) {
      whole[i] = Layout.typeOf(layout.name(this.slots[i])) == vn.lachan.events.FieldType.LONG;
    }
  }

  @Override
  public boolean run(Slots given) {
    for (int i = 0; i < slots.length; i++) {
      Object value = values[i];
      given.put(slots[i], value instanceof Template template ? filled(template, given, i) : value);
    }
    return true;
  }

  private @Nullable Object filled(Template template, Slots given, int i) {
    String text = template.text(given);
    if (text == null || !whole[i]) {
      return text;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
