package vn.lachan.events;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Shows every document that fits, segment by segment, on the caller's thread. */
final class LuceneVisitor extends SimpleCollector {

  /** Prepares for one segment. */
  interface Segments {
    Documents enter(LeafReaderContext segment) throws IOException;
  }

  /** Sees one document after the other, in ascending order. */
  interface Documents {
    void see(int document) throws IOException;
  }

  private final Segments segments;
  private Documents documents = _ -> {};

  private LuceneVisitor(Segments segments) {
    this.segments = segments;
  }

  static void visit(IndexSearcher searcher, Query query, Segments segments) throws IOException {
    searcher.search(
        query,
        new CollectorManager<Collector, Integer>() {
          @Override
          public Collector newCollector() {
            return new LuceneVisitor(segments);
          }

          @Override
          public Integer reduce(Collection<Collector> collectors) {
            return collectors.size();
          }
        });
  }

  @Override
  protected void doSetNextReader(LeafReaderContext segment) throws IOException {
    documents = segments.enter(segment);
  }

  @Override
  public void collect(int document) throws IOException {
    documents.see(document);
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.COMPLETE_NO_SCORES;
  }
}
