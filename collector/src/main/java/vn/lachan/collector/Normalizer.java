package vn.lachan.collector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.parser.ParseResult;
import vn.lachan.collector.parser.Parser;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.EcsField;
import vn.lachan.events.Event;
import vn.lachan.registry.Registry;

/**
 * Turns a raw log into exactly one event: chooses the dataset, parses, enriches, compares the
 * clocks. What no parser understands becomes an event too, with {@code event.kind: pipeline_error}
 * and the reason.
 *
 * <p>The same raw log gives the same event, also after a restart. Never throws because of what a
 * raw log holds. Safe for use by several threads.
 */
public final class Normalizer {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
  private static final int LONGEST_GIVEN_ID = 120;
  private static final List<String> RELATED_IP =
      List.of("source.ip", "destination.ip", "client.ip", "observer.ip");
  private static final List<String> RELATED_USER =
      List.of("user.name", "user.target.id", "user.target.name", "user.effective.name");
  private static final List<String> RELATED_HOSTS =
      List.of("host.name", "source.domain", "destination.domain");

  private final LogSources sources;
  private final SourceStatistics statistics;
  private final Enricher enricher;
  private final Pseudonymizer pseudonymizer;
  private final Datasets datasets;

  /** A normalizer that knows the datasets that come with the program. */
  public Normalizer(
      LogSources sources,
      SourceStatistics statistics,
      Supplier<Registry> registry,
      Pseudonymizer pseudonymizer) {
    this(sources, statistics, registry, pseudonymizer, Datasets.shipped());
  }

  /** A normalizer that does not know where addresses are. */
  public Normalizer(
      LogSources sources,
      SourceStatistics statistics,
      Supplier<Registry> registry,
      Pseudonymizer pseudonymizer,
      Datasets datasets) {
    this(sources, statistics, registry, pseudonymizer, datasets, new GeoTables());
  }

  /**
   * @param registry asked anew for each event, so that a changed registry takes effect at once
   * @param geo where addresses are
   */
  public Normalizer(
      LogSources sources,
      SourceStatistics statistics,
      Supplier<Registry> registry,
      Pseudonymizer pseudonymizer,
      Datasets datasets,
      GeoTables geo) {
    this.datasets = datasets;
    this.sources = sources;
    this.statistics = statistics;
    this.enricher = new Enricher(registry, geo);
    this.pseudonymizer = pseudonymizer;
  }

  /**
   * The event of {@code log}. A log of a source that is no longer known is read as {@code auto}.
   */
  public Event normalize(RawLog log) {
    LogSource source = sources.find(log.source()).orElseGet(() -> unknown(log.source()));
    LogLine line = new LogLine(log.bytes(), log.received(), source.zone(), pseudonymizer);
    Reading reading = read(line, source);
    EventDraft draft = reading.draft();
    String dataset = reading.dataset();
    if (!reading.problem().isEmpty()) {
      draft.put(EcsField.EVENT_KIND, "pipeline_error");
      draft.put(EcsField.ERROR_MESSAGE, reading.problem());
      draft.tag("unparsed");
      statistics.unparsed(log.source());
    }
    envelope(draft, log, reading.line(), dataset);
    Instant timestamp = timestamp(draft, log, source);
    enricher.enrich(draft, source, timestamp);
    related(draft);
    statistics.carried(log.source(), draft);
    return build(draft, log, dataset, timestamp);
  }

  /**
   * What a line was read as.
   *
   * @param line whose secrets the draft knows
   * @param problem why nothing understood it; empty when it was understood
   */
  private record Reading(LogLine line, String dataset, EventDraft draft, String problem) {}

  private Reading read(LogLine line, LogSource source) {
    if (Carried.isOne(line.bytes())) {
      Reading carrier = read(line, Carried.DATASET);
      Optional<LogLine> inner = Carried.line(carrier.draft(), line, pseudonymizer);
      Optional<String> dataset = Carried.dataset(carrier.draft(), source, datasets);
      if (carrier.problem().isEmpty() && inner.isPresent() && dataset.isPresent()) {
        Reading carried = read(inner.get(), dataset.get());
        Carried.complete(carried.draft(), carrier.draft());
        return carried;
      }
      return carrier;
    }
    String dataset =
        source.dataset().equals(LogSource.AUTO) ? datasets.datasetOf(line) : source.dataset();
    Reading reading = read(line, dataset);
    return Carried.isJournal(dataset, line.bytes()) ? ofJournal(reading) : reading;
  }

  /** A record of the journal, read as the line of the program that wrote it. */
  private Reading ofJournal(Reading record) {
    Optional<LogLine> inner = Carried.syslog(record.draft(), record.line(), pseudonymizer);
    Optional<String> dataset = inner.flatMap(line -> Carried.ofJournal(line, datasets));
    if (dataset.isEmpty()) {
      return record;
    }
    Reading carried = read(inner.get(), dataset.get());
    if (!carried.problem().isEmpty()) {
      return record;
    }
    Carried.completeOfJournal(carried.draft(), record.draft());
    boolean hides = carried.line().hides(carried.draft());
    return hides
        ? carried
        : new Reading(record.line(), dataset.get(), carried.draft(), carried.problem());
  }

