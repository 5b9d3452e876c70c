package vn.lachan.events;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefIterator;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which ids a partition already holds.
 *
 * <p>A new id costs one look into a Bloom filter. Only when that says "perhaps" is the id looked up
 * among those appended since the reader was opened, and then in the reader's segments. The filter
 * of what was there before the partition was opened is filled in the background; until it is ready,
 * every id is looked up.
 *
 * <p>Used under the partition's lock.
 */
final class LuceneIds {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneIds.class);

  /** An id with its hash, computed once for all partitions that are asked. */
  record Key(String id, BytesRef bytes, long hash) {
    static Key of(String id) {
      BytesRef bytes = new BytesRef(EventKey.of(id));
      return new Key(id, bytes, hashOf(bytes));
    }
  }

  private final LuceneIdFilter appended = new LuceneIdFilter();
  private volatile @Nullable LuceneIdFilter before;
  private Set<String> sinceRefresh = new HashSet<>();
  private Set<String> beingRefreshed = Set.of();
  private long lookUps;

  static long hashOf(BytesRef bytes) {
    return StringHelper.murmurhash3_x64_128(bytes)[0];
  }

  /** Starts with what {@code reader} holds; a large one is read in the background. */
  LuceneIds(IndexReader reader, int readAtOnce) throws IOException {
    if (reader.maxDoc() <= readAtOnce) {
      before = filterOf(reader);
    } else {
      reader.incRef();
      Thread.ofVirtual().name("event-ids").start(() -> fillAndRelease(reader));
    }
  }

  private void fillAndRelease(IndexReader reader) {
    try (AutoCloseable _ = reader::decRef) {
      before = filterOf(reader);
    } catch (Exception e) {
      // The filter only saves time: without it every id is looked up in the index.
      LOG.warn("the ids of a partition could not be read; appending to it stays slow", e);
    }
  }

  private static LuceneIdFilter filterOf(IndexReader reader) throws IOException {
    LuceneIdFilter filter = new LuceneIdFilter();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(LuceneFields.ID);
      if (terms != null) {
        BytesRefIterator ids = terms.iterator();
        for (BytesRef id = ids.next(); id != null; id = ids.next()) {
          filter.add(hashOf(id));
        }
      }
    }
    return filter;
  }

  /** Whether {@code key} was added, or is in {@code reader}. */
  boolean contains(Key key, IndexReader reader) throws IOException {
    LuceneIdFilter filter = before;
    if (filter != null && !filter.mightContain(key.hash()) && !appended.mightContain(key.hash())) {
      return false;
    }
    lookUps++;
    return isUnrefreshed(key.id()) || isIn(reader, key.bytes());
  }

  private static boolean isIn(IndexReader reader, BytesRef id) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(LuceneFields.ID);
      if (terms != null) {
        TermsEnum ids = terms.iterator();
        if (ids.seekExact(id)) {
          return true;
        }
      }
    }
    return false;
  }

  void add(Key key) {
    appended.add(key.hash());
    sinceRefresh.add(key.id());
  }

  /** What was added until now will be in the reader that is about to be opened. */
  void startRefresh() {
    beingRefreshed = sinceRefresh;
    sinceRefresh = new HashSet<>();
  }

  /** The reader that was about to be opened is now the one to look into. */
  void finishRefresh() {
    beingRefreshed = Set.of();
  }

  /** Whether {@code id} was added and no reader shows it yet. */
  boolean isUnrefreshed(String id) {
    return sinceRefresh.contains(id) || beingRefreshed.contains(id);
  }

  /** How many ids only memory knows. */
  int unrefreshed() {
    return sinceRefresh.size() + beingRefreshed.size();
  }

  long lookUps() {
    return lookUps;
  }

  long bytes() {
    LuceneIdFilter filter = before;
    return appended.bytes() + (filter == null ? 0 : filter.bytes());
  }
}
