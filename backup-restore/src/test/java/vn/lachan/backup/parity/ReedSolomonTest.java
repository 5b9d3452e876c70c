package vn.lachan.backup.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors: the tests of Backblaze's JavaReedSolomon (GaloisTest, ReedSolomonTest). */
class ReedSolomonTest {

  @ParameterizedTest
  @CsvSource({"3,4,12", "7,7,21", "23,45,41"})
  void multipliesAsPublished(int a, int b, int product) {
    assertThat(Galois.multiply(a, b)).isEqualTo(product);
    assertThat(Galois.divide(product, b)).isEqualTo(a);
    assertThat(Galois.products(a)[b] & 0xFF).isEqualTo(product);
  }

  @ParameterizedTest
  @CsvSource({"2,2,4", "5,20,235", "13,7,43"})
  void raisesToPowersAsPublished(int a, int n, int power) {
    assertThat(Galois.power(a, n)).isEqualTo(power);
  }

  @Test
  void encodesAsPublished() {
    byte[][] data = {{0, 1}, {4, 5}, {2, 3}, {6, 7}, {8, 9}};

    byte[][] parity = encode(new ReedSolomon(5, 5), data, 5);

    assertThat(parity)
        .isDeepEqualTo(new byte[][] {{12, 13}, {10, 11}, {14, 15}, {90, 91}, {94, 95}});
  }

  @Test
  void givesBackWhateverIsLostWithinTheParity() {
    Random random = new Random(11);
    for (int round = 0; round < Integer.getInteger("lachan.parity.rounds", 200); round++) {
      int k = 1 + random.nextInt(30);
      int m = 1 + random.nextInt(6);
      byte[][] data = new byte[k][16];
      for (byte[] shard : data) {
        random.nextBytes(shard);
      }
      ReedSolomon code = new ReedSolomon(k, m);
      byte[][] parity = encode(code, data, m);
      List<Integer> shards = new ArrayList<>();
      for (int i = 0; i < k + m; i++) {
        shards.add(i);
      }
      Collections.shuffle(shards, random);
      List<Integer> present = shards.subList(m, shards.size());
      for (int lost : shards.subList(0, m)) {
        if (lost < k) {
          assertThat(decode(code, lost, present, data, parity)).isEqualTo(data[lost]);
        }
      }
    }
  }

  @Test
  void saysWhenTooLittleIsThere() {
    assertThat(new ReedSolomon(4, 2).recipe(0, List.of(1, 2, 4))).isNull();
  }

  private static byte[] decode(
      ReedSolomon code, int lost, List<Integer> present, byte[][] data, byte[][] parity) {
    int[] recipe = code.recipe(lost, present);
    byte[] back = new byte[data[0].length];
    for (int i = 0; i < recipe.length; i++) {
      int shard = present.get(i);
      byte[] from = shard < data.length ? data[shard] : parity[shard - data.length];
      ReedSolomon.addProduct(recipe[i], from, 0, back, back.length);
    }
    return back;
  }

  private static byte[][] encode(ReedSolomon code, byte[][] data, int parities) {
    byte[][] parity = new byte[parities][data[0].length];
    for (int i = 0; i < data.length; i++) {
      code.add(i, data[i], 0, parity, data[i].length);
    }
    return parity;
  }
}
