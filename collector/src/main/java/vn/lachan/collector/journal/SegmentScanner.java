package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/**
 * Reads the records of one segment file one after the other. A damaged place is reported once, then
 * reading goes on at the next record whose checksum is right.
 *
 * <p>For one thread. Reads through a {@link RandomAccessFile}, which, unlike a channel, survives
 * the interruption of its thread.
 */
final class SegmentScanner {
  private static final int CHUNK = 256 << 10;

  private final RandomAccessFile file;
  private final long salt;
  private byte[] buffer = new byte[CHUNK];
  private long bufferStart;
  private int bufferLength;

  /** What stands at a position. */
  sealed interface Found {}

  /** A record; its payload lies in {@code array} until the next call. */
  @SuppressWarnings("ArrayRecordComponent") // a view that is never compared
  record Whole(byte[] array, int offset, int length, long next) implements Found {}

  /** Bytes {@code from} to {@code to} are no record; at {@code to} there is one, or the end. */
  record Damaged(long from, long to) implements Found {}

  /** The end. */
  record End() implements Found {}

  SegmentScanner(RandomAccessFile file, long salt) {
    this.file = file;
    this.salt = salt;
  }

  /**
   * What stands at {@code from} of a segment that ends at {@code end}, or behind the repaired
   * places there.
   */
  Found next(long from, long end) throws IOException {
    long position = behindGaps(from, end);
    if (position >= end) {
      return new End();
    }
    int length = recordAt(position, end);
    if (length > 0) {
      int at = (int) (position - bufferStart) + SegmentFormat.FRAME_BYTES;
      return new Whole(buffer, at, length, position + SegmentFormat.FRAME_BYTES + length);
    }
    return new Damaged(position, nextRecord(position + 1, end));
  }

  private long behindGaps(long from, long end) throws IOException {
    long position = from;
    while (end - position >= SegmentFormat.FRAME_BYTES) {
      fill(position, SegmentFormat.FRAME_BYTES, end);
      int at = (int) (position - bufferStart);
      int length = intAt(at + 4);
      if (intAt(at) != SegmentFormat.GAP_MAGIC
          || length < 0
          || length > end - position - SegmentFormat.FRAME_BYTES
          || intAt(at + 8) != SegmentFormat.gapChecksum(salt, length)) {
        return position;
      }
      position += SegmentFormat.FRAME_BYTES + length;
    }
    return position;
  }

  /** Length of the payload of the whole record at {@code position}, 0 when there is none. */
  private int recordAt(long position, long end) throws IOException {
    if (end - position < SegmentFormat.FRAME_BYTES) {
      return 0;
    }
    fill(position, SegmentFormat.FRAME_BYTES, end);
    int at = (int) (position - bufferStart);
    int length = intAt(at + 4);
    if (intAt(at) != SegmentFormat.RECORD_MAGIC
        || length <= 0
        || length > SegmentFormat.MAX_RECORD
        || length > end - position - SegmentFormat.FRAME_BYTES) {
      return 0;
    }
    fill(position, SegmentFormat.FRAME_BYTES + length, end);
    at = (int) (position - bufferStart);
    int expected = intAt(at + 8);
    int actual = SegmentFormat.checksum(salt, buffer, at + SegmentFormat.FRAME_BYTES, length);
    return expected == actual ? length : 0;
  }

  private long nextRecord(long from, long end) throws IOException {
    long position = from;
    while (end - position >= SegmentFormat.FRAME_BYTES) {
      fill(position, SegmentFormat.FRAME_BYTES, end);
      int at = (int) (position - bufferStart);
      int last = bufferLength - 4;
      while (at <= last && intAt(at) != SegmentFormat.RECORD_MAGIC) {
        at++;
      }
      position = bufferStart + at;
      if (at <= last) {
        if (recordAt(position, end) > 0) {
          return position;
        }
        position++;
      }
    }
    return end;
  }

  /** Makes {@code needed} bytes from {@code position} on available in the buffer. */
  private void fill(long position, int needed, long end) throws IOException {
    if (position >= bufferStart && position + needed <= bufferStart + bufferLength) {
      return;
    }
    if (needed > buffer.length) {
      buffer = new byte[Math.max(needed, buffer.length * 2)];
    } else if (buffer.length > 4 * CHUNK && needed <= CHUNK) {
      buffer = new byte[CHUNK];
    }
    int wanted = (int) Math.min(buffer.length, end - position);
    file.seek(position);
    int read = 0;
    while (read < wanted) {
      int count = file.read(buffer, read, wanted - read);
      if (count < 0) {
        Arrays.fill(buffer, read, wanted, (byte) 0);
        break;
      }
      read += count;
    }
    bufferStart = position;
    bufferLength = wanted;
  }

  private int intAt(int at) {
    return (buffer[at] & 0xff) << 24
        | (buffer[at + 1] & 0xff) << 16
        | (buffer[at + 2] & 0xff) << 8
        | (buffer[at + 3] & 0xff);
  }
}
