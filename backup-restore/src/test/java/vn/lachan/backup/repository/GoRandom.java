package vn.lachan.backup.repository;

import java.util.Arrays;

/**
 * The random numbers of Go's {@code math/rand} for a seed, because the published cuts of
 * restic/chunker are of content made with them.
 *
 * <p>An additive lagged Fibonacci generator, {@code y[n+607] = y[n] + y[n+334]} modulo 2^64. Go
 * seeds it together with a table: the state after 7.8e12 steps from seed 1. The table is computed
 * here by a power of x modulo {@code x^607 - x^334 - 1}.
 */
final class GoRandom {

  private static final int LENGTH = 607;
  private static final int TAP = 273;
  private static final long STEPS_OF_TABLE = 7_800_000_000_000L;
  private static final long[] TABLE = table();

  private final long[] state;
  private int tap;
  private int feed = LENGTH - TAP;

  GoRandom(int seed) {
    state = seeded(seed, 40, 20);
    for (int i = 0; i < LENGTH; i++) {
      state[i] ^= TABLE[i];
    }
  }

  private static long[] seeded(int seed, int first, int second) {
    long[] state = new long[LENGTH];
    long x = seed;
    for (int i = 0; i < 20; i++) {
      x = lehmer(x);
    }
    for (int i = 0; i < LENGTH; i++) {
      long high = lehmer(x);
      long middle = lehmer(high);
      x = lehmer(middle);
      state[i] = high << first ^ middle << second ^ x;
    }
    return state;
  }

  private static long lehmer(long x) {
    return x * 48271 % Integer.MAX_VALUE;
  }

  private static long[] table() {
    long[] start = seeded(1, 20, 10);
    long[] y = new long[2 * LENGTH];
    for (int n = 0; n < y.length; n++) {
      y[n] =
          n < LENGTH
              ? start[Math.floorMod(LENGTH - TAP - 1 - n, LENGTH)]
              : y[n - LENGTH] + y[n - TAP];
    }
    long[] power = powerOfX(STEPS_OF_TABLE);
    long[] table = new long[LENGTH];
    for (int k = 0; k < LENGTH; k++) {
      long sum = 0;
      for (int i = 0; i < LENGTH; i++) {
        sum += power[i] * y[i + k];
      }
      table[(int) Math.floorMod(LENGTH - TAP - 1 - k - STEPS_OF_TABLE, (long) LENGTH)] = sum;
    }
    return table;
  }

  private static long[] powerOfX(long exponent) {
    long[] power = new long[LENGTH];
    power[0] = 1;
    for (int bit = 63 - Long.numberOfLeadingZeros(exponent); bit >= 0; bit--) {
      long[] square = new long[2 * LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        for (int j = 0; j < LENGTH; j++) {
          square[i + j] += power[i] * power[j];
        }
      }
      if ((exponent >>> bit & 1) != 0) {
        System.arraycopy(square, 0, square, 1, square.length - 1);
        square[0] = 0;
      }
      for (int n = square.length - 1; n >= LENGTH; n--) {
        square[n - LENGTH] += square[n];
        square[n - TAP] += square[n];
      }
      power = Arrays.copyOf(square, LENGTH);
    }
    return power;
  }

  private long next() {
    tap = tap == 0 ? LENGTH - 1 : tap - 1;
    feed = feed == 0 ? LENGTH - 1 : feed - 1;
    state[feed] += state[tap];
    return state[feed];
  }

  /** Content made of 32-bit numbers, little endian, as the tests of restic/chunker make it. */
  byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i += 4) {
      long number = (next() & Long.MAX_VALUE) >>> 31;
      for (int part = 0; part < 4; part++) {
        content[i + part] = (byte) (number >>> (8 * part));
      }
    }
    return content;
  }
}
