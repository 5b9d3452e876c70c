package vn.lachan.backup.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The compression function of SHA-256 (FIPS 180-4, 6.2.2) on {@link #LANES} messages at once.
 *
 * <p>Word {@code i} of the state of lane {@code l} is {@code state[i * LANES + l]}. Loading this
 * class fails when the JVM was started without {@code jdk.incubator.vector}. For one thread.
 */
final class VectorSha256 {

  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int WORDS = 64;

  /** FIPS 180-4, 4.2.2. */
  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final int[] state = new int[8 * LANES];
  private final int[] words = new int[WORDS * LANES];

  void load(int lane, int[] from) {
    for (int i = 0; i < 8; i++) {
      state[i * LANES + lane] = from[i];
    }
  }

  void store(int lane, int[] to) {
    for (int i = 0; i < 8; i++) {
      to[i] = state[i * LANES + lane];
    }
  }

  /** Takes {@code blocks} blocks of every lane and moves the offsets behind them. */
  void run(byte[][] content, int[] offsets, int blocks) {
    for (int block = 0; block < blocks; block++) {
      read(words, content, offsets);
      schedule(words);
      rounds(state, words);
    }
  }

  private static void read(int[] words, byte[][] content, int[] offsets) {
    for (int lane = 0; lane < LANES; lane++) {
      byte[] from = content[lane];
      int offset = offsets[lane];
      for (int t = 0; t < 16; t++) {
        words[t * LANES + lane] = (int) BIG_ENDIAN.get(from, offset + 4 * t);
      }
      offsets[lane] = offset + HashJob.BLOCK;
    }
  }

  private static void schedule(int[] words) {
    for (int t = 16; t < WORDS; t++) {
      IntVector w15 = IntVector.fromArray(SPECIES, words, (t - 15) * LANES);
      IntVector w2 = IntVector.fromArray(SPECIES, words, (t - 2) * LANES);
      IntVector s0 = xor(xor(right(w15, 7), right(w15, 18)), shift(w15, 3));
      IntVector s1 = xor(xor(right(w2, 17), right(w2, 19)), shift(w2, 10));
      IntVector.fromArray(SPECIES, words, (t - 16) * LANES)
          .add(s0)
          .add(IntVector.fromArray(SPECIES, words, (t - 7) * LANES))
          .add(s1)
          .intoArray(words, t * LANES);
    }
  }

  private static void rounds(int[] state, int[] words) {
    IntVector a = IntVector.fromArray(SPECIES, state, 0);
    IntVector b = IntVector.fromArray(SPECIES, state, LANES);
    IntVector c = IntVector.fromArray(SPECIES, state, 2 * LANES);
    IntVector d = IntVector.fromArray(SPECIES, state, 3 * LANES);
    IntVector e = IntVector.fromArray(SPECIES, state, 4 * LANES);
    IntVector f = IntVector.fromArray(SPECIES, state, 5 * LANES);
    IntVector g = IntVector.fromArray(SPECIES, state, 6 * LANES);
    IntVector h = IntVector.fromArray(SPECIES, state, 7 * LANES);
    for (int t = 0; t < WORDS; t++) {
      IntVector s1 = xor(xor(right(e, 6), right(e, 11)), right(e, 25));
      IntVector choice = xor(g, e.and(xor(f, g)));
      IntVector word = IntVector.fromArray(SPECIES, words, t * LANES);
      IntVector t1 = h.add(s1).add(choice).add(word).add(K[t]);
      IntVector s0 = xor(xor(right(a, 2), right(a, 13)), right(a, 22));
      IntVector majority = a.and(b).or(c.and(a.or(b)));
      h = g;
      g = f;
      f = e;
      e = d.add(t1);
      d = c;
      c = b;
      b = a;
      a = t1.add(s0).add(majority);
    }
    add(state, 0, a);
    add(state, 1, b);
    add(state, 2, c);
    add(state, 3, d);
    add(state, 4, e);
    add(state, 5, f);
    add(state, 6, g);
    add(state, 7, h);
  }

  private static void add(int[] state, int word, IntVector value) {
    IntVector.fromArray(SPECIES, state, word * LANES).add(value).intoArray(state, word * LANES);
  }

  private static IntVector right(IntVector value, int bits) {
    return value.lanewise(VectorOperators.ROR, bits);
  }

  private static IntVector shift(IntVector value, int bits) {
    return value.lanewise(VectorOperators.LSHR, bits);
  }

  private static IntVector xor(IntVector left, IntVector right) {
    return left.lanewise(VectorOperators.XOR, right);
  }
}
