package vn.lachan.collector.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.RawLog;

/** One open file and how far it was read. For one thread. */
final class FileTail implements AutoCloseable {
  private static final int WINDOW = 256 << 10;
  private static final long LONGEST_LINE = 16L << 20;
  private static final int MAX_BATCH_BYTES = 4 << 20;

  private final String source;
  private final int maxLineBytes;
  private final InstantSource clock;
  private final RandomAccessFile file;
  private final byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;
  private FilePosition position;
  private long next;
  private long lastGrowthNanos;

  FileTail(
      String source,
      int maxLineBytes,
      InstantSource clock,
      RandomAccessFile file,
      FilePosition start,
      long nowNanos) {
    this.source = source;
    this.maxLineBytes = maxLineBytes;
    this.clock = clock;
    this.file = file;
    this.position = start;
    this.next = start.offset();
    this.lastGrowthNanos = nowNanos;
  }

  /** Up to where it is in the journal. */
  FilePosition position() {
    return position;
  }

  long idleNanos(long nowNanos) {
    return nowNanos - lastGrowthNanos;
  }

  void movedTo(Path path) {
    position =
        new FilePosition(
            position.key(), position.head(), position.offset(), position.before(), path.toString());
  }

  /** Whether the file was cut or written anew since it was read. */
  boolean wasReplaced() throws IOException {
    return !position.fits(file);
  }

  /** Starts the file anew; false while its first line is not complete. */
  boolean restart() throws IOException {
    var head = FilePosition.headOf(file);
    position =
        new FilePosition(
            position.key(), head.orElse(""), 0, FilePosition.beforeOf(file, 0), position.path());
    next = 0;
    windowLength = 0;
    return head.isPresent();
  }

  /**
   * The next complete lines; empty when there are none.
   *
   * @param ended whether the file will not grow any more, so that its last line is complete as it
   *     is
   */
  List<RawLog> read(int max, boolean ended, long nowNanos) throws IOException {
    List<RawLog> logs = new ArrayList<>();
    String mark = position.mark();
    long size = file.length();
    long at = next;
    long bytes = 0;
    windowLength = 0;
    while (logs.size() < max && bytes < MAX_BATCH_BYTES && at < size) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
      long end = copyLine(at, size, kept);
      boolean complete = end < size;
      if (!complete && !ended && size - at <= LONGEST_LINE) {
        break;
      }
      RawLog log = log(mark, at, kept.toByteArray(), end - at);
      if (log != null) {
        logs.add(log);
        bytes += log.bytes().length;
      }
      at = complete ? end + 1 : size;
    }
    if (at > next) {
      lastGrowthNanos = nowNanos;
    }
    next = at;
    return logs;
  }

  /** Copies the line at {@code from} as far as it may be kept; returns where its line feed is. */
  private long copyLine(long from, long size, ByteArrayOutputStream kept) throws IOException {
    long at = from;
    while (at < size) {
      fill(at, size);
      int start = (int) (at - windowStart);
      int end = start;
      while (end < windowLength && window[end] != '\n') {
        end++;
      }
      int room = maxLineBytes - kept.size();
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

  private @Nullable RawLog log(String mark, long at, byte[] line, long length) {
    int from = 0;
    while (from < line.length && line[from] == 0) {
      from++; // what a writer leaves that does not notice that its file was cut
    }
    int to = line.length;
    boolean cut = length > line.length;
    if (!cut && to > from && line[to - 1] == '\r') {
      to--;
    }
    if (to == from) {
      return null;
    }
    byte[] bytes =
        from == 0 && to == line.length ? line : java.util.Arrays.copyOfRange(line, from, to);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    String where = mark + ":" + at + ":" + String.format(Locale.ROOT, "%08x", crc.getValue());
    int wireLength = cut ? (int) Math.min(Integer.MAX_VALUE, length) : bytes.length;
    return new RawLog(source, clock.instant(), position.path(), where, bytes, wireLength);
  }

  /** Says that everything read so far is in the journal. */
  void commit() throws IOException {
    position =
        new FilePosition(
            position.key(),
            position.head(),
            next,
            FilePosition.beforeOf(file, next),
            position.path());
  }

  /** Whether something was read that is not in the journal yet, or not at all. */
  boolean hasMore() throws IOException {
    return file.length() > next;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
