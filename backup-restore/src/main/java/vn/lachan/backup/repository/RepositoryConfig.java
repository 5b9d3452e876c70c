package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What {@code config} says: the version, the random name and where files are cut. */
record RepositoryConfig(int version, @Nullable String id, @Nullable String chunkerPolynomial) {

  static final int VERSION = 2;

  static RepositoryConfig create(SecureRandom random) {
    return create(random, Polynomial.random(random));
  }

  static RepositoryConfig create(SecureRandom random, long polynomial) {
    byte[] id = new byte[StorageId.BYTES];
    random.nextBytes(id);
    return new RepositoryConfig(
        VERSION, HexFormat.of().formatHex(id), Long.toHexString(polynomial));
  }

  /** The polynomial, after making sure that it is one to cut with. */
  long polynomial() {
    String text = chunkerPolynomial;
    try {
      long polynomial = text == null ? 0 : Long.parseUnsignedLong(text, 16);
      if (Polynomial.degree(polynomial) == Polynomial.DEGREE
          && Polynomial.isIrreducible(polynomial)) {
        return polynomial;
      }
    } catch (NumberFormatException e) {
      throw new CorruptRepositoryException("chunker polynomial is no number: " + text, "config");
    }
    throw new CorruptRepositoryException("chunker polynomial is not usable: " + text, "config");
  }
}
