package vn.lachan.collector.dataset.step;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;

/**
 * Finds a regular expression in a text; each named group becomes a value. RE2/J takes time linear
 * in the text, and the text is cut at a bound, so no line can make it slow.
 */
public final class RegexStep implements Step {
  private static final int MAX_TEXT = 8_192;

  private final Source from;
  private final Pattern pattern;
  private final Map<String, Integer> groups;

  /**
   * Made of its parts.
   *
   * @param groups names of groups to slots
   */
  public RegexStep(Source from, Pattern pattern, Map<String, Integer> groups) {
    this.from = from;
    this.pattern = pattern;
    this.groups = Map.copyOf(groups);
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    Matcher matcher =
        pattern.matcher(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    if (!matcher.find()) {
      return slots.refuse("the expression does not fit");
    }
    groups.forEach((name, slot) -> slots.put(slot, matcher.group(name)));
    return true;
  }
}
