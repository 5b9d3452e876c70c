package vn.lachan.events;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.DateHistogramBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.TotalHits;
import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.EventStore.Bucket;
import vn.lachan.events.EventStore.ValueCount;

/** Asks Elasticsearch. */
final class ElasticsearchSearch {
  private static final String COUNTS = "counts";

  private final ElasticsearchClient client;
  private final String indexes;
  private final SearchLimits limits;
  private final int maxCountedValues;
  private final ElasticsearchQueries queries = new ElasticsearchQueries(EcsSchema.DEFAULT);

  ElasticsearchSearch(
      ElasticsearchClient client, String indexes, SearchLimits limits, int maxCountedValues) {
    this.client = client;
    this.indexes = indexes;
    this.limits = limits;
    this.maxCountedValues = maxCountedValues;
  }

  EventPage search(EventQuery asked, Optional<EventPage.Cursor> after, int limit)
      throws IOException {
    int size = limits.pageSize(limit);
    Optional<PageCursor> from = after.map(PageCursor::parse);
    SearchRequest.Builder request = newestFirst(restricted(asked)).size(size + 1);
    from.ifPresent(
        place -> request.searchAfter(FieldValue.of(place.timestamp()), FieldValue.of(place.id())));
    List<Event> events = events(request);
    if (events.size() <= size) {
      return new EventPage(events, Optional.empty());
    }
    List<Event> page = events.subList(0, size);
    return new EventPage(page, Optional.of(PageCursor.of(page.getLast()).toCursor()));
  }

  Optional<Event> find(String id, OrganizationScope scope) throws IOException {
    Query query =
        ElasticsearchQueries.restrict(
            ElasticsearchQueries.byId(id), TimeBounds.of(TimeRange.ALL), scope);
    return events(newestFirst(query).size(1)).stream().findFirst();
  }

  private Query restricted(EventQuery asked) {
    return ElasticsearchQueries.restrict(
        queries.toQuery(QueryText.parse(asked.text(), limits)),
        TimeBounds.of(asked.range()),
        asked.scope());
  }

  private SearchRequest.Builder request(Query query) {
    return new SearchRequest.Builder()
        .index(indexes)
        .ignoreUnavailable(true)
        .allowNoIndices(true)
        .allowPartialSearchResults(false)
        .timeout(limits.timeout().toMillis() + "ms")
        .trackTotalHits(t -> t.enabled(false))
        .query(query);
  }

  private SearchRequest.Builder newestFirst(Query query) {
    return request(query)
        .sort(s -> s.field(f -> f.field(ElasticsearchFields.TIMESTAMP).order(SortOrder.Desc)))
        .sort(s -> s.field(f -> f.field(ElasticsearchFields.ID).order(SortOrder.Asc)));
  }

  private List<Event> events(SearchRequest.Builder request) throws IOException {
    List<Event> events = new ArrayList<>();
    for (Hit<BinaryData> hit : ask(request).hits().hits()) {
      BinaryData source = hit.source();
      if (source == null) {
        throw new EventStoreException("index " + hit.index() + " keeps no source of its events");
      }
      try (InputStream in = source.asInputStream()) {
        events.add(ElasticsearchDocuments.toEvent(in.readAllBytes()));
      }
    }
    return events;
  }

  private SearchResponse<BinaryData> ask(SearchRequest.Builder request) throws IOException {
    SearchResponse<BinaryData> response = client.search(request.build(), BinaryData.class);
    if (response.timedOut()) {
      throw new EventStoreException(indexes + " did not answer within " + limits.timeout());
    }
    return response;
  }

  long count(EventQuery asked) throws IOException {
    TotalHits total =
        ask(request(restricted(asked)).size(0).trackTotalHits(t -> t.enabled(true))).hits().total();
    return Objects.requireNonNull(total, "total").value();
  }

  List<Bucket> histogram(EventQuery asked, HistogramGrid grid) throws IOException {
    Aggregate counts =
        aggregate(
            request(restricted(asked))
                .size(0)
                .aggregations(
                    COUNTS,
                    a ->
                        a.dateHistogram(d ->
                            d.field(ElasticsearchFields.TIMESTAMP)
                                .fixedInterval(t -> t.time(grid.interval() + "ms"))
                                .offset(t -> t.time(grid.offset() + "ms"))
                                .minDocCount(1))));
    TreeMap<Long, Long> sorted = new TreeMap<>();
    if (counts.isDateHistogram()) {
      for (DateHistogramBucket bucket : counts.dateHistogram().buckets().array()) {
        sorted.put(grid.index(bucket.key()), bucket.docCount());
      }
    }
    return grid.fill(sorted);
  }

  List<ValueCount> topValues(EventQuery asked, String field, int limit) throws IOException {
    int size = limits.topValues(limit);
    Aggregate counts =
        aggregate(
            request(restricted(asked))
                .size(0)
                .aggregations(
                    COUNTS,
                    a ->
                        a.terms(t ->
                            t.field(field)
                                .size(size)
                                .shardSize(Math.max(size, maxCountedValues)))));
    return ValueOrder.top(values(counts, field), size);
  }

  private Aggregate aggregate(SearchRequest.Builder request) throws IOException {
    Aggregate aggregate = ask(request).aggregations().get(COUNTS);
    if (aggregate == null) {
      return Aggregate.of(a -> a.umterms(u -> u.buckets(b -> b.array(List.of()))));
    }
    return aggregate;
  }

  private static Stream<ValueCount> values(Aggregate counts, String field) {
    boolean date = EcsSchema.DEFAULT.typeOf(field).filter(FieldType.DATE::equals).isPresent();
    if (counts.isSterms()) {
      return counts.sterms().buckets().array().stream()
          .map(b -> new ValueCount(b.key().stringValue(), b.docCount()));
    } else if (counts.isLterms() && date) {
      return counts.lterms().buckets().array().stream()
          .map(b -> new ValueCount(Instant.ofEpochMilli(b.key()).toString(), b.docCount()));
    } else if (counts.isLterms()) {
      return counts.lterms().buckets().array().stream()
          .map(b -> new ValueCount(text(b.keyAsString(), b.key()), b.docCount()));
    } else if (counts.isDterms()) {
      return counts.dterms().buckets().array().stream()
          .map(b -> new ValueCount(Double.toString(b.key()), b.docCount()));
    }
    return Stream.empty();
  }

  /** Booleans come as 1 with the text "true". */
  private static String text(@Nullable String given, long key) {
    return given == null ? Long.toString(key) : given;
  }
}
