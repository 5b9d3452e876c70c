package vn.lachan.backup.repository;

/**
 * Cuts content into pieces where the content says so, so that an insertion moves only the cuts
 * nearby and the other pieces are recognised again.
 *
 * <p>A Rabin fingerprint of the last 64 bytes rolls over the content; a piece ends where its lowest
 * 20 bits are zero. Pieces have 512 KiB to 8 MiB, about 1 MiB on average. The cuts are those of
 * restic/chunker, so that both tools recognise each other's pieces. Immutable; safe for several
 * threads.
 */
public final class Chunker {

  /** No piece is shorter, unless the content ends. */
  public static final int SMALLEST = 512 * 1024;

  /** No piece is longer. */
  public static final int LARGEST = 8 * 1024 * 1024;

  private static final int WINDOW = 64;
  private static final long MASK = (1L << 20) - 1;

  private final int shift;
  private final long[] out = new long[256];
  private final long[] mod = new long[256];

  Chunker(long polynomial) {
    int degree = Polynomial.degree(polynomial);
    if (degree < 9 || degree > Polynomial.DEGREE) {
      throw new IllegalArgumentException("degree of the chunker polynomial is " + degree);
    }
    this.shift = degree - 8;
    for (int b = 0; b < 256; b++) {
      long hash = Polynomial.mod(b, polynomial);
      for (int i = 0; i < WINDOW - 1; i++) {
        hash = Polynomial.mod(hash << 8, polynomial);
      }
      out[b] = hash;
      long top = (long) b << degree;
      mod[b] = Polynomial.mod(top, polynomial) | top;
    }
  }

  /**
   * Returns the length of the piece that begins at {@code offset}. The caller shows at least {@link
   * #LARGEST} bytes or all that is left: {@code end} is then taken as the end of the content.
   */
  public int next(byte[] content, int offset, int end) {
    int length = end - offset;
    if (length <= SMALLEST) {
      return length;
    }
    // The fingerprint at the earliest cut depends on the 64 bytes before it alone.
    int position = offset + SMALLEST - WINDOW;
    long digest = 0;
    for (int i = 0; i < WINDOW; i++) {
      digest = append(digest, content[position++]);
    }
    int stop = offset + Math.min(length, LARGEST);
    while ((digest & MASK) != 0 && position < stop) {
      digest ^= out[content[position - WINDOW] & 0xFF];
      digest = append(digest, content[position++]);
    }
    return position - offset;
  }

  private long append(long digest, byte next) {
    int index = (int) (digest >>> shift) & 0xFF;
    return ((digest << 8) | (next & 0xFF)) ^ mod[index];
  }
}
