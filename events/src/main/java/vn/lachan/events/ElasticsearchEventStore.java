package vn.lachan.events;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.CommonStatsFlag;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.indices.stats.IndicesStats;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import vn.lachan.events.QuerySyntaxException.Code;

/**
 * Keeps events in Elasticsearch 9: one index for each day of ingestion, {@code PREFIX-2026.11.21}.
 *
 * <p>An appended event is durable when {@link #append} returns (the translog is synced with every
 * request), so {@link #flush} has nothing left to do. An id is unique within its day; the days
 * before and after it are asked as well, which two stores that append the same event on two days at
 * the same moment can outrun. Counts of values are exact as long as no index holds more than {@link
 * ElasticsearchSettings#maxCountedValues} of them. Needs nothing but the server's own modules.
 *
 * <p>The layout is described in {@code docs/formats/event-store.md}.
 */
public final class ElasticsearchEventStore implements EventStore {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT);

  /**
   * Numbers since the store was opened, for its metrics.
   *
   * @param appended events stored
   * @param duplicates events that were already there
   * @param misfits values that did not fit the type of their field and became keywords
   * @param truncated values too long to be indexed whole
   * @param unmapped events stored as plain text because their fields could not be mapped
   * @param retries how often a request was sent again
   * @param refused events that were refused for good and went to the dead letters
   * @param bulkEvents how many events the next request has at most
   */
  public record Stats(
      long appended,
      long duplicates,
      long misfits,
      long truncated,
      long unmapped,
      long retries,
      long refused,
      int bulkEvents) {}

  private final ElasticsearchSettings settings;
  private final ElasticsearchClient client;
  private final ElasticsearchDocuments documents;
  private final ElasticsearchBulk bulk;
  private final ElasticsearchNeighbours neighbours;
  private final ElasticsearchSearch search;

  /**
   * Connects and puts the index template. An event that is refused for good fails its append.
   *
   * @throws EventStoreException when the server cannot be reached or refuses us
   */
  public static ElasticsearchEventStore open(ElasticsearchSettings settings) {
    return open(settings, Optional.empty());
  }

  /**
   * Connects and puts the index template.
   *
   * @param deadLetters where events go that are refused for good; without it, they fail the append
   * @throws EventStoreException when the server cannot be reached or refuses us
   */
  public static ElasticsearchEventStore open(
      ElasticsearchSettings settings, Optional<DeadLetters> deadLetters) {
    ElasticsearchEventStore store = new ElasticsearchEventStore(settings, deadLetters);
    try {
      store.putTemplate();
      return store;
    } catch (EventStoreException e) {
      store.close();
      throw e;
    }
  }

  private ElasticsearchEventStore(
      ElasticsearchSettings settings, Optional<DeadLetters> deadLetters) {
    this.settings = settings;
    this.client = ElasticsearchConnection.open(settings);
    this.documents = new ElasticsearchDocuments(EcsSchema.DEFAULT);
    this.bulk = new ElasticsearchBulk(client, documents, settings, deadLetters);
    this.neighbours = new ElasticsearchNeighbours(client);
    this.search =
        new ElasticsearchSearch(
            client, allIndexes(), settings.limits(), settings.maxCountedValues());
  }

  private void putTemplate() {
    String json = new ElasticsearchTemplate(EcsSchema.DEFAULT, settings).toJson();
    ask(
        "put the index template",
        () ->
            client
                .indices()
                .putIndexTemplate(t -> t.name(settings.prefix()).withJson(new StringReader(json))));
  }

  private String allIndexes() {
    return settings.prefix() + "-*";
  }

  private String index(LocalDate day) {
    return settings.prefix() + "-" + DAY.format(day);
  }

  @Override
  public void append(Collection<Event> events) {
    Map<LocalDate, List<Event>> byDay = new LinkedHashMap<>();
    for (Event event : events) {
      byDay
          .computeIfAbsent(
              event.ingested().atOffset(ZoneOffset.UTC).toLocalDate(), _ -> new ArrayList<>())
          .add(event);
    }
    byDay.forEach(this::append);
  }

  private void append(LocalDate day, List<Event> events) {
    List<Event> fresh =
        ask(
            "look for events of the days around " + day,
            () ->
                neighbours.without(
                    events, List.of(index(day.minusDays(1)), index(day.plusDays(1)))));
    String index = index(day);
    bulk.send(fresh.stream().map(event -> bulk.item(event, index)).toList());
    neighbours.exists(index);
  }

  /** Does nothing: what was appended is durable already. */
  @Override
  public void flush() {}

  @Override
  public void refresh() {
    ask(
        "refresh",
        () ->
            client
                .indices()
                .refresh(r -> r.index(allIndexes()).ignoreUnavailable(true).allowNoIndices(true)));
  }

  @Override
  public EventPage search(EventQuery query, Optional<EventPage.Cursor> after, int limit) {
    return answer("search", () -> search.search(query, after, limit));
  }

  @Override
  public Optional<Event> find(String id, OrganizationScope scope) {
    Optional<Event> shown = answer("find an event", () -> search.find(id, scope));
    return shown.isPresent() ? shown : answer("find a new event", () -> findNew(id, scope));
  }

  /** What was written a moment ago is known by its id before a search finds it. */
  private Optional<Event> findNew(String id, OrganizationScope scope) throws IOException {
    List<String> indexes = neighbours.holding(id);
    if (indexes.isEmpty()) {
      return Optional.empty();
    }
    client.indices().refresh(r -> r.index(indexes).ignoreUnavailable(true));
    return search.find(id, scope);
  }

  @Override
  public long count(EventQuery query) {
    return answer("count", () -> search.count(query));
  }

  @Override
  public List<Bucket> histogram(EventQuery query, Duration interval) {
    HistogramGrid grid = new HistogramGrid(query.range(), interval, settings.limits().maxBuckets());
    return answer("count by time", () -> search.histogram(query, grid));
  }

  @Override
  public List<ValueCount> topValues(EventQuery query, String field, int limit) {
    ValueOrder.requireCountable(field);
    return answer("count values of " + field, () -> search.topValues(query, field, limit));
  }

  @Override
  public List<Partition> deleteIngestedBefore(Instant limit, Predicate<Partition> mayGo) {
    return Retention.drop(partitions(), limit, mayGo, this::drop);
  }

  private Optional<Partition> drop(Partition partition) {
    String index = index(LocalDate.parse(partition.name()));
    boolean ours = ask("delete " + index, () -> deleted(index));
    neighbours.deleted(index);
    return ours ? Optional.of(partition) : Optional.empty();
  }

  /** False when it was gone already: several nodes drop what is too old. */
  private boolean deleted(String index) throws IOException {
    try {
      client.indices().delete(d -> d.index(index));
      return true;
    } catch (ElasticsearchException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  /** {@inheritDoc} Events not yet refreshed are not counted. */
  @Override
  public List<Partition> partitions() {
    Map<String, IndicesStats> all =
        ask(
                "list indexes",
                () ->
                    client
                        .indices()
                        .stats(s ->
                            s.index(allIndexes())
                                .metric(CommonStatsFlag.Docs, CommonStatsFlag.Store)))
            .indices();
    List<Partition> partitions = new ArrayList<>();
    all.forEach(
        (index, stats) -> day(index).ifPresent(day -> partitions.add(describe(day, stats))));
    partitions.sort(Comparator.comparing(Partition::from));
    return partitions;
  }

  private Optional<LocalDate> day(String index) {
    try {
      return Optional.of(LocalDate.parse(index.substring(settings.prefix().length() + 1), DAY));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // somebody else's index
    }
  }

  private static Partition describe(LocalDate day, IndicesStats stats) {
    var primaries = Objects.requireNonNull(stats.primaries(), "primaries");
    return new Partition(
        day.toString(),
        day.atStartOfDay(ZoneOffset.UTC).toInstant(),
        primaries.docs() == null ? 0 : primaries.docs().count(),
        primaries.store() == null ? 0 : primaries.store().sizeInBytes());
  }

  /** Numbers since the store was opened. */
  public Stats stats() {
    return new Stats(
        bulk.created(),
        bulk.conflicts() + neighbours.found(),
        documents.misfits(),
        documents.truncated(),
        bulk.unmapped(),
        bulk.retries(),
        bulk.refused(),
        bulk.size());
  }

  @Override
  public void close() {
    ask(
        "close",
        () -> {
          client.close();
          return true;
        });
  }

  /** A request to the server. */
  private interface Question<T> {
    T ask() throws IOException;
  }

  /** As {@link #ask}; a query the server finds too much is the fault of the one who asked. */
  private <T> T answer(String what, Question<T> question) {
    try {
      return ask(what, question);
    } catch (EventStoreException e) {
      if (e.getCause() instanceof ElasticsearchException refusal && refusal.status() == 400) {
        throw new QuerySyntaxException(
            Code.TOO_COMPLEX, "Elasticsearch cannot answer this query: " + refusal.getMessage());
      }
      throw e;
    }
  }

  private <T> T ask(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (ElasticsearchException e) {
      throw new EventStoreException(
          "Elasticsearch " + settings.prefix() + ": could not " + what + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new EventStoreException(
          "Elasticsearch " + settings.prefix() + ": could not " + what, e);
    }
  }
}
