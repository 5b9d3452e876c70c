package vn.lachan.detection.match;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.lachan.detection.sigma.TextPattern;

/**
 * Compiled sets of patterns and expressions, each made once for all buckets of a matcher. To get
 * them is safe for several threads; expressions are then for the one thread that matches.
 */
final class TextSets {
  private final Map<Key, TextSet> known = new ConcurrentHashMap<>();

  private final Map<Pattern, TextTests.Search> searches = new ConcurrentHashMap<>();

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

  /** How many texts were left to RE2 by expressions that are else run without it. */
  long leftToRe2() {
    return searches.values().stream()
        .mapToLong(search ->
            search instanceof TextTests.Expression expression && expression.machine() != null
                ? expression.machine().givenUp()
                : 0)
        .sum();
  }

  TextTests.Search search(Pattern pattern) {
    return searches.computeIfAbsent(pattern, TextTests.Search::of);
  }
}
