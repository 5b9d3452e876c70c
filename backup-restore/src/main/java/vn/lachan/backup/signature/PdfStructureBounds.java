package vn.lachan.backup.signature;

import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Measures what the object and cross-reference streams of a PDF unfold to, without keeping it, so
 * that a bomb is refused before a parser meets it.
 */
final class PdfStructureBounds {
  private static final byte[][] MARKS = {
    "/ObjStm".getBytes(StandardCharsets.US_ASCII), "/XRef".getBytes(StandardCharsets.US_ASCII)
  };
  private static final byte[] STREAM = "stream".getBytes(StandardCharsets.US_ASCII);
  private static final int NEAR = 4096;
  private static final int CHUNK = 64 * 1024;

  private PdfStructureBounds() {}

  /** Whether all of them together stay below {@code limit}. */
  static boolean fits(byte[] bytes, long limit) {
    long left = limit;
    byte[] chunk = null;
    for (byte[] mark : MARKS) {
      int at = find(bytes, mark, 0, bytes.length);
      while (at >= 0 && left > 0) {
        int stream = find(bytes, STREAM, at, Math.min(bytes.length, at + NEAR));
        if (stream >= 0) {
          chunk = chunk == null ? new byte[CHUNK] : chunk;
          left -= unfolded(bytes, afterLine(bytes, stream + STREAM.length), left, chunk);
        }
        at = find(bytes, mark, at + mark.length, bytes.length);
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

  private static int find(byte[] bytes, byte[] what, int from, int to) {
    int[] skip = new int[256];
    java.util.Arrays.fill(skip, what.length);
    for (int i = 0; i < what.length - 1; i++) {
      skip[what[i]] = what.length - 1 - i;
    }
    int last = what.length - 1;
    int at = from + last;
    while (at < to) {
      int i = 0;
      while (i < what.length && bytes[at - i] == what[last - i]) {
        i++;
      }
      if (i == what.length) {
        return at - last;
      }
      at += skip[bytes[at] & 0xff];
    }
    return -1;
  }
}
