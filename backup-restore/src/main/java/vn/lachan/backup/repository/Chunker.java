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

  /** Stretches that are looked at beside each other, so that none waits for the other's tables. */
  private static final int LANES = 4;

  private static final int STRETCH = 4096;

  private final int shift;

  /** What the byte that leaves the window takes away, one step later. */
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
    for (int b = 0; b < 256; b++) {
      out[b] = (out[b] << 8) ^ mod[(int) (out[b] >>> shift) & 0xFF];
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
    int stop = offset + Math.min(length, LARGEST);
    int position = offset + SMALLEST;
    if ((fingerprint(content, position) & MASK) == 0) {
      return SMALLEST;
    }
    while (stop - position >= LANES * STRETCH && !endsWithin(content, position)) {
      position += LANES * STRETCH;
    }
    return scan(content, position, stop) - offset;
  }

  /** The fingerprint of the 64 bytes before {@code position}: it depends on nothing else. */
  private long fingerprint(byte[] content, int position) {
    long digest = 0;
    for (int at = position - WINDOW; at < position; at++) {
      digest = append(digest, content[at]);
    }
    return digest;
  }

  /** The first end of a piece after {@code from}, or {@code stop}. */
  private int scan(byte[] content, int from, int stop) {
    long digest = fingerprint(content, from);
    for (int at = from; at < stop; at++) {
      digest = append(digest, content[at]) ^ out[content[at - WINDOW] & 0xFF];
      if ((digest & MASK) == 0) {
        return at + 1;
      }
    }
    return stop;
  }

  /** Whether a piece ends in the {@code LANES * STRETCH} bytes after {@code from}. */
  private boolean endsWithin(byte[] content, int from) {
    long a = fingerprint(content, from);
    long b = fingerprint(content, from + STRETCH);
    long c = fingerprint(content, from + 2 * STRETCH);
    long d = fingerprint(content, from + 3 * STRETCH);
    for (int at = from; at < from + STRETCH; at++) {
      a = append(a, content[at]) ^ out[content[at - WINDOW] & 0xFF];
      b = append(b, content[at + STRETCH]) ^ out[content[at + STRETCH - WINDOW] & 0xFF];
      c = append(c, content[at + 2 * STRETCH]) ^ out[content[at + 2 * STRETCH - WINDOW] & 0xFF];
      d = append(d, content[at + 3 * STRETCH]) ^ out[content[at + 3 * STRETCH - WINDOW] & 0xFF];
      if ((a & MASK) == 0 || (b & MASK) == 0 || (c & MASK) == 0 || (d & MASK) == 0) {
        return true;
      }
    }
    return false;
  }

  private long append(long digest, byte next) {
    return ((digest << 8) | (next & 0xFF)) ^ mod[(int) (digest >>> shift) & 0xFF];
  }
}
