package vn.lachan.events;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing Bloom filter: says for certain that an id is new, and with an error of about 2 % that
 * it may not be. Blocks of 512 bits, so that an answer touches one cache line; 12 bits an id.
 *
 * <p>Not safe for use by several threads, except that {@link #mightContain} may run beside others.
 */
final class LuceneIdFilter {
  private static final int FIRST_CAPACITY = 1 << 14;
  private static final int LAST_CAPACITY = 1 << 22;
  private static final int BITS_PER_ID = 12;
  private static final int PROBES = 6;

  private final List<long[]> layers = new ArrayList<>();
  private int capacity;
  private int inLastLayer;

  void add(long hash) {
    if (inLastLayer == capacity) {
      capacity = Math.min(LAST_CAPACITY, Math.max(FIRST_CAPACITY, capacity * 2));
      layers.add(new long[capacity * BITS_PER_ID / 64 / 8 * 8]);
      inLastLayer = 0;
    }
    inLastLayer++;
    long[] layer = layers.getLast();
    int block = block(layer, hash);
    long probes = hash * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) (probes >>> (i * 9)) & 511;
      layer[block + (bit >>> 6)] |= 1L << (bit & 63);
    }
  }

  boolean mightContain(long hash) {
    for (long[] layer : layers) {
      if (mightContain(layer, hash)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mightContain(long[] layer, long hash) {
    int block = block(layer, hash);
    long probes = hash * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) (probes >>> (i * 9)) & 511;
      if ((layer[block + (bit >>> 6)] & (1L << (bit & 63))) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int block(long[] layer, long hash) {
    return (int) Math.unsignedMultiplyHigh(hash, layer.length / 8) * 8;
  }

  /** Memory it takes. */
  long bytes() {
    return layers.stream().mapToLong(layer -> layer.length * 8L).sum();
  }
}
