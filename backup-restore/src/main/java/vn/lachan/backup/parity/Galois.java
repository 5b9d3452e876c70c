package vn.lachan.backup.parity;

/**
 * Numbers of the field with 256 elements, made by x^8 + x^4 + x^3 + x^2 + 1 (0x11D), generator 2.
 *
 * <p>Source: J. S. Plank, A Tutorial on Reed-Solomon Coding for Fault-Tolerance in RAID-like
 * Systems; the same field as Backblaze's JavaReedSolomon, whose published figures are the tests.
 */
final class Galois {

  private static final int POLYNOMIAL = 0x11D;
  private static final int[] LOG = new int[256];
  private static final int[] EXP = new int[512];
  private static final byte[][] PRODUCTS = new byte[256][256];

  static {
    int x = 1;
    for (int i = 0; i < 255; i++) {
      EXP[i] = x;
      EXP[i + 255] = x;
      LOG[x] = i;
      x <<= 1;
      if (x > 255) {
        x ^= POLYNOMIAL;
      }
    }
    for (int a = 0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        PRODUCTS[a][b] = (byte) multiply(a, b);
      }
    }
  }

  private Galois() {}

  static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
  }

  static int divide(int a, int b) {
    if (b == 0) {
      throw new ArithmeticException("division by zero in GF(256)");
    }
    return a == 0 ? 0 : EXP[LOG[a] + 255 - LOG[b]];
  }

  static int power(int a, int n) {
    if (n == 0) {
      return 1;
    }
    return a == 0 ? 0 : EXP[LOG[a] * n % 255];
  }

  /** Products of {@code factor} with every number. */
  static byte[] products(int factor) {
    return PRODUCTS[factor];
  }
}
