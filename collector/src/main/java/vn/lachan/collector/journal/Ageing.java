package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time does to segments: what was read leaves the disk also on a quiet line, and what may not
 * be kept longer is deleted, read or not.
 *
 * <p>Runs on the thread of the writer; only the numbers may be asked by others.
 */
final class Ageing {
  private static final Logger log = LoggerFactory.getLogger(Ageing.class);

  private final Path folder;
  private final JournalSettings settings;
  private final Segments segments;
  private final Readers readers;
  private final InstantSource clock;
  private final Consumer<ExpiredSegment> witness;
  private final Instant opened;
  private final LongAdder expiredRecords = new LongAdder();
  private final LongAdder expiredBytes = new LongAdder();

  Ageing(
      Path folder,
      JournalSettings settings,
      Segments segments,
      Readers readers,
      InstantSource clock,
      Consumer<ExpiredSegment> witness) {
    this.folder = folder;
    this.settings = settings;
    this.segments = segments;
    this.readers = readers;
    this.clock = clock;
    this.witness = witness;
    this.opened = clock.instant();
  }

  /** Deletes what is too old, at most one segment that was not read; whether anything is gone. */
  boolean run() {
    Instant now = clock.instant();
    boolean deleted = false;
    while (readLongAgo(now) && segments.deleteFirst()) {
      deleted = true;
    }
    return expire(now) || deleted;
  }

  /**
   * Whether the oldest segment is read by all and so old that no sender repeats anything of it.
   * What was there when the journal was opened is kept as long once more: until the inputs have
   * looked at it with {@link Journal#recent}.
   */
  private boolean readLongAgo(Instant now) {
    Optional<Segments.Extent> first = segments.first();
    Optional<JournalPosition> slowest = readers.slowest();
    if (first.isEmpty() || slowest.isEmpty() || !first.get().isBefore(slowest.get())) {
      return false;
    }
    Instant began = first.get().began().isAfter(opened) ? first.get().began() : opened;
    return !began.plus(settings.segmentAge().multipliedBy(2)).isAfter(now);
  }

  private boolean expire(Instant now) {
    Optional<Segments.Extent> first = segments.first();
    if (first.isEmpty() || settings.keepAtMost().isEmpty() || !first.get().sealed()) {
      return false;
    }
    Segments.Extent extent = first.get();
    Duration most = settings.keepAtMost().get();
    if (extent.began().plus(most).isAfter(now)) {
      return false;
    }
    JournalPosition slowest = readers.slowest().orElse(PositionText.START);
    ExpiredSegment lost = unread(extent, slowest);
    if (lost.records() > 0) {
      witness.accept(lost); // before the deletion: what cannot be recorded is not deleted
    }
    if (!segments.deleteFirst()) {
      return false;
    }
    if (lost.records() > 0) {
      expiredRecords.add(lost.records());
      expiredBytes.add(lost.bytes());
      log.error(
          "journal: segment {} of {} is older than {} and was deleted with {} records ({} bytes)"
              + " that were not read",
          lost.segment(),
          lost.began(),
          most,
          lost.records(),
          lost.bytes());
    }
    return true;
  }

  private ExpiredSegment unread(Segments.Extent extent, JournalPosition slowest) {
    long records = 0;
    long bytes = 0;
    if (!extent.isBefore(slowest)) {
      long position =
          extent.number() == slowest.segment()
              ? Math.max(slowest.offset(), SegmentFormat.HEADER_BYTES)
              : SegmentFormat.HEADER_BYTES;
      try (RandomAccessFile file = Journal.openForReading(folder, extent.number())) {
        OptionalLong salt =
            file == null ? OptionalLong.empty() : SegmentFormat.salt(file, extent.number());
        if (file != null && salt.isPresent()) {
          SegmentScanner scanner = new SegmentScanner(file, salt.getAsLong());
          while (position < extent.end()) {
            switch (scanner.next(position, extent.end())) {
              case SegmentScanner.Whole whole -> {
                records++;
                bytes += whole.next() - position;
                position = whole.next();
              }
              case SegmentScanner.Damaged damaged -> position = damaged.to();
              case SegmentScanner.End _ -> position = extent.end();
            }
          }
        }
      } catch (IOException e) {
        throw new JournalException("cannot count what is lost with " + extent.number(), e);
      }
    }
    return new ExpiredSegment(extent.number(), extent.began(), records, bytes);
  }

  long expiredRecords() {
    return expiredRecords.sum();
  }

  long expiredBytes() {
    return expiredBytes.sum();
  }

  /** How long the oldest record that some reader has not read may have waited; zero without one. */
  Duration oldestUnread() {
    Duration age =
        readers
            .slowest()
            .flatMap(segments::oldestAfter)
            .map(began -> Duration.between(began, clock.instant()))
            .orElse(Duration.ZERO);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
