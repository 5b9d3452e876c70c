package vn.lachan.collector.dataset.step;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record of several lines apart where a line names the section that follows. What stands
 * before the first such line is passed over; of two sections of one name the first counts.
 */
public final class SectionsStep implements Step {
  private static final int LONGEST_NAME_LINE = 1_024;

  private final Source from;
  private final Pattern by;
  private final Map<String, Integer> wanted;

  /**
   * Made of its parts.
   *
   * @param by found in a line that names a section; its only group is the name
   * @param wanted names of sections to slots
   */
  public SectionsStep(Source from, Pattern by, Map<String, Integer> wanted) {
    this.from = from;
    this.by = by;
    this.wanted = Map.copyOf(wanted);
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    @Nullable String name = null;
    int begin = 0;
    for (int at = 0; at < text.length(); ) {
      int feed = text.indexOf('\n', at);
      int end = feed < 0 ? text.length() : feed;
      Matcher matcher = by.matcher(text.substring(at, Math.min(end, at + LONGEST_NAME_LINE)));
      if (matcher.find()) {
        keep(slots, name, text.substring(begin, at));
        name = matcher.group(1);
        begin = Math.min(end + 1, text.length());
      }
      at = end + 1;
    }
    keep(slots, name, text.substring(begin));
    return name != null || slots.refuse("no line names a section");
  }

  private void keep(Slots slots, @Nullable String name, String section) {
    Integer slot = name == null ? null : wanted.get(name);
    if (slot != null) {
      slots.putIfAbsent(slot, section.strip());
    }
  }
}
