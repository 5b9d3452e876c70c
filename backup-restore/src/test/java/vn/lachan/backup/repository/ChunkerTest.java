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
    assertThat(pieces(new byte[4 * Chunker.SMALLEST]))
        .extracting(StorageId::toString)
        .containsOnly("07854d2fef297a06ba81685e660c332de36d5d18d546927d30daad6d7fda1541");
  }

  /** Vector "chunks1" of restic/chunker: 32 MiB of Go's random numbers with seed 23. */
  private static final List<String> PUBLISHED =
      List.of(
          "2163460 4b94cb2cf293855ea43bf766731c74969b91aa6bf3c078719aabdd19860d590d",
          "643703 5727a63c0964f365ab8ed2ccf604912f2ea7be29759a2b53ede4d6841e397407",
          "1528956 a73759636a1e7a2758767791c69e81b69fb49236c6929e5d1b654e06e37674ba",
          "1955808 c955fb059409b25f07e5ae09defbbc2aadf117c97a3724e06ad4abd2787e6824",
          "2222372 6ba5e9f7e1b310722be3627716cf469be941f7f3e39a4c3bcefea492ec31ee56",
          "2538687 8687937412f654b5cfe4a82b08f28393a0c040f77c6f95e26742c2fc4254bfde",
          "609606 5da820742ff5feb3369112938d3095785487456f65a8efc4b96dac4be7ebb259",
          "1205738 cc70d8fad5472beb031b1aca356bcab86c7368f40faa24fe5f8922c6c268c299",
          "959742 4065bdd778f95676c92b38ac265d361f81bff17d76e5d9452cf985a2ea5a4e39",
          "4036109 b9cf166e75200eb4993fc9b6e22300a6790c75e6b0fc8f3f29b68a752d42f275",
          "1525894 2f238180e4ca1f7520a05f3d6059233926341090f9236ce677690c1823eccab3",
          "1352720 afd12f13286a3901430de816e62b85cc62468c059295ce5888b76b3af9028d84",
          "811884 42d0cdb1ee7c48e552705d18e061abb70ae7957027db8ae8db37ec756472a70a",
          "1282314 819721c2457426eb4f4c7565050c44c32076a56fa9b4515a1c7796441730eb58",
          "1318021 842eb53543db55bacac5e25cb91e43cc2e310fe5f9acc1aee86bdf5e91389374",
          "948640 b8e36bf7019bb96ac3fb7867659d2167d9d3b3148c09fe0de45850b8fe577185",
          "645464 5584bd27982191c3329f01ed846bfd266e96548dfa87018f745c33cfc240211d",
          "533758 4da778a25b72a9a0d53529eccfe2e5865a789116cb1800f470d8df685a8ab05d",
          "1128303 08c6b0b38095b348d80300f0be4c5184d2744a17147c2cba5cc4315abf4c048f",
          "800374 820284d2c8fd243429674c996d8eb8d3450cbc32421f43113e980f516282c7bf",
          "2453512 5fa870ed107c67704258e5e50abe67509fb73562caf77caa843b5f243425d853",
          "2651975 181347d2bbec32bef77ad5e9001e6af80f6abcf3576549384d334ee00c1988d8",
          "237392 fcd567f5d866357a8e299fd5b2359bb2c8157c30395229c4e9b0a353944a7978");

  @Test
  void cutsWhereThePublishedVectorsSay() {
    byte[] content = new GoRandom(23).content(32 << 20);
    List<String> pieces = new ArrayList<>();
    int offset = 0;
    for (int length : cuts(chunker, content)) {
      byte[] piece = java.util.Arrays.copyOfRange(content, offset, offset + length);
      pieces.add(length + " " + StorageId.of(BlobCodec.newSha256().digest(piece)));
      offset += length;
    }

    assertThat(pieces).isEqualTo(PUBLISHED);
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
