package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {

  /** The polynomial of the tests of restic/chunker. */
  private static final long POLYNOMIAL = 0x3DA3358B4DC173L;

  private final Chunker chunker = new Chunker(POLYNOMIAL);

  /** Vector "chunks2" of restic/chunker: zeros are cut at the smallest length each time. */
  @Test
  void cutsZerosAtTheSmallestLength() {
    assertThat(cuts(chunker, new byte[4 * Chunker.SMALLEST]))
        .containsExactly(Chunker.SMALLEST, Chunker.SMALLEST, Chunker.SMALLEST, Chunker.SMALLEST);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Chunker.SMALLEST - 1, Chunker.SMALLEST})
  void neverCutsShortContent(int length) {
    assertThat(chunker.next(new byte[length], 0, length)).isEqualTo(length);
  }

  @Test
  void cutsWhereTheDefinitionSays() {
    byte[] content = random(23, 6 << 20);
    int offset = 0;
    for (int length : cuts(chunker, content)) {
      assertThat(length).isEqualTo(slowNext(content, offset));
      offset += length;
    }
    assertThat(offset).isEqualTo(content.length);
  }

  /** The definition: the last 64 bytes as a polynomial, modulo ours, has its low 20 bits zero. */
  private static int slowNext(byte[] content, int offset) {
    int length = Math.min(content.length - offset, Chunker.LARGEST);
    for (int n = Chunker.SMALLEST; n < length; n++) {
      long rest = 0;
      for (int i = n - 64; i < n; i++) {
        rest = reduce(rest << 8 | (content[offset + i] & 0xFF));
      }
      if ((rest & ((1 << 20) - 1)) == 0) {
        return n;
      }
    }
    return length;
  }

  private static long reduce(long value) {
    long rest = value;
    for (int bit = 61; bit >= 53; bit--) {
      if ((rest >>> bit & 1) != 0) {
        rest ^= POLYNOMIAL << (bit - 53);
      }
    }
    return rest;
  }

  @Test
  void keepsMostCutsWhenSomethingIsInserted() {
    byte[] before = random(7, 24 << 20);
    byte[] after = new byte[before.length + 1000];
    System.arraycopy(before, 0, after, 0, 10_000_000);
    System.arraycopy(before, 10_000_000, after, 10_001_000, before.length - 10_000_000);

    Set<StorageId> known = new HashSet<>(pieces(before));
    long fresh = pieces(after).stream().filter(id -> !known.contains(id)).count();

    assertThat(fresh).isLessThanOrEqualTo(3);
  }

  private List<StorageId> pieces(byte[] content) {
    List<StorageId> ids = new ArrayList<>();
    int offset = 0;
    for (int length : cuts(chunker, content)) {
      byte[] piece = java.util.Arrays.copyOfRange(content, offset, offset + length);
      ids.add(StorageId.of(BlobCodec.newSha256().digest(piece)));
      offset += length;
    }
    return ids;
  }

  private static List<Integer> cuts(Chunker chunker, byte[] content) {
    List<Integer> lengths = new ArrayList<>();
    for (int offset = 0; offset < content.length; offset += lengths.getLast()) {
      lengths.add(chunker.next(content, offset, content.length));
    }
    return lengths;
  }

  private static byte[] random(int seed, int length) {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** Vectors of restic/chunker's polynomials_test.go. */
  @ParameterizedTest
  @ValueSource(longs = {0x3DA3358B4DC173L, 0x2482734cacca49L})
  void knowsIrreduciblePolynomials(long polynomial) {
    assertThat(Polynomial.isIrreducible(polynomial)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0x38f1e565e288dfL, 0x30a8295b9d5c91L, 0x255f4350b962cbL, 0x267f776110a235L,
        0x2f4dae10d41227L, 0x312daf4b284899L, 0x29dfb6553d01d1L, 0x3548245eb26257L,
        0x3199e7ef4211b3L, 0x362f39017dae8bL, 0x200d57aa6fdacbL, 0x35e0a4efa1d275L
      })
  void knowsReduciblePolynomials(long polynomial) {
    assertThat(Polynomial.isIrreducible(polynomial)).isFalse();
  }

  @Test
  void multipliesModuloAPolynomial() {
    assertThat(Polynomial.multiplyMod(0x1230, 0x230, 0x55)).isEqualTo(0x22);
    assertThat(Polynomial.greatestCommonDivisor(0x3DA3358B4DC173L, 0x230d2259defdL)).isEqualTo(1);
  }

  @Test
  void drawsPolynomialsOfTheRightDegree() {
    long polynomial = Polynomial.random(new SecureRandom());

    assertThat(Polynomial.degree(polynomial)).isEqualTo(Polynomial.DEGREE);
  }
}
