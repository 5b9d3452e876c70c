package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a journal and how far each is durable. Readers see a segment only up to there.
 *
 * <p>Guarded by its own monitor; holds no open files.
 */
final class Segments {
  private static final Logger log = LoggerFactory.getLogger(Segments.class);

  static final String LAST = "last.position";

  private final Path folder;
  private final NavigableMap<Long, Extent> extents = new TreeMap<>();
  // Where the newest segment ended that was deleted before there was a newer one.
  private JournalPosition last = PositionText.START;
  private long used;
  private long changes;

  /**
   * @param end first byte that is not durable
   * @param sealed whether it will never grow again
   * @param began when it was begun
   */
  record Extent(long number, long end, boolean sealed, Instant began) {

    /** Whether all of it lies before {@code position}. */
    boolean isBefore(JournalPosition position) {
      return number < position.segment()
          || (number == position.segment() && end <= position.offset());
    }
  }

  Segments(Path folder) {
    this.folder = folder;
  }

  /**
   * Finds the segments and cuts the torn end of the last one. Reads the last one and the headers of
   * the others, so the cost hardly depends on the backlog.
   *
   * @return the bytes that were cut
   */
  synchronized long recover(Quarantine quarantine) throws IOException {
    long cut = 0;
    last = PositionText.read(folder.resolve(LAST)).orElse(PositionText.START);
    NavigableMap<Long, Path> files = SegmentFormat.list(folder);
    for (Map.Entry<Long, Path> file : files.entrySet()) {
      long number = file.getKey();
      long size = Files.size(file.getValue());
      long end = size;
      if (file.getKey().equals(files.lastKey())) {
        end = wholeEnd(file.getValue(), number, size, quarantine);
        cut = size - end;
      }
      if (end <= SegmentFormat.HEADER_BYTES) {
        Files.delete(file.getValue());
      } else {
        extents.put(number, new Extent(number, end, true, began(file.getValue(), number)));
      }
    }
    return cut;
  }

