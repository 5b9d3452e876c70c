package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.List;

/**
 * One match as a group keeps it.
 *
 * @param arrived the latest arrival that was known when it came, so it never goes back
 * @param position of the rule among the sources of the correlation
 * @param value what the correlation looks at: text, a {@link BigDecimal}, or empty text when it
 *     looks at no field
 * @param chain the events behind a match of another correlation, else empty
 */
record Entry(long time, long arrived, int position, String id, Object value, List<String> chain) {
  private static final int OBJECT = 48;
  private static final int TEXT = 48;
  private static final int NUMBER = 40;
  private static final int LINK = 24;

  /** About how much memory it takes; depends on nothing but its contents. */
  int bytes() {
    int own = OBJECT + TEXT + id.length() + LINK * chain.size();
    return value instanceof String text
        ? own + (text.isEmpty() ? 0 : TEXT + text.length())
        : own + NUMBER;
  }

  /** Whether it is the same match, seen again; {@code perPosition} tells rules apart. */
  boolean same(Entry other, boolean perPosition) {
    return time == other.time
        && id.equals(other.id)
        && (!perPosition || position == other.position);
  }
}
