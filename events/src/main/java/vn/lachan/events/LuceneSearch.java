package vn.lachan.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.QueryTimeoutImpl;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.EventStore.Bucket;
import vn.lachan.events.EventStore.ValueCount;
import vn.lachan.events.QuerySyntaxException.Code;

/** Answers questions over all partitions that may hold an answer. */
final class LuceneSearch {
  private static final Sort NEWEST_FIRST =
      new Sort(
          new SortField(LuceneFields.TIMESTAMP, SortField.Type.LONG, true),
          new SortField(LuceneFields.ID, SortField.Type.STRING_VAL));

  private final LucenePartitions partitions;
  private final SearchLimits limits;
  private final int maxCountedValues;
  private final LuceneQueries queries = new LuceneQueries(LuceneFields.analyzer());

  LuceneSearch(LucenePartitions partitions, SearchLimits limits, int maxCountedValues) {
    this.partitions = partitions;
    this.limits = limits;
    this.maxCountedValues = maxCountedValues;
  }

  /** What is done in one partition; {@code query} already carries the organisation filter. */
  private interface Visit {
    void in(IndexSearcher searcher, Query query) throws IOException;
  }

  EventPage search(EventQuery asked, Optional<EventPage.Cursor> after, int limit)
      throws IOException {
    int size = limits.pageSize(limit);
    PageCursor from = after.map(PageCursor::parse).orElse(null);
    Query query = queries.toQuery(QueryText.parse(asked.text(), limits));
    TimeBounds time = TimeBounds.of(asked.range());
    if (from != null) {
      time = new TimeBounds(time.first(), Math.min(time.last(), from.timestamp()));
    }
    LuceneTop top = new LuceneTop(size + 1);
    for (LucenePartition partition : overlapping(time)) {
      if (top.isFull() && top.oldest() > partition.latest()) {
        break; // partitions come by their latest event: the rest is older still
      }
      visit(
          partition,
          query,
          time,
          asked.scope(),
          (searcher, restricted) ->
              top.add(searcher, newest(searcher, restricted, from, size + 1)));
    }
    List<Event> events = top.events(size);
    boolean more = top.size() > size;
    return new EventPage(
        events, more ? Optional.of(PageCursor.of(events.getLast()).toCursor()) : Optional.empty());
  }

  private static ScoreDoc[] newest(
      IndexSearcher searcher, Query query, @Nullable PageCursor after, int limit)
      throws IOException {
    int most = Math.min(limit, Math.max(1, searcher.getIndexReader().maxDoc()));
    if (after == null) {
      return searcher.search(query, most, NEWEST_FIRST).scoreDocs;
    }
    FieldDoc place =
        new FieldDoc(
            Math.max(1, searcher.getIndexReader().maxDoc()) - 1,
            Float.NaN,
            new Object[] {after.timestamp(), new BytesRef(after.id())});
    return searcher.searchAfter(place, query, most, NEWEST_FIRST).scoreDocs;
  }

  Optional<Event> find(String id, OrganizationScope scope) throws IOException {
    Optional<Event> shown = findShown(id, scope);
    if (shown.isPresent()) {
      return shown;
    }
    for (LucenePartition partition : partitions.all()) {
      partition.show(id);
    }
    return findShown(id, scope);
  }

  private Optional<Event> findShown(String id, OrganizationScope scope) throws IOException {
    LuceneTop top = new LuceneTop(1);
    TimeBounds always = TimeBounds.of(TimeRange.ALL);
    for (LucenePartition partition : overlapping(always)) {
      visit(
          partition,
          LuceneQueries.byId(id),
          always,
          scope,
          (searcher, restricted) -> top.add(searcher, newest(searcher, restricted, null, 1)));
      if (top.isFull()) {
        break;
      }
    }
    return top.events(1).stream().findFirst();
  }

  long count(EventQuery asked) throws IOException {
    long[] total = new long[1];
    everywhere(asked, (searcher, query) -> total[0] += searcher.count(query));
    return total[0];
  }

  List<Bucket> histogram(EventQuery asked, HistogramGrid grid) throws IOException {
    Map<Long, long[]> counts = new HashMap<>();
    everywhere(
        asked,
        (searcher, query) ->
            LuceneVisitor.visit(
                searcher,
                query,
                leaf -> {
                  NumericDocValues times =
                      DocValues.getNumeric(leaf.reader(), LuceneFields.TIMESTAMP);
                  return document -> {
                    if (times.advanceExact(document)) {
                      counts.computeIfAbsent(grid.index(times.longValue()), _ -> new long[1])[0]++;
                    }
                  };
                }));
    TreeMap<Long, Long> sorted = new TreeMap<>();
    counts.forEach((bucket, count) -> sorted.put(bucket, count[0]));
    return grid.fill(sorted);
  }

  List<ValueCount> topValues(EventQuery asked, String field, int limit) throws IOException {
    LuceneValueCounts counts = new LuceneValueCounts(field, maxCountedValues);
    everywhere(asked, counts::add);
    return counts.top(limits.topValues(limit));
  }

  private void everywhere(EventQuery asked, Visit visit) throws IOException {
    Query query = queries.toQuery(QueryText.parse(asked.text(), limits));
    TimeBounds time = TimeBounds.of(asked.range());
    for (LucenePartition partition : overlapping(time)) {
      visit(partition, query, time, asked.scope(), visit);
    }
  }

  /** The partitions that may hold something of {@code time}, those with the newest event first. */
  private List<LucenePartition> overlapping(TimeBounds time) {
    List<LucenePartition> found = new ArrayList<>();
    for (LucenePartition partition : partitions.all()) {
      if (time.overlaps(partition.earliest(), partition.latest())) {
        found.add(partition);
      }
    }
    found.sort(Comparator.comparingLong(LucenePartition::latest).reversed());
    return found;
  }

  private void visit(
      LucenePartition partition, Query query, TimeBounds time, OrganizationScope scope, Visit visit)
      throws IOException {
    DirectoryReader reader;
    try {
      reader = partition.acquire();
    } catch (IOException e) {
      partitions.setAsideOrThrow(partition, e);
      return;
    }
    if (reader == null) {
      return;
    }
    try {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setTimeout(new QueryTimeoutImpl(limits.timeout().toMillis()));
      Optional<TimeBounds> needed =
          time.covers(partition.earliest(), partition.latest())
              ? Optional.empty()
              : Optional.of(time);
      visit.in(searcher, LuceneQueries.restrict(query, needed, scope));
      if (searcher.timedOut()) {
        throw new EventStoreException(
            "partition " + partition.day() + " did not answer within " + limits.timeout());
      }
    } catch (IndexSearcher.TooManyClauses | TooComplexToDeterminizeException e) {
      throw new QuerySyntaxException(
          Code.TOO_COMPLEX, "the query is too complex: " + e.getMessage());
    } finally {
      reader.decRef();
    }
  }
}
