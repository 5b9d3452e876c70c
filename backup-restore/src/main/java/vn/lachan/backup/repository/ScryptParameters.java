package vn.lachan.backup.repository;

/**
 * How costly it is to try a password: scrypt's three numbers.
 *
 * <p>Source: RFC 7914. Memory is 128·r·(N + p) bytes; numbers that would need more than 1 GiB are
 * refused, so that a planted key file cannot exhaust the machine.
 *
 * @param n cost, a power of two
 * @param r block size
 * @param p how often
 */
public record ScryptParameters(int n, int r, int p) {

  /** 32 MiB and about a second of one core of 2020. */
  public static final ScryptParameters DEFAULT = new ScryptParameters(32768, 8, 5);

  public ScryptParameters {
    if (n < 2 || Integer.bitCount(n) != 1 || r < 1 || p < 1 || p > 64) {
      throw new IllegalArgumentException(
          "scrypt parameters out of bounds: N=" + n + " r=" + r + " p=" + p);
    }
    if (128L * r * Math.max(n, p) > 1L << 30) {
      throw new IllegalArgumentException(
          "scrypt would need more than 1 GiB: N=" + n + " r=" + r + " p=" + p);
    }
  }
}
