package vn.lachan.collector.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a file by their places. For one thread. */
final class FileLines {
  private static final int WINDOW = 256 << 10;
  private static final long LONGEST_LINE = 16L << 20;

  /**
   * One line.
   *
   * @param kept its bytes without its end, as many as are kept
   * @param length bytes it has in the file, without the line feed
   * @param next where the next begins
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Line(byte[] kept, long length, long next) {
    boolean isCut() {
      return kept.length < length;
    }

    /** Without the carriage return of Windows. */
    byte[] text() {
      int last = kept.length - 1;
      boolean returns = !isCut() && last >= 0 && kept[last] == '\r';
      return returns ? Arrays.copyOf(kept, last) : kept;
    }
  }

  private final RandomAccessFile file;
  private final byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;

  FileLines(RandomAccessFile file) {
    this.file = file;
  }

  /** The file may have changed since: nothing is remembered. */
  void forget() {
    windowLength = 0;
  }

  /**
   * The line at {@code from}; empty while its end is not there.
   *
   * @param size bytes of the file
   * @param most bytes kept
   * @param ended whether the file will not grow any more, so that its last line is complete
   */
  Optional<Line> at(long from, long size, int most, boolean ended) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    long end = copy(from, size, most, kept);
    boolean complete = end < size;
    if (!complete && !ended && size - from <= LONGEST_LINE) {
      return Optional.empty();
    }
    return Optional.of(new Line(kept.toByteArray(), end - from, complete ? end + 1 : size));
  }

  /** Copies the line at {@code from} as far as it may be kept; returns where its line feed is. */
  private long copy(long from, long size, int most, ByteArrayOutputStream kept) throws IOException {
    long at = from;
    while (at < size) {
      fill(at, size);
      int start = (int) (at - windowStart);
      int end = start;
      while (end < windowLength && window[end] != '\n') {
        end++;
      }
      int room = most - kept.size();
      kept.write(window, start, Math.clamp(room, 0, end - start));
      at = windowStart + end;
      if (end < windowLength) {
        return at;
      }
    }
    return size;
  }

  private void fill(long at, long size) throws IOException {
    if (windowLength > 0 && at >= windowStart && at < windowStart + windowLength) {
      return;
    }
    int wanted = (int) Math.min(WINDOW, size - at);
    file.seek(at);
    file.readFully(window, 0, wanted);
    windowStart = at;
    windowLength = wanted;
  }
}
