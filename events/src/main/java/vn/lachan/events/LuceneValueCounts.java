package vn.lachan.events;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.lucene.document.InetAddressPoint;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.events.EventStore.ValueCount;

/**
 * Counts how many events carry each value of a field, over all partitions, whatever type the value
 * was indexed with. Beyond {@code maxValues} different values the rarest are dropped, and the
 * counts of values that come back are too low.
 */
final class LuceneValueCounts {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneValueCounts.class);

  private final String field;
  private final int maxValues;
  private final LongFunction<String> wholeText;
  private Map<String, Long> counts = new HashMap<>();

  LuceneValueCounts(String field, int maxValues) {
    this.field = field;
    this.maxValues = maxValues;
    boolean date = EcsSchema.DEFAULT.typeOf(field).equals(Optional.of(FieldType.DATE));
    this.wholeText = date ? millis -> Instant.ofEpochMilli(millis).toString() : Long::toString;
  }

  void add(IndexSearcher searcher, Query query) throws IOException {
    count(searcher, query, LuceneFields.keyword(field), BytesRef::utf8ToString);
    count(searcher, query, LuceneFields.address(field), LuceneValueCounts::addressText);
    countNumbers(searcher, query, LuceneFields.whole(field), wholeText);
    countNumbers(
        searcher,
        query,
        LuceneFields.fraction(field),
        bits -> Double.toString(NumericUtils.sortableLongToDouble(bits)));
    prune();
  }

  private static String addressText(BytesRef bytes) {
    return IpText.text(
        InetAddressPoint.decode(
            Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length)));
  }

  private void count(
      IndexSearcher searcher, Query query, String name, Function<BytesRef, String> text)
      throws IOException {
    if (absent(searcher, name)) {
      return;
    }
    List<Segment> segments = new ArrayList<>();
    LuceneVisitor.visit(
        searcher,
        query,
        leaf -> {
          Segment segment = new Segment(leaf, name);
          segments.add(segment);
          return segment::see;
        });
    for (Segment segment : segments) {
      segment.addTo(counts, text);
    }
  }

  /** Counts by ordinal first: a value is read only once for each segment. */
  private static final class Segment {
    private final SortedSetDocValues values;
    private final int[] byOrdinal;

    Segment(LeafReaderContext leaf, String name) throws IOException {
      this.values = DocValues.getSortedSet(leaf.reader(), name);
      this.byOrdinal = new int[Math.toIntExact(values.getValueCount())];
    }

    void see(int document) throws IOException {
      if (values.advanceExact(document)) {
        for (int i = 0; i < values.docValueCount(); i++) {
          byOrdinal[(int) values.nextOrd()]++;
        }
      }
    }

    void addTo(Map<String, Long> counts, Function<BytesRef, String> text) throws IOException {
      for (int ordinal = 0; ordinal < byOrdinal.length; ordinal++) {
        if (byOrdinal[ordinal] > 0) {
          counts.merge(text.apply(values.lookupOrd(ordinal)), (long) byOrdinal[ordinal], Long::sum);
        }
      }
    }
  }

  private void countNumbers(
      IndexSearcher searcher, Query query, String name, LongFunction<String> text)
      throws IOException {
    if (absent(searcher, name)) {
      return;
    }
    Map<Long, Long> numbers = new HashMap<>();
    LuceneVisitor.visit(
        searcher,
        query,
        leaf -> {
          SortedNumericDocValues values = DocValues.getSortedNumeric(leaf.reader(), name);
          return document -> {
            if (values.advanceExact(document)) {
              countOnce(values, numbers);
            }
          };
        });
    numbers.forEach((number, count) -> counts.merge(text.apply(number), count, Long::sum));
  }

  /** A value that stands twice in one event counts once; values come sorted. */
  private static void countOnce(SortedNumericDocValues values, Map<Long, Long> numbers)
      throws IOException {
    long before = 0;
    for (int i = 0; i < values.docValueCount(); i++) {
      long value = values.nextValue();
      if (i == 0 || value != before) {
        numbers.merge(value, 1L, Long::sum);
      }
      before = value;
    }
  }

  private static boolean absent(IndexSearcher searcher, String name) {
    return searcher.getLeafContexts().stream()
        .allMatch(leaf -> leaf.reader().getFieldInfos().fieldInfo(name) == null);
  }

  private void prune() {
    if (counts.size() > maxValues) {
      LOG.warn(
          "{} has more than {} values; counts of the rarer ones are too low", field, maxValues);
      Map<String, Long> kept = new HashMap<>();
      top(maxValues / 2).forEach(one -> kept.put(one.value(), one.count()));
      counts = kept;
    }
  }

  /** The most frequent values, equal counts in the order of their text. */
  List<ValueCount> top(int limit) {
    return ValueOrder.top(
        counts.entrySet().stream().map(e -> new ValueCount(e.getKey(), e.getValue())), limit);
  }
}
