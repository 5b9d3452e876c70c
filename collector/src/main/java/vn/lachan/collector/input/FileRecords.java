package vn.lachan.collector.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import vn.lachan.collector.ParseCommand;

/** Files that do not grow any more, cut into records as the tail of a growing one cuts them. */
public final class FileRecords implements ParseCommand.Records {
  private static final int MOST_LINES = 10_000;
  private static final int MOST_BYTES = 16 << 20;

  @Override
  public void read(Path path, String begins, String ends, Use use) throws IOException {
    Multiline how = Multiline.of(begins, ends, MOST_LINES, MOST_BYTES, Duration.ZERO);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      RecordCutter cutter = new RecordCutter(new FileLines(file), MOST_BYTES, Optional.of(how));
      long size = file.length();
      long line = 1;
      for (long at = 0; at < size; ) {
        RecordCutter.Cut cut = cutter.at(at, size, true, true).orElseThrow();
        use.take(line, cut.kept());
        line += lineFeeds(file, at, cut.next());
        at = cut.next();
      }
    }
  }

  private static long lineFeeds(RandomAccessFile file, long from, long to) throws IOException {
    long count = 0;
    byte[] part = new byte[8_192];
    file.seek(from);
    for (long left = to - from; left > 0; ) {
      int read = (int) Math.min(part.length, left);
      file.readFully(part, 0, read);
      for (int i = 0; i < read; i++) {
        count += part[i] == '\n' ? 1 : 0;
      }
      left -= read;
    }
    return count;
  }
}
