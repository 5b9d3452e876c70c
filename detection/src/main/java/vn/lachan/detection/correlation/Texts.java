package vn.lachan.detection.correlation;

import org.jspecify.annotations.Nullable;

/**
 * Makes equal texts the same object when they come soon after each other. Holds a bounded number of
 * texts and forgets whatever stands in the way of a new one. For one thread.
 */
final class Texts {
  private static final int PLACES = 1 << 16;

  private final @Nullable String[] places = new String[PLACES];

  String shared(String text) {
    int hash = text.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    String known = places[place];
    if (known != null && known.equals(text)) {
      return known;
    }
    places[place] = text;
    return text;
  }
}
