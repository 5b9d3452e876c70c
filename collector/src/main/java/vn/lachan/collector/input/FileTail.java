package vn.lachan.collector.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.input.RecordCutter.Cut;
import vn.lachan.collector.parser.FileHead;

/** One open file and how far it was read. For one thread. */
final class FileTail implements AutoCloseable {
  private static final int MAX_BATCH_BYTES = 4 << 20;

  private final String source;
  private final Optional<Multiline> multiline;
  private final InstantSource clock;
  private final RandomAccessFile file;
  private final FileLines lines;
  private final RecordCutter records;
  private FilePosition position;

  /** Up to where it was read, and the hash of what stood before that then. */
  private long next;

  private String before;
  private long lastSize = -1;
  private long lastGrowthNanos;
  private int incomplete;

  /** The record that waits for its end, as far as it is there. */
  private @Nullable RawLog held;

  private boolean cutWasSeen;

  /** What the lines at {@link #headAt} stand under; null in a file that has no head. */
  private @Nullable FileHead head;

  private long headAt = -1;

  FileTail(
      String source,
      FileSettings settings,
      InstantSource clock,
      RandomAccessFile file,
      FilePosition start,
      long nowNanos) {
    this.source = source;
    this.multiline = settings.multiline();
    this.clock = clock;
    this.file = file;
    this.lines = new FileLines(file);
    this.records = new RecordCutter(lines, settings.maxLineBytes(), multiline);
    this.position = start;
    this.next = start.offset();
    this.before = start.before();
    this.lastGrowthNanos = nowNanos;
  }

  /** Up to where it is in the journal. */
  FilePosition position() {
    return position;
  }

  /** Since it grew, or was read on in. */
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
    return !reached().fits(file);
  }

  /** Starts the file anew; false while its first line is not complete. */
  boolean restart() throws IOException {
    held = null;
    cutWasSeen = false;
    var head = FilePosition.headOf(file);
    position =
        new FilePosition(
            position.key(), head.orElse(""), 0, FilePosition.beforeOf(file, 0), position.path());
    next = 0;
    before = position.before();
    lastSize = -1;
    headAt = -1;
    return head.isPresent();
  }

  /**
   * The next complete records; empty when there are none.
   *
   * @param ended whether the file will not grow any more, so that its last line is complete as it
   *     is
   */
  List<RawLog> read(int max, boolean ended, long nowNanos) throws IOException {
    List<RawLog> logs = new ArrayList<>();
    String mark = position.mark();
    long size = file.length();
    boolean late = isLate(size, nowNanos);
    long at = next;
    long bytes = 0;
    incomplete = 0;
    held = null;
    lines.forget();
    readHead(at);
    while (logs.size() < max && bytes < MAX_BATCH_BYTES && at < size) {
      Optional<Cut> record = records.at(at, size, ended, late);
      if (record.isEmpty()) {
        held = hold(mark, at, size);
        break;
      }
      RawLog log = log(mark, at, record.get());
      if (log != null) {
        logs.add(log);
        bytes += log.bytes().length;
        incomplete += record.get().whole() ? 0 : 1;
      }
      at = record.get().next();
    }
    if (at > next) {
      lastGrowthNanos = nowNanos;
      before = beforeIfThere(at);
    }
    next = at;
    headAt = at;
    return logs;
  }

  /** Nothing that any file has before {@code at} when this one was cut just now. */
  private String beforeIfThere(long at) throws IOException {
    try {
      return FilePosition.beforeOf(file, at);
    } catch (EOFException _) {
      return "";
    }
  }

  /** Reads what lines at {@code place} stand under, unless the last reading ended there. */
  private void readHead(long place) throws IOException {
    if (headAt != place && multiline.isEmpty()) {
      byte[] beginning = new byte[FilePosition.LONGEST_HEAD];
      file.seek(0);
      int count = file.read(beginning, 0, beginning.length);
      boolean has = count > 0 && FileHead.begins(Arrays.copyOf(beginning, count));
      head = has ? FileHead.of(file, place) : null;
    }
    headAt = -1; // until this reading is through
  }

  /** What is there of a record that waits: the file may be cut before its end comes. */
  private @Nullable RawLog hold(String mark, long at, long size) throws IOException {
    if (multiline.isEmpty()) {
      return null;
    }
    Optional<Cut> record = records.at(at, size, false, true);
    return record.isEmpty() ? null : log(mark, at, record.get());
  }

  /** Whether this was asked before since the file began. */
  boolean wasSeenCut() {
    boolean seen = cutWasSeen;
    cutWasSeen = true;
    return seen;
  }

  /** What would be lost with a file that was cut; none when nothing waited. */
  List<RawLog> held() {
    return held == null ? List.of() : List.of(held);
  }

  /** Whether the file has not grown for longer than a record may wait for its end. */
  private boolean isLate(long size, long nowNanos) {
    if (size != lastSize) {
      lastSize = size;
      lastGrowthNanos = nowNanos;
    }
    return multiline.map(how -> idleNanos(nowNanos) > how.patience().toNanos()).orElse(false);
  }

  /** Records of the last reading that had too many lines or no end. */
  int incomplete() {
    return incomplete;
  }

  private @Nullable RawLog log(String mark, long at, Cut record) {
    byte[] kept = record.kept();
    int from = 0;
    while (from < kept.length && kept[from] == 0) {
      from++; // what a writer leaves that does not notice that its file was cut
    }
    if (from == kept.length) {
      return null;
    }
    byte[] bytes = from == 0 ? kept : Arrays.copyOfRange(kept, from, kept.length);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    String where = mark + ":" + at + ":" + String.format(Locale.ROOT, "%08x", crc.getValue());
    byte[] whole = head == null ? bytes : head.carry(bytes);
    if (whole.length == 0) {
      return null; // every line below it brings it along
    }
    boolean cut = record.length() > kept.length;
    int wireLength =
        cut
            ? (int) Math.min(Integer.MAX_VALUE, record.length() + whole.length - bytes.length)
            : whole.length;
    return new RawLog(source, clock.instant(), position.path(), where, whole, wireLength);
  }

  /** Says that everything read so far is in the journal. */
  void commit() {
    position = reached();
  }

  private FilePosition reached() {
    return new FilePosition(position.key(), position.head(), next, before, position.path());
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
