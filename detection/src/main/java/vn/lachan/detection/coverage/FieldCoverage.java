package vn.lachan.detection.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldMapping;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.LogSources.Sources;
import vn.lachan.detection.match.StoredFields;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.events.EcsField;
import vn.lachan.events.Event;

/**
 * Learns from the stream which log sources send and which fields they carry.
 *
 * <p>The first events of each kind (same dataset, channel, event number) are read whole, later ones
 * only now and then, so that it costs next to nothing. A field that comes more seldom than one
 * event in some thousands may be known late. Bounded: kinds seen least recently leave first, a kind
 * keeps the fields that it had first. Safe for use by several threads.
 */
public final class FieldCoverage {
  private final Bounds bounds;
  private final LogSources logSources = LogSources.standard();
  private final SequencedMap<List<String>, Kind> kinds = new LinkedHashMap<>(64, 0.75f, true);
  private long observed;
  private long read;
  private long forgotten;

  /**
   * How much is remembered.
   *
   * @param kinds kinds of events
   * @param fieldsPerKind names of fields of one kind
   * @param wholeFirst that many events of a kind are read whole
   * @param oneOf then one of so many
   */
  public record Bounds(int kinds, int fieldsPerKind, int wholeFirst, int oneOf) {
    public static final Bounds DEFAULT = new Bounds(5_000, 1_000, 200, 16);

    public Bounds {
      if (kinds < 1 || fieldsPerKind < 1 || wholeFirst < 1 || oneOf < 1) {
        throw new IllegalArgumentException("every bound of the coverage is at least 1");
      }
    }
  }

  /**
   * Numbers for metrics.
   *
   * @param observed events seen
   * @param read events of which the fields were read
   * @param kinds kinds of events known
   * @param forgotten kinds that had to leave
   */
  public record Stats(long observed, long read, int kinds, long forgotten) {}

  /**
   * What arrives of one log source.
   *
   * @param dataset {@code event.dataset}
   * @param logSources what it is to the rules, for example {@code windows/process_creation}
   * @param last when an event of it was received last
   * @param fields its fields, with when each was received last
   */
  public record Arriving(
      String dataset,
      List<String> logSources,
      long events,
      Instant last,
      Map<String, Instant> fields) {
    public Arriving {
      logSources = List.copyOf(logSources);
      fields = Map.copyOf(fields);
    }
  }

  /** Events that routes do not tell apart. */
  static final class Kind {
    final Sources sources;
    final String dataset;
    final Map<String, Long> fields = new HashMap<>();
    long events;
    long last;

    Kind(Sources sources, String dataset) {
      this.sources = sources;
      this.dataset = dataset;
    }
  }

  public FieldCoverage(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Takes notice of an event. */
  public synchronized void observe(Event event) {
    observed++;
    List<String> key = key(event);
    Kind kind = kinds.get(key);
    if (kind == null) {
      kind = new Kind(logSources.of(new StoredFields(event)), event.text(EcsField.EVENT_DATASET));
      kinds.put(key, kind);
      forgetEldest();
    }
    kind.events++;
    long received = event.ingested().toEpochMilli();
    kind.last = Math.max(kind.last, received);
    if (kind.events <= bounds.wholeFirst() || kind.events % bounds.oneOf() == 0) {
      read++;
      learn(kind, event, received);
    }
  }

  private void learn(Kind kind, Event event, long received) {
    boolean spaced = event.get("Channel") != null;
    for (String field : event.fields().keySet()) {
      String name = spaced ? field.replace(" ", "") : field;
      if (kind.fields.size() < bounds.fieldsPerKind() || kind.fields.containsKey(name)) {
        kind.fields.merge(name, received, Math::max);
      }
    }
  }

  private List<String> key(Event event) {
    List<String> fields = logSources.fields();
    String[] key = new String[fields.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = event.text(fields.get(i));
    }
    return List.of(key);
  }

  private void forgetEldest() {
    if (kinds.size() > bounds.kinds()) {
      kinds.pollFirstEntry();
      forgotten++;
    }
  }

  /** The kinds of events that a rule for {@code wanted} sees. */
  synchronized List<Seen> seenBy(LogSource wanted) {
    boolean all = wanted.equals(new LogSource("", "", ""));
    List<Seen> seen = new ArrayList<>();
    for (Kind kind : kinds.values()) {
      if (all || kind.sources.are(wanted)) {
        seen.add(
            new Seen(
                Set.copyOf(kind.fields.keySet()), kind.sources.mapping(), kind.last, kind.dataset));
      }
    }
    return seen;
  }

  /** What one kind of events carries. */
  record Seen(Set<String> fields, FieldMapping mapping, long last, String dataset) {
    private static final Set<String> ALWAYS =
        Set.of("@timestamp", "event.ingested", "event.id", EcsField.EVENT_DATASET);

    boolean carries(String field) {
      return ALWAYS.contains(field) || mapping.names(field).stream().anyMatch(fields::contains);
    }
  }

  /** All that arrives, by dataset; kinds of the same log sources together. */
  public synchronized List<Arriving> arriving() {
    Map<List<Object>, Kind> together = new LinkedHashMap<>();
    for (Kind kind : kinds.values()) {
      Kind whole =
          together.computeIfAbsent(
              List.of(kind.dataset, kind.sources.sources()),
              _ -> new Kind(kind.sources, kind.dataset));
      whole.events += kind.events;
      whole.last = Math.max(whole.last, kind.last);
      kind.fields.forEach((field, last) -> whole.fields.merge(field, last, Math::max));
    }
    return together.values().stream()
        .map(kind -> {
          Map<String, Instant> fields = new HashMap<>();
          kind.fields.forEach((field, last) -> fields.put(field, Instant.ofEpochMilli(last)));
          return new Arriving(
              kind.dataset,
              kind.sources.sources().stream().map(LogSource::toString).toList(),
              kind.events,
              Instant.ofEpochMilli(kind.last),
              fields);
        })
        .sorted(java.util.Comparator.comparing(Arriving::dataset))
        .toList();
  }

  public synchronized Stats stats() {
    return new Stats(observed, read, kinds.size(), forgotten);
  }

  /** All that was learned, for {@link #restore}; small enough for one file. */
  public synchronized byte[] save() {
    return CoverageState.write(kinds);
  }

  /**
   * Adds what {@link #save} gave.
   *
   * @throws IllegalArgumentException when it is damaged or of an unknown version
   */
  public synchronized void restore(byte[] state) {
    for (CoverageState.Saved saved : CoverageState.read(state)) {
      if (saved.key().size() != logSources.fields().size()) {
        continue;
      }
      Kind kind =
          kinds.computeIfAbsent(
              saved.key(),
              key ->
                  new Kind(
                      logSources.of(StoredFields.of(logSources.fields(), key)), saved.dataset()));
      kind.events += saved.events();
      kind.last = Math.max(kind.last, saved.last());
      saved.fields().forEach((field, last) -> kind.fields.merge(field, last, Math::max));
      forgetEldest();
    }
  }

  /** When a kind that a rule sees was received last; null when none was. */
  static @Nullable Instant last(List<Seen> seen) {
    return seen.stream()
        .map(kind -> Instant.ofEpochMilli(kind.last()))
        .max(java.util.Comparator.naturalOrder())
        .orElse(null);
  }
}
