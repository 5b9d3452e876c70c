package vn.lachan.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.DurableFile;

/**
 * Writes payloads as records into segments, one after the other, and makes them durable.
 *
 * <p>After a failure the caller calls {@link #abandon} and writes again what was not durable: it
 * goes to a new segment, because after a failed sync the kernel may have thrown the pages away, and
 * asking the same file again would prove nothing.
 *
 * <p>For one thread; only the numbers may be asked by others.
 */
final class SegmentAppender {
  private static final Logger log = LoggerFactory.getLogger(SegmentAppender.class);
  private static final int BUFFER = 1 << 20;

  private final Path folder;
  private final long maxBytes;
  private final Duration maxAge;
  private final Disk disk;
  private final Segments segments;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final LongAdder syncs = new LongAdder();
  private final LongAdder syncNanos = new LongAdder();
  private final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);
  private @Nullable SegmentWriter segment;
  private long segmentNumber;
  private long segmentSalt;
  private Instant segmentBegan = Instant.EPOCH;
  private long segmentSize;
  private long durableSize;

  SegmentAppender(
      Path folder, JournalSettings settings, Disk disk, Segments segments, InstantSource clock) {
    this.folder = folder;
    this.maxBytes = settings.segmentBytes();
    this.maxAge = settings.segmentAge();
    this.disk = disk;
    this.segments = segments;
    this.clock = clock;
  }

  long syncs() {
    return syncs.sum();
  }

  Duration syncTime() {
    return Duration.ofNanos(syncNanos.sum());
  }

  Duration slowestSync() {
    return Duration.ofNanos(slowestNanos.get());
  }

  /**
   * Writes from {@code from} on into one segment, which is not too old for it, and syncs it;
   * returns the first not written.
   */
  int append(List<byte[]> payloads, int from) throws IOException {
    sealWhenOld();
    SegmentWriter target = segmentFor(payloads.get(from).length);
    buffer.clear();
    int next = from;
    while (next < payloads.size()) {
      byte[] payload = payloads.get(next);
      int frame = SegmentFormat.FRAME_BYTES + payload.length;
      if (next > from && segmentSize + frame > maxBytes) {
        break;
      }
      put(target, payload);
      segmentSize += frame;
      next++;
    }
    target.write(buffer.flip());
    long start = System.nanoTime();
    target.force();
    long nanos = System.nanoTime() - start;
    durableSize = segmentSize;
    segments.extend(segmentNumber, durableSize, false, segmentBegan);
    syncs.increment();
    syncNanos.add(nanos);
    slowestNanos.accumulate(nanos);
    return next;
  }

  private void put(SegmentWriter target, byte[] payload) throws IOException {
    if (buffer.remaining() < SegmentFormat.FRAME_BYTES + payload.length) {
      target.write(buffer.flip());
      buffer.clear();
    }
    buffer.putInt(SegmentFormat.RECORD_MAGIC);
    buffer.putInt(payload.length);
    buffer.putInt(SegmentFormat.checksum(segmentSalt, payload, 0, payload.length));
    if (buffer.remaining() >= payload.length) {
      buffer.put(payload);
    } else {
      target.write(buffer.flip());
      buffer.clear();
      target.write(ByteBuffer.wrap(payload));
    }
  }

  private SegmentWriter segmentFor(int payload) throws IOException {
    SegmentWriter current = segment;
    if (current != null) {
      boolean fits =
          segmentSize + SegmentFormat.FRAME_BYTES + payload <= maxBytes
              || segmentSize == SegmentFormat.HEADER_BYTES;
      if (fits) {
        return current;
      }
      seal();
    }
    segmentNumber = Math.max(segmentNumber + 1, segments.nextNumber());
    segmentSalt = random.nextLong();
    segmentBegan = clock.instant();
    SegmentWriter created = disk.create(SegmentFormat.file(folder, segmentNumber));
    segment = created;
    segmentSize = 0;
    durableSize = 0;
    created.write(SegmentFormat.header(segmentNumber, segmentSalt, segmentBegan));
    segmentSize = SegmentFormat.HEADER_BYTES;
    DurableFile.syncFolder(folder);
    return created;
  }

  /** Ends the segment when it was begun too long ago. */
  void sealWhenOld() {
    if (segment != null && !segmentBegan.plus(maxAge).isAfter(clock.instant())) {
      seal();
    }
  }

  /** Ends the segment; nothing is added to it any more. */
  void seal() {
    SegmentWriter current = segment;
    if (current != null) {
      segment = null;
      Disk.closeQuietly(current);
      endSegment();
    }
  }

  private void endSegment() {
    if (durableSize > SegmentFormat.HEADER_BYTES) {
      segments.extend(segmentNumber, durableSize, true, segmentBegan);
    } else {
      segments.forget(segmentNumber);
      try {
        Files.deleteIfExists(SegmentFormat.file(folder, segmentNumber));
      } catch (IOException e) {
        log.debug("journal: cannot delete empty segment {}: {}", segmentNumber, e.toString());
      }
    }
  }

  /** Ends the segment where it was last durable. */
  void abandon() {
    SegmentWriter current = segment;
    if (current == null) {
      endSegment();
      return;
    }
    segment = null;
    try {
      current.truncate(durableSize);
    } catch (IOException e) {
      log.debug("journal: cannot cut segment {}: {}", segmentNumber, e.toString());
    }
    Disk.closeQuietly(current);
    endSegment();
  }
}