  private Reading read(LogLine line, String dataset) {
    Optional<Parser> parser = datasets.parser(dataset);
    ParseResult result =
        parser.isPresent()
            ? parser.get().parse(line)
            : new ParseResult.Unparsed(new EventDraft(), "no parser for dataset " + dataset);
    String problem =
        switch (result) {
          case ParseResult.Parsed _ -> "";
          case ParseResult.Unparsed(_, String reason) -> reason;
        };
    return new Reading(line, dataset, result.draft(), problem);
  }

  private static LogSource unknown(String id) {
    String valid = id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") ? id : "unknown";
    return LogSource.of(valid, LogSource.AUTO, "");
  }

  private void envelope(EventDraft draft, RawLog log, LogLine line, String dataset) {
    String original = line.original(draft);
    draft.put(EcsField.EVENT_ORIGINAL, original);
    draft.put(
        EcsField.EVENT_HASH,
        HexFormat.of().formatHex(Digests.sha256(hashed(log, line.hides(draft), original))));
    draft.put(EcsField.EVENT_DATASET, dataset);
    int dot = dataset.indexOf('.');
    draft.put(EcsField.EVENT_MODULE, dot < 0 ? dataset : dataset.substring(0, dot));
    draft.put(EcsField.LOG_SOURCE, log.source());
    draft.put("log.source.address", log.peer());
    if (line.hasBrokenText()) {
      draft.tag("invalid_utf8");
    }
    if (log.truncated()) {
      draft.tag("truncated");
      draft.put("lachan.wire_bytes", (long) log.wireLength());
    }
  }

  /** What came; where something in it is not shown, what is shown, so that anybody can compare. */
  private static byte[] hashed(RawLog log, boolean hidden, String shown) {
    return hidden ? shown.getBytes(StandardCharsets.UTF_8) : log.bytes();
  }

  private Instant timestamp(EventDraft draft, RawLog log, LogSource source) {
    Instant said = draft.timestamp();
    if (said == null) {
      return log.received();
    }
    if (said.isBefore(EARLIEST) || !said.isBefore(LATEST)) {
      draft.tag("bad_timestamp");
      return log.received();
    }
    Duration ahead = Duration.between(log.received(), said);
    statistics.skew(log.source(), ahead);
    if (ahead.abs().compareTo(source.skewTolerance()) > 0) {
      draft.put("lachan.clock_skew_seconds", ahead.toSeconds());
      draft.tag("clock_skew");
    }
    return said;
  }

  private static void related(EventDraft draft) {
    collect(draft, "related.ip", RELATED_IP);
    collect(draft, "related.user", RELATED_USER);
    collect(draft, "related.hosts", RELATED_HOSTS);
    collect(draft, "related.hash", List.of("file.hash.sha256"));
  }

  private static void collect(EventDraft draft, String into, List<String> fields) {
    Set<String> values = new LinkedHashSet<>();
    for (String field : fields) {
      String value = draft.text(field);
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    if (!values.isEmpty()) {
      draft.put(into, List.copyOf(values));
    }
  }

  private static Event build(EventDraft draft, RawLog log, String dataset, Instant timestamp) {
    Event.Builder event =
        Event.builder(id(draft.givenId(), log, dataset), timestamp, log.received());
    for (Map.Entry<String, Object> field : draft.fields().entrySet()) {
      event.set(field.getKey(), field.getValue());
    }
    if (!draft.tags().isEmpty()) {
      Set<String> tags = new LinkedHashSet<>();
      if (draft.get(EcsField.TAGS) instanceof List<?> given) {
        given.forEach(tag -> tags.add(String.valueOf(tag)));
      } else if (draft.has(EcsField.TAGS)) {
        tags.add(draft.text(EcsField.TAGS));
      }
      tags.addAll(draft.tags());
      event.set(EcsField.TAGS, new ArrayList<>(tags));
    }
    return event.build();
  }

  /** The given id, or a hash of where the log came from, or, at worst, of what it says. */
  private static String id(String given, RawLog log, String dataset) {
    if (!given.isEmpty()) {
      return isUrlSafe(given)
          ? dataset + "-" + given
          : dataset + "-" + Digests.id("given", dataset, given.getBytes(StandardCharsets.UTF_8));
    }
    String origin = log.origin(); // a forwarder on the way does not make it another event
    return origin.isEmpty()
        ? Digests.id("bytes", log.source(), log.bytes())
        : Digests.id("position", log.source(), origin.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isUrlSafe(String id) {
    if (id.length() > LONGEST_GIVEN_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean safe =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '-'
              || c == '.'
              || c == '_'
              || c == '~';
      if (!safe) {
        return false;
      }
    }
    return true;
  }
}
