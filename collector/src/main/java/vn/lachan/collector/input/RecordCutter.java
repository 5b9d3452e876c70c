package vn.lachan.collector.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import vn.lachan.collector.input.FileLines.Line;

/** Cuts a file into records: lines, or what {@link Multiline} makes of them. For one thread. */
final class RecordCutter {

  /**
   * One record.
   *
   * @param kept its bytes, lines joined by line feeds; empty for an empty line
   * @param length bytes it has; more than are kept when it was cut
   * @param next where the next begins
   * @param whole false when it had more lines than a record may, or its end did not come
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Cut(byte[] kept, long length, long next, boolean whole) {}

  private final FileLines lines;
  private final int maxLineBytes;
  private final Optional<Multiline> multiline;

  RecordCutter(FileLines lines, int maxLineBytes, Optional<Multiline> multiline) {
    this.lines = lines;
    this.maxLineBytes = maxLineBytes;
    this.multiline = multiline;
  }

  /**
   * The record at {@code from}; empty while its end is not there.
   *
   * @param size bytes of the file
   * @param ended whether the file will not grow any more, so that what is there is complete
   * @param late whether lines that a record still lacks are not waited for
   */
  Optional<Cut> at(long from, long size, boolean ended, boolean late) throws IOException {
    int most = multiline.map(Multiline::bytes).orElse(maxLineBytes);
    Optional<Line> first = lines.at(from, size, most, ended);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Line line = first.get();
    byte[] text = line.text();
    if (multiline.isEmpty() || text.length == 0) { // an empty line begins no record
      return Optional.of(new Cut(text, lengthOf(line, text), line.next(), true));
    }
    return joined(multiline.get(), line, size, ended, late);
  }

  private Optional<Cut> joined(Multiline how, Line first, long size, boolean ended, boolean late)
      throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] text = first.text();
    long length = lengthOf(first, text);
    long next = first.next();
    kept.writeBytes(text);
    for (int joined = 1; !how.ends(text); joined++) {
      if (joined == how.lines()) {
        return Optional.of(new Cut(kept.toByteArray(), length, next, false));
      }
      Optional<Line> more =
          next < size ? lines.at(next, size, how.bytes(), ended) : Optional.empty();
      if (more.isEmpty()) {
        boolean taken = late || (ended && next >= size);
        return taken
            ? Optional.of(new Cut(kept.toByteArray(), length, next, how.ends().isEmpty()))
            : Optional.empty();
      }
      text = more.get().text();
      if (how.begins(text)) {
        return Optional.of(new Cut(kept.toByteArray(), length, next, how.ends().isEmpty()));
      }
      append(kept, text, how.bytes());
      length += 1 + lengthOf(more.get(), text);
      next = more.get().next();
    }
    return Optional.of(new Cut(kept.toByteArray(), length, next, true));
  }

  private static long lengthOf(Line line, byte[] text) {
    return line.isCut() ? line.length() : text.length;
  }

  private static void append(ByteArrayOutputStream kept, byte[] text, int most) {
    if (kept.size() < most) {
      kept.write('\n');
    }
    kept.write(text, 0, Math.clamp(most - kept.size(), 0, text.length));
  }
}
