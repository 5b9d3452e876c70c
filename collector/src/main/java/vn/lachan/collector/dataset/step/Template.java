package vn.lachan.collector.dataset.step;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text with {@code ${name}} in it. */
public final class Template {
  private final List<String> literals = new ArrayList<>();
  private final List<Integer> slots = new ArrayList<>();

  private Template() {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when a brace is not closed
   */
  public static Template of(String text, Layout layout) {
    Template template = new Template();
    int at = 0;
    int open = text.indexOf("${");
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("${ without }");
      }
      template.literals.add(text.substring(at, open));
      template.slots.add(layout.number(text.substring(open + 2, close)));
      at = close + 1;
      open = text.indexOf("${", at);
    }
    template.literals.add(text.substring(at));
    return template;
  }

  boolean isConstant() {
    return slots.isEmpty();
  }

  /** The text; null when one of the values is missing. */
  @Nullable String text(Slots values) {
    if (slots.isEmpty()) {
      return literals.getFirst();
    }
    StringBuilder text = new StringBuilder(literals.getFirst());
    for (int i = 0; i < slots.size(); i++) {
      if (!values.has(slots.get(i))) {
        return null;
      }
      text.append(values.text(slots.get(i))).append(literals.get(i + 1));
    }
    return text.toString();
  }
}
