package vn.lachan.detection.match;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaRule;

/**
 * Finds the rules that single events fit. Buckets are compiled when the first event of their log
 * sources comes; the rules themselves never change. For one thread.
 */
public final class RuleMatcher {
  private static final int MAX_KEYS = 10_000;

  private final List<SigmaRule> rules;
  private final LogSources logSources;
  private final boolean everyRuleForUnknownSources;
  private final Map<List<String>, Routed> routes = new LruMap<>();
  private final Map<LogSources.Sources, Bucket> buckets = new HashMap<>();
  private final TextSets sets = new TextSets();
  private long candidates;

  private static final class LruMap<K, V> extends LinkedHashMap<K, V> {
    LruMap() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MAX_KEYS;
    }
  }

  /** Where the events of one key go; the rules are compiled when they are asked for. */
  private final class Routed {
    private final LogSources.Sources sources;
    private @Nullable Bucket bucket;

    Routed(LogSources.Sources sources) {
      this.sources = sources;
    }

    LogSources.Sources sources() {
      return sources;
    }

    Bucket bucket() {
      Bucket known = bucket == null ? RuleMatcher.this.bucket(sources) : bucket;
      bucket = known;
      return known;
    }
  }

  /**
   * @param everyRuleForUnknownSources whether events of which no log source is known are tried on
   *     every rule; if not, only rules without a log source see them
   */
  public RuleMatcher(
      List<SigmaRule> rules, LogSources logSources, boolean everyRuleForUnknownSources) {
    this.rules = List.copyOf(rules);
    this.logSources = logSources;
    this.everyRuleForUnknownSources = everyRuleForUnknownSources;
  }

  /** Indices of the rules that {@code event} fits, ascending. */
  public int[] match(FieldSource event) {
    Bucket bucket = routed(event).bucket();
    int[] found = bucket.match(event);
    candidates += bucket.candidates();
    return found;
  }

  private Routed routed(FieldSource event) {
    List<String> key = logSources.key(event);
    Routed routed = routes.get(key);
    if (routed == null) {
      routed = new Routed(logSources.sources(key));
      routes.put(key, routed);
    }
    return routed;
  }

  private Bucket bucket(LogSources.Sources sources) {
    Bucket bucket = buckets.get(sources);
    if (bucket == null) {
      bucket = made(sources);
      buckets.put(sources, bucket);
    }
    return bucket;
  }

  private Bucket made(LogSources.Sources sources) {
    return new Bucket(rules, members(sources), sources.mapping(), sets);
  }

  private int[] members(LogSources.Sources sources) {
    return IntStream.range(0, rules.size())
        .filter(i -> sees(sources, rules.get(i).logSource()))
        .toArray();
  }

  private boolean sees(LogSources.Sources sources, LogSource wanted) {
    return sources.sources().isEmpty()
        ? everyRuleForUnknownSources || wanted.equals(new LogSource("", "", ""))
        : sources.are(wanted);
  }

  /** Whether rules for {@code wanted} are tried on {@code event}. */
  public boolean sees(FieldSource event, LogSource wanted) {
    return sees(sources(event), wanted);
  }

  /** The log sources of {@code event}. */
  public LogSources.Sources sources(FieldSource event) {
    return logSources.of(event);
  }

  /** The kinds of events that were seen so far. */
  public List<LogSources.Sources> seen() {
    return List.copyOf(buckets.keySet());
  }

  /**
   * Compiles now, on all processors, what the first events of these kinds would otherwise wait for.
   */
  public void prepare(List<LogSources.Sources> kinds) {
    List<LogSources.Sources> missing =
        kinds.stream().distinct().filter(kind -> !buckets.containsKey(kind)).toList();
    List<Bucket> made = missing.parallelStream().map(this::made).toList();
    for (int i = 0; i < missing.size(); i++) {
      buckets.put(missing.get(i), made.get(i));
    }
  }

  /** The value that a rule means by {@code field} in this event, or null. */
  public @Nullable Object value(FieldSource event, String field) {
    for (String name : routed(event).sources().mapping().names(field)) {
      Object value = event.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** How many rules were tried on events so far, in all. */
  public long candidates() {
    return candidates;
  }

  /**
   * How many values so far led an expression to too many states, so that RE2 had to look at them at
   * many times the cost of others.
   */
  public long leftToRe2() {
    return sets.leftToRe2();
  }

  /** How many rules are there for events like {@code event}. */
  public int rulesFor(FieldSource event) {
    return routed(event).bucket().size();
  }
}
