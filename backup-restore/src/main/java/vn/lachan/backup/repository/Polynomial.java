package vn.lachan.backup.repository;

import java.security.SecureRandom;

/**
 * Polynomials over GF(2) of degree below 64, one bit a coefficient.
 *
 * <p>A repository cuts files with its own irreducible polynomial of degree 53, so that where cuts
 * fall tells an outsider nothing about known files. Source: M. O. Rabin, Fingerprinting by random
 * polynomials; restic/chunker.
 */
final class Polynomial {

  static final int DEGREE = 53;

  private Polynomial() {}

  static int degree(long x) {
    return 63 - Long.numberOfLeadingZeros(x);
  }

  static long mod(long x, long p) {
    int degree = degree(p);
    long rest = x;
    while (rest != 0 && degree(rest) >= degree) {
      rest ^= p << (degree(rest) - degree);
    }
    return rest;
  }

  static long multiplyMod(long factor, long y, long modulus) {
    long x = mod(factor, modulus);
    long result = 0;
    for (int i = degree(y); i >= 0; i--) {
      result = mod(result << 1, modulus);
      if (((y >>> i) & 1) != 0) {
        result ^= x;
      }
    }
    return result;
  }

  static long greatestCommonDivisor(long x, long y) {
    long a = x;
    long b = y;
    while (b != 0) {
      long rest = mod(a, b);
      a = b;
      b = rest;
    }
    return a;
  }

  /** Ben-Or's test: no common factor with x^(2^i) - x for any i up to half the degree. */
  static boolean isIrreducible(long f) {
    int half = degree(f) / 2;
    long power = 2;
    for (int i = 1; i <= half; i++) {
      power = multiplyMod(power, power, f);
      if (greatestCommonDivisor(f, power ^ 2) != 1) {
        return false;
      }
    }
    return true;
  }

  static long random(SecureRandom random) {
    while (true) {
      long f = (random.nextLong() & ((1L << (DEGREE + 1)) - 1)) | (1L << DEGREE) | 1;
      if (isIrreducible(f)) {
        return f;
      }
    }
  }
}
