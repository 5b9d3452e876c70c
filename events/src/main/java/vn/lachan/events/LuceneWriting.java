package vn.lachan.events;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;

/**
 * The writer of a partition with the ids it already holds. Thrown away whole after a failure and
 * never opened again: as long as a partition has the same one, nothing it took was lost.
 */
final class LuceneWriting {
  private final IndexWriter writer;
  private final LuceneIds ids;

  private LuceneWriting(IndexWriter writer, LuceneIds ids) {
    this.writer = writer;
    this.ids = ids;
  }

  /**
   * Opens both, and sets {@code reader} to one that shows what there is; or leaves nothing open.
   */
  static LuceneWriting open(Directory directory, LuceneSettings settings, LuceneReaderSlot reader)
      throws IOException {
    IndexWriter writer = LuceneWriters.open(directory, settings);
    try {
      if (!DirectoryReader.indexExists(directory)) {
        writer.commit(); // from now on, a folder without a commit is a damaged one
      }
      DirectoryReader first = DirectoryReader.open(writer);
      LuceneIds ids;
      try {
        ids = new LuceneIds(first, settings.idsReadAtOnce());
      } catch (IOException | RuntimeException e) {
        LucenePartitions.closeQuietly(first::decRef, "reader of ids that cannot be read");
        throw e;
      }
      reader.set(first);
      return new LuceneWriting(writer, ids);
    } catch (IOException | RuntimeException e) {
      LucenePartitions.closeQuietly(writer::rollback, "rollback of a writer that was not used");
      throw e;
    }
  }

  IndexWriter writer() {
    return writer;
  }

  LuceneIds ids() {
    return ids;
  }

  /** False after a failure that the writer met by itself, while merging for example. */
  boolean isOpen() {
    return writer.isOpen();
  }

  /** How many events there are, durable or not. */
  long events() {
    return writer.getDocStats().numDocs;
  }
}
