package vn.lachan.events;

import java.io.IOException;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;

/** Opens the writer of a partition. Closing it commits nothing. */
final class LuceneWriters {
  /**
   * How many segments of about the same size there may be before they are merged. More than
   * Lucene's 8, because a day that is searched while it grows gets several small segments each
   * second: with 24 an event is rewritten twice instead of three or four times until its day is
   * over, when all become one.
   */
  private static final double SEGMENTS_PER_TIER = 24;

  /**
   * Stores events with DEFLATE from the start: half the bytes of LZ4, and the last merge of a day
   * copies them as they are.
   */
  static IndexWriter open(Directory directory, LuceneSettings settings) throws IOException {
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(settings.mergeThreads() + 5, settings.mergeThreads());
    IndexWriterConfig config = new IndexWriterConfig(LuceneFields.storingAnalyzer());
    config.setRAMBufferSizeMB(settings.ramBufferMegabytes());
    config.setCommitOnClose(false);
    config.setMergeScheduler(merges);
    config.setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER));
    config.setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION));
    return new IndexWriter(directory, config);
  }

  private LuceneWriters() {}
}
