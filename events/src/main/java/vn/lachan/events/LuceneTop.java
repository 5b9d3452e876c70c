package vn.lachan.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;

/**
 * The newest events of several partitions. Reads an event as soon as it is among them, while its
 * partition is open.
 */
final class LuceneTop {
  private static final Comparator<Hit> NEWEST_FIRST =
      Comparator.comparingLong(Hit::timestamp).reversed().thenComparing(Hit::id);

  private record Hit(long timestamp, BytesRef id, Event event) {}

  private record Found(long timestamp, BytesRef id, int document) {}

  private final int limit;
  private List<Hit> hits = new ArrayList<>();

  LuceneTop(int limit) {
    this.limit = limit;
  }

  void add(IndexSearcher searcher, ScoreDoc[] found) throws IOException {
    List<Hit> all = new ArrayList<>(hits);
    for (ScoreDoc document : found) {
      Found candidate = read(document);
      if (isFull() && candidate.timestamp() < oldest()) {
        break;
      }
      all.add(load(searcher, candidate));
    }
    all.sort(NEWEST_FIRST);
    hits = new ArrayList<>(all.subList(0, Math.min(limit, all.size())));
  }

  private static Found read(ScoreDoc document) {
    if (document instanceof FieldDoc place
        && place.fields[0] instanceof Long timestamp
        && place.fields[1] instanceof BytesRef id) {
      return new Found(timestamp, BytesRef.deepCopyOf(id), document.doc);
    }
    throw new IllegalStateException("a hit without its place in the order");
  }

  private static Hit load(IndexSearcher searcher, Found found) throws IOException {
    List<LeafReaderContext> segments = searcher.getLeafContexts();
    LeafReaderContext segment = segments.get(ReaderUtil.subIndex(found.document(), segments));
    Event event = LuceneSource.read(segment.reader(), found.document() - segment.docBase);
    return new Hit(found.timestamp(), found.id(), event);
  }

  boolean isFull() {
    return hits.size() == limit;
  }

  /** {@code @timestamp} of the last hit. */
  long oldest() {
    return hits.getLast().timestamp();
  }

  int size() {
    return hits.size();
  }

  /** The first {@code most}, newest first. */
  List<Event> events(int most) {
    return hits.stream().limit(most).map(Hit::event).toList();
  }
}
