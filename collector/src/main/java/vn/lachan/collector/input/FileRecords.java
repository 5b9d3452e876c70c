package vn.lachan.collector.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The records of a file that does not grow any more, in their order, cut as the tail of a growing
 * file cuts them. For one thread.
 */
public final class FileRecords implements AutoCloseable {

  /**
   * One record.
   *
   * @param content its lines joined by line feeds; empty for an empty line
   * @param line number of its first line, from 1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  public record FileRecord(byte[] content, long line) {}

  private final RandomAccessFile file;
  private final RecordCutter cutter;
  private final long size;
  private long at;
  private long line = 1;

  public FileRecords(Path path, Multiline how) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.size = file.length();
    this.cutter = new RecordCutter(new FileLines(file), how.bytes(), Optional.of(how));
  }

  /** The next record; empty at the end. */
  public Optional<FileRecord> next() throws IOException {
    if (at >= size) {
      return Optional.empty();
    }
    Optional<RecordCutter.Cut> cut = cutter.at(at, size, true, true);
    if (cut.isEmpty()) {
      return Optional.empty();
    }
    FileRecord next = new FileRecord(cut.get().kept(), line);
    line += lineFeeds(cut.get().next());
    at = cut.get().next();
    return Optional.of(next);
  }

  private long lineFeeds(long to) throws IOException {
    long count = 0;
    byte[] part = new byte[8_192];
    file.seek(at);
    for (long left = to - at; left > 0; ) {
      int read = file.read(part, 0, (int) Math.min(part.length, left));
      if (read < 0) {
        break;
      }
      for (int i = 0; i < read; i++) {
        count += part[i] == '\n' ? 1 : 0;
      }
      left -= read;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