  /** What its header says; without that, when the file was last written. */
  private static Instant began(Path path, long number) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      Optional<Instant> said =
          SegmentFormat.header(file, number).flatMap(SegmentFormat.Header::began);
      return said.isPresent() ? said.get() : Files.getLastModifiedTime(path).toInstant();
    }
  }

  private static long wholeEnd(Path path, long number, long size, Quarantine quarantine)
      throws IOException {
    long end;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      OptionalLong salt = SegmentFormat.salt(file, number);
      if (salt.isEmpty()) {
        if (size > SegmentFormat.HEADER_BYTES) {
          quarantine.add(file, number, 0, size, "no readable header");
        }
        return 0;
      }
      end = lastWholeRecord(file, salt.getAsLong(), size);
      if (end < size) {
        log.warn("journal: cutting {} bytes of a torn end from segment {}", size - end, number);
        if (!isZero(file, end, size)) {
          quarantine.add(file, number, end, size, "torn end");
        }
        file.setLength(end);
        file.getFD().sync();
      }
    }
    return end;
  }

  private static long lastWholeRecord(RandomAccessFile file, long salt, long size)
      throws IOException {
    SegmentScanner scanner = new SegmentScanner(file, salt);
    long position = SegmentFormat.HEADER_BYTES;
    long end = position;
    while (true) {
      switch (scanner.next(position, size)) {
        case SegmentScanner.Whole whole -> {
          position = whole.next();
          end = position;
        }
        case SegmentScanner.Damaged damaged -> position = damaged.to();
        case SegmentScanner.End _ -> {
          return end;
        }
      }
    }
  }

  private static boolean isZero(RandomAccessFile file, long from, long to) throws IOException {
    byte[] chunk = new byte[64 << 10];
    file.seek(from);
    long left = to - from;
    while (left > 0) {
      int count = file.read(chunk, 0, (int) Math.min(chunk.length, left));
      for (int i = 0; i < count; i++) {
        if (chunk[i] != 0) {
          return false;
        }
      }
      left -= Math.max(count, 1);
    }
    return true;
  }

  /** Says that {@code number} was in use, though there may be no such segment any more. */
  synchronized void wasUsed(long number) {
    used = Math.max(used, number);
  }

  /** Number for the next segment; larger than any there is or was. */
  synchronized long nextNumber() {
    long newest = extents.isEmpty() ? 0 : extents.lastKey();
    return Math.max(Math.max(newest, last.segment()), used) + 1;
  }

  /** Says how far a segment is durable; wakes waiting readers. */
  synchronized void extend(long number, long end, boolean sealed, Instant began) {
    extents.put(number, new Extent(number, end, sealed, began));
    changes++;
    notifyAll();
  }

  /** Takes a segment out that holds no record. */
  synchronized void forget(long number) {
    extents.remove(number);
    changes++;
    notifyAll();
  }

  /** Deletes sealed segments before {@code number}; returns how many. */
  synchronized int deleteBefore(long number) {
    int deleted = 0;
    while (!extents.isEmpty() && extents.firstKey() < number && deleteFirst()) {
      deleted++;
    }
    return deleted;
  }

  /**
   * Deletes the oldest segment unless it still grows; whether it is gone. Where the newest ended is
   * made durable first, so that no number is used again.
   */
  synchronized boolean deleteFirst() {
    Map.@Nullable Entry<Long, Extent> first = extents.firstEntry();
    if (first == null || !first.getValue().sealed()) {
      return false;
    }
    try {
      if (extents.size() == 1) {
        JournalPosition end = new JournalPosition(first.getKey(), first.getValue().end());
        PositionText.write(folder.resolve(LAST), end);
        last = end;
      }
      Files.deleteIfExists(SegmentFormat.file(folder, first.getKey()));
    } catch (IOException e) {
      log.error("journal: cannot delete segment {}: {}", first.getKey(), e.toString());
      return false;
    }
    extents.remove(first.getKey());
    changes++;
    notifyAll();
    return true;
  }

  /** The oldest segment. */
  synchronized Optional<Extent> first() {
    return extents.isEmpty() ? Optional.empty() : Optional.of(extents.firstEntry().getValue());
  }

  /** The first segment with this number or a larger one. */
  synchronized Optional<Extent> atOrAfter(long number) {
    Map.@Nullable Entry<Long, Extent> entry = extents.ceilingEntry(number);
    return entry == null ? Optional.empty() : Optional.of(entry.getValue());
  }

  /** The newest segments, at most {@code most}, the oldest of them first. */
  synchronized List<Extent> newest(int most) {
    return extents.descendingMap().values().stream().limit(most).toList().reversed();
  }

  /** Waits until something became durable after {@code seen}, at most {@code nanos}. */
  synchronized void awaitChange(long seen, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (changes == seen) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /** Where the durable records end; the very beginning when there never were any. */
  synchronized JournalPosition end() {
    Map.@Nullable Entry<Long, Extent> newest = extents.lastEntry();
    return newest == null ? last : new JournalPosition(newest.getKey(), newest.getValue().end());
  }

  synchronized long changes() {
    return changes;
  }

  synchronized int count() {
    return extents.size();
  }

  synchronized long bytes() {
    long bytes = 0;
    for (Extent extent : extents.values()) {
      bytes += extent.end();
    }
    return bytes;
  }

  /** When the oldest segment was begun that has records after {@code position}. */
  synchronized Optional<Instant> oldestAfter(JournalPosition position) {
    return extents.tailMap(position.segment(), true).values().stream()
        .filter(extent -> !extent.isBefore(position))
        .findFirst()
        .map(Extent::began);
  }

  /** Bytes of records after {@code position}. */
  synchronized long bytesAfter(JournalPosition position) {
    long bytes = 0;
    for (Extent extent : extents.tailMap(position.segment(), true).values()) {
      long start =
          extent.number() == position.segment()
              ? Math.max(position.offset(), SegmentFormat.HEADER_BYTES)
              : SegmentFormat.HEADER_BYTES;
      bytes += Math.max(0, extent.end() - start);
    }
    return bytes;
  }

  Path folder() {
    return folder;
  }
}
