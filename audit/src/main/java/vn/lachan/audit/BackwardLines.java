package vn.lachan.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the complete lines of a file from the last to the first. */
final class BackwardLines implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final RandomAccessFile file;
  private long end;
  private byte[] chunk = new byte[0];
  private long chunkStart;

  /** Starts at {@code end}, which is the length of the file or the start of a line. */
  BackwardLines(Path path, long end) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.end = end;
  }

  /** The line before the ones returned so far, without its line break, or null at the start. */
  byte @Nullable [] previous() throws IOException {
    if (end <= 0) {
      return null;
    }
    long lineEnd = end - 1;
    long start = lineStart(lineEnd);
    byte[] line = slice(start, lineEnd);
    end = start;
    return line;
  }

  /**
   * Moves so that {@link #previous()} returns only records with a smaller number than {@code
   * sequence}; a binary search, since records stand in order.
   */
  void moveBefore(long sequence) throws IOException {
    long low = 0;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      long start = lineStart(middle);
      long lineEnd = lineEnd(start);
      if (sequenceOf(slice(start, lineEnd)) < sequence) {
        low = lineEnd + 1;
      } else {
        high = start;
      }
    }
    end = low;
  }

  private static long sequenceOf(byte[] line) throws IOException {
    return switch (RecordCodec.decode(line)) {
      case RecordCodec.Line.Sound(AuditRecord record) -> record.sequence();
      case RecordCodec.Line.Unsound unsound ->
          throw new IOException("damaged: " + unsound.reason());
    };
  }

  private long lineStart(long position) throws IOException {
    long start = position;
    while (start > 0 && byteAt(start - 1) != '\n') {
      start--;
    }
    return start;
  }

  private long lineEnd(long position) throws IOException {
    long lineEnd = position;
    while (byteAt(lineEnd) != '\n') {
      lineEnd++;
    }
    return lineEnd;
  }

  private byte[] slice(long from, long to) throws IOException {
    if (to - from > Lines.MAX_LINE) {
      throw new IOException("a line is longer than " + Lines.MAX_LINE + " bytes");
    }
    byte[] bytes = new byte[(int) (to - from)];
    file.seek(from);
    file.readFully(bytes);
    return bytes;
  }

  private byte byteAt(long position) throws IOException {
    if (position < chunkStart || position >= chunkStart + chunk.length) {
      chunkStart = position / CHUNK * CHUNK;
      chunk = new byte[(int) Math.min(CHUNK, file.length() - chunkStart)];
      file.seek(chunkStart);
      file.readFully(chunk);
    }
    return chunk[(int) (position - chunkStart)];
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
