package vn.lachan.backup.signature;

import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Measures what the object and cross-reference streams of a PDF unfold to, without keeping it, so
 * that a bomb is refused before a parser meets it.
 */
final class PdfStructureBounds {
  private static final List<ByteSearch> MARKS =
      List.of(new ByteSearch("/ObjStm"), new ByteSearch("/XRef"));
  private static final ByteSearch STREAM = new ByteSearch("stream");
  private static final int NEAR = 4096;
  private static final int CHUNK = 64 * 1024;

  private PdfStructureBounds() {}

  /** Whether all of them together stay below {@code limit}. */
  static boolean fits(byte[] bytes, long limit) {
    long left = limit;
    byte[] chunk = null;
    for (ByteSearch mark : MARKS) {
      int at = mark.find(bytes, 0, bytes.length);
      while (at >= 0 && left > 0) {
        int stream = STREAM.find(bytes, at, Math.min(bytes.length, at + NEAR));
        if (stream >= 0) {
          chunk = chunk == null ? new byte[CHUNK] : chunk;
          left -= unfolded(bytes, afterLine(bytes, stream + STREAM.length()), left, chunk);
        }
        at = mark.find(bytes, at + mark.length(), bytes.length);
      }
    }
    return left > 0;
  }

  private static int afterLine(byte[] bytes, int at) {
    int next = at;
    if (next < bytes.length && bytes[next] == '\r') {
      next++;
    }
    return next < bytes.length && bytes[next] == '\n' ? next + 1 : next;
  }

  private static long unfolded(byte[] bytes, int from, long limit, byte[] chunk) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, bytes.length - from);
      long count = 0;
      while (!inflater.finished() && count <= limit) {
        int n = inflater.inflate(chunk);
        if (n == 0) {
          return count;
        }
        count += n;
      }
      return count;
    } catch (DataFormatException e) {
      return 0;
    } finally {
      inflater.end();
    }
  }
}
