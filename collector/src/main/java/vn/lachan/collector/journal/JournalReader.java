package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.HandOverBatch;
import vn.lachan.collector.HandOverReader;
import vn.lachan.collector.RawLog;

/**
 * Reads a journal under a name.
 *
 * <p>{@link #read} goes on where the last one stopped; {@link #commit} makes durable how far the
 * work is done. After a restart the same name starts at what it committed, so that a record is seen
 * at least once.
 *
 * <p>For one thread at a time.
 */
public final class JournalReader implements HandOverReader {
  private static final int MAX_BATCH_BYTES = 8 << 20;

  private final String name;
  private final Segments segments;
  private final Quarantine quarantine;
  private final Readers readers;
  private long number;
  private long offset;
  private @Nullable RandomAccessFile file;
  private @Nullable SegmentScanner scanner;
  private long fileNumber = -1;

  JournalReader(
      String name,
      JournalPosition start,
      Segments segments,
      Quarantine quarantine,
      Readers readers) {
    this.name = name;
    this.segments = segments;
    this.quarantine = quarantine;
    this.readers = readers;
    this.number = start.segment();
    this.offset = start.offset();
  }

  public String name() {
    return name;
  }

  /**
   * The next records, at most {@code max} and about 8 MiB. Waits at most {@code wait} for the
   * first; then returns what there is, or an empty batch.
   *
   * @throws JournalException when a segment cannot be read; may be tried again
   */
  @Override
  public synchronized JournalBatch read(int max, Duration wait) throws InterruptedException {
    List<RawLog> logs = new ArrayList<>();
    return new JournalBatch(logs, read(logs, max, MAX_BATCH_BYTES, wait, _ -> {}));
  }

  /**
   * The next records and where each ends, at most {@code max} and about {@code maxBytes}; else like
   * {@link #read}.
   *
   * @throws JournalException when a segment cannot be read; may be tried again
   */
  public synchronized List<PlacedLog> readPlaced(int max, int maxBytes, Duration wait)
      throws InterruptedException {
    List<RawLog> logs = new ArrayList<>();
    List<JournalPosition> ends = new ArrayList<>();
    var _ = read(logs, max, Math.min(maxBytes, MAX_BATCH_BYTES), wait, ends::add);
    List<PlacedLog> placed = new ArrayList<>(logs.size());
    for (int i = 0; i < logs.size(); i++) {
      placed.add(new PlacedLog(logs.get(i), ends.get(i)));
    }
    return placed;
  }

  private JournalPosition read(
      List<RawLog> logs, int max, int maxBytes, Duration wait, Consumer<JournalPosition> ends)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      long seen = segments.changes();
      try {
        readAvailable(logs, max, maxBytes, ends);
      } catch (IOException e) {
        closeFile();
        throw new JournalException("cannot read segment " + number + " of the journal", e);
      }
      long left = deadline - System.nanoTime();
      if (!logs.isEmpty() || left <= 0) {
        return new JournalPosition(number, offset);
      }
      segments.awaitChange(seen, left);
    }
  }

  private void readAvailable(
      List<RawLog> logs, int max, int maxBytes, Consumer<JournalPosition> ends) throws IOException {
    long bytes = 0;
    while (logs.size() < max && bytes < maxBytes) {
      Optional<Segments.Extent> found = segments.atOrAfter(number);
      if (found.isEmpty()) {
        return;
      }
      Segments.Extent extent = found.get();
      if (extent.number() != number) {
        number = extent.number();
        offset = 0;
      }
      offset = Math.max(offset, SegmentFormat.HEADER_BYTES);
      if (offset >= extent.end()) {
        if (!extent.sealed() || segments.atOrAfter(number + 1).isEmpty()) {
          return;
        }
        number++;
        offset = 0;
        continue;
      }
      bytes += readFrom(extent, logs, max, maxBytes, ends);
    }
  }

  private long readFrom(
      Segments.Extent extent,
      List<RawLog> logs,
      int max,
      int maxBytes,
      Consumer<JournalPosition> ends)
      throws IOException {
    SegmentScanner records = open(extent);
    if (records == null) {
      offset = extent.end();
      return 0;
    }
    long start = offset;
    while (logs.size() < max && offset - start < maxBytes) {
      switch (records.next(offset, extent.end())) {
        case SegmentScanner.Whole(byte[] array, int at, int length, long next) -> {
          RawLog log = RawLogCodec.decode(array, at, length);
          if (log == null) {
            report(offset, next);
          } else {
            logs.add(log);
            ends.accept(new JournalPosition(number, next));
          }
          offset = next;
        }
        case SegmentScanner.Damaged(long from, long to) -> {
          report(from, to);
          offset = to;
        }
        case SegmentScanner.End _ -> {
          offset = extent.end();
          return offset - start;
        }
      }
    }
    return offset - start;
  }

  private void report(long from, long to) {
    RandomAccessFile damaged = file;
    if (damaged != null) {
      quarantine.add(damaged, number, from, to, "damaged record");
    }
  }

  private @Nullable SegmentScanner open(Segments.Extent extent) throws IOException {
    if (fileNumber == extent.number()) {
      return scanner;
    }
    closeFile();
    RandomAccessFile opened = Journal.openForReading(segments.folder(), extent.number());
    fileNumber = extent.number();
    file = opened;
    if (opened == null) {
      return null; // deleted by hand
    }
    OptionalLong salt = SegmentFormat.salt(opened, extent.number());
    if (salt.isEmpty()) {
      quarantine.add(opened, extent.number(), 0, opened.length(), "no readable header");
      return null;
    }
    scanner = new SegmentScanner(opened, salt.getAsLong());
    return scanner;
  }

  private void closeFile() {
    RandomAccessFile opened = file;
    file = null;
    scanner = null;
    fileNumber = -1;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        throw new JournalException("cannot close segment " + number + " of the journal", e);
      }
    }
  }

  @Override
  public void commit(HandOverBatch batch) {
    commit(((JournalBatch) batch).next());
  }

  /**
   * Makes durable that everything before {@code position} is done with. Segments that no reader
   * needs any more are deleted.
   *
   * @throws JournalException when the position cannot be kept; may be tried again
   */
  public void commit(JournalPosition position) {
    if (position.compareTo(readers.committed(name)) > 0) {
      readers.commit(name, position);
    }
  }

  /** Everything before this is done with. */
  public JournalPosition committed() {
    return readers.committed(name);
  }

  /** Lets another reader take the name. */
  @Override
  public synchronized void close() {
    closeFile();
    readers.closed(name);
  }
}
