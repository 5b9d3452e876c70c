package vn.lachan.detection.match;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.lachan.detection.sigma.TextPattern;

/**
 * Compiled sets of patterns, each made once for all buckets that have the same. Safe for use by
 * several threads.
 */
final class TextSets {
  private final Map<Key, TextSet> known = new ConcurrentHashMap<>();

  private record Key(List<TextPattern> patterns, boolean cased) {}

  TextSet of(List<TextPattern> patterns, boolean cased) {
    Key key = new Key(List.copyOf(patterns), cased);
    TextSet set = known.get(key);
    if (set == null) {
      set = new TextSet(key.patterns(), cased);
      known.put(key, set);
    }
    return set;
  }
}
