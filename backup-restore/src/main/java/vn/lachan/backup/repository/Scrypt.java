package vn.lachan.backup.repository;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * scrypt (RFC 7914): a key from a password, at a cost in time and memory.
 *
 * <p>Every command begins with it. Bouncy Castle's takes twice the CPU time in a JVM that has just
 * started, and reading its signed jar as much again; this one is a few loops that compile at once,
 * and computes two of the {@code p} independent blocks beside each other where memory is small.
 * HMAC is the JDK's. Proven against the vectors of RFC 7914 and Bouncy Castle's results.
 */
final class Scrypt {

  private static final int WORDS = 16;

  /** Blocks larger than this are computed one after the other, for the sake of memory. */
  private static final long LARGEST_SIDE_BY_SIDE = 64L << 20;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Scrypt() {}

  /** Returns {@code length} bytes. Wipes what it held besides, not its arguments. */
  static byte[] derive(byte[] password, byte[] salt, ScryptParameters cost, int length) {
    int blockBytes = 128 * cost.r();
    byte[] blocks = pbkdf2(password, salt, blockBytes * cost.p());
    try {
      long memory = (long) blockBytes * cost.n();
      int threads = memory <= LARGEST_SIDE_BY_SIDE ? Math.min(2, cost.p()) : 1;
      List<CompletableFuture<Void>> others = new ArrayList<>();
      for (int thread = 1; thread < threads; thread++) {
        int first = thread;
        others.add(
            CompletableFuture.runAsync(
                () -> mixEvery(blocks, first, threads, cost),
                task -> Thread.ofPlatform().daemon().name("scrypt").start(task)));
      }
      mixEvery(blocks, 0, threads, cost);
      others.forEach(CompletableFuture::join);
      return pbkdf2(password, blocks, length);
    } finally {
      Arrays.fill(blocks, (byte) 0);
    }
  }

  /** PBKDF2-HMAC-SHA256 with one iteration (RFC 8018, 5.2). */
  private static byte[] pbkdf2(byte[] password, byte[] salt, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // HMAC fills a key up with zeros, so one zero is the same key as none, which the JDK refuses.
      mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA256"));
      byte[] derived = new byte[length];
      int size = mac.getMacLength();
      for (int done = 0, i = 1; done < length; done += size, i++) {
        mac.update(salt);
        mac.update(new byte[] {(byte) (i >>> 24), (byte) (i >>> 16), (byte) (i >>> 8), (byte) i});
        System.arraycopy(mac.doFinal(), 0, derived, done, Math.min(size, length - done));
      }
      return derived;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static void mixEvery(byte[] blocks, int first, int step, ScryptParameters cost) {
    int words = 32 * cost.r();
    int[] table = new int[words * cost.n()];
    int[] x = new int[words];
    int[] y = new int[words];
    for (int block = first; block < cost.p(); block += step) {
      int at = 4 * words * block;
      for (int i = 0; i < words; i++) {
        x[i] = (int) LITTLE_ENDIAN.get(blocks, at + 4 * i);
      }
      mix(x, y, table, cost.n());
      for (int i = 0; i < words; i++) {
        LITTLE_ENDIAN.set(blocks, at + 4 * i, x[i]);
      }
    }
    Arrays.fill(table, 0);
    Arrays.fill(x, 0);
    Arrays.fill(y, 0);
  }

  /** scryptROMix (RFC 7914, 5); {@code n} is a power of two, so that the result is in {@code x}. */
  private static void mix(int[] x, int[] y, int[] table, int n) {
    int words = x.length;
    System.arraycopy(x, 0, table, 0, words);
    for (int i = 1; i < n; i++) {
      mixBlock(table, (i - 1) * words, table, i * words, words);
    }
    mixBlock(table, (n - 1) * words, x, 0, words);
    for (int i = 0; i < n; i += 2) {
      step(x, y, table, n);
      step(y, x, table, n);
    }
  }

  private static void step(int[] from, int[] to, int[] table, int n) {
    int words = from.length;
    int at = (from[words - WORDS] & (n - 1)) * words;
    for (int k = 0; k < words; k++) {
      from[k] ^= table[at + k];
    }
    mixBlock(from, 0, to, 0, words);
  }

  /** scryptBlockMix (RFC 7914, 4): even results go to the first half, odd ones to the second. */
  private static void mixBlock(int[] from, int fromAt, int[] to, int toAt, int words) {
    int half = toAt + words / 2;
    int last = fromAt + words - WORDS;
    int before = last;
    int[] beforeIn = from;
    for (int done = 0; done < words; done += WORDS) {
      int odd = done & WORDS;
      int target = (odd == 0 ? toAt : half) + (done - odd) / 2;
      salsa(beforeIn, before, from, fromAt + done, to, target);
      beforeIn = to;
      before = target;
    }
  }

  /** Salsa20/8 (RFC 7914, 3) of the exclusive or of two blocks. */
  private static void salsa(int[] a, int aAt, int[] b, int bAt, int[] to, int at) {
    int i0 = a[aAt] ^ b[bAt];
    int i1 = a[aAt + 1] ^ b[bAt + 1];
    int i2 = a[aAt + 2] ^ b[bAt + 2];
    int i3 = a[aAt + 3] ^ b[bAt + 3];
    int i4 = a[aAt + 4] ^ b[bAt + 4];
    int i5 = a[aAt + 5] ^ b[bAt + 5];
    int i6 = a[aAt + 6] ^ b[bAt + 6];
    int i7 = a[aAt + 7] ^ b[bAt + 7];
    int i8 = a[aAt + 8] ^ b[bAt + 8];
    int i9 = a[aAt + 9] ^ b[bAt + 9];
    int i10 = a[aAt + 10] ^ b[bAt + 10];
    int i11 = a[aAt + 11] ^ b[bAt + 11];
    int i12 = a[aAt + 12] ^ b[bAt + 12];
    int i13 = a[aAt + 13] ^ b[bAt + 13];
    int i14 = a[aAt + 14] ^ b[bAt + 14];
    int i15 = a[aAt + 15] ^ b[bAt + 15];
    to[at] = i0;
    to[at + 1] = i1;
    to[at + 2] = i2;
    to[at + 3] = i3;
    to[at + 4] = i4;
    to[at + 5] = i5;
    to[at + 6] = i6;
    to[at + 7] = i7;
    to[at + 8] = i8;
    to[at + 9] = i9;
    to[at + 10] = i10;
    to[at + 11] = i11;
    to[at + 12] = i12;
    to[at + 13] = i13;
    to[at + 14] = i14;
    to[at + 15] = i15;
    for (int round = 0; round < 8; round += 2) {
      i4 ^= Integer.rotateLeft(i0 + i12, 7);
      i8 ^= Integer.rotateLeft(i4 + i0, 9);
      i12 ^= Integer.rotateLeft(i8 + i4, 13);
      i0 ^= Integer.rotateLeft(i12 + i8, 18);
      i9 ^= Integer.rotateLeft(i5 + i1, 7);
      i13 ^= Integer.rotateLeft(i9 + i5, 9);
      i1 ^= Integer.rotateLeft(i13 + i9, 13);
      i5 ^= Integer.rotateLeft(i1 + i13, 18);
      i14 ^= Integer.rotateLeft(i10 + i6, 7);
      i2 ^= Integer.rotateLeft(i14 + i10, 9);
      i6 ^= Integer.rotateLeft(i2 + i14, 13);
      i10 ^= Integer.rotateLeft(i6 + i2, 18);
      i3 ^= Integer.rotateLeft(i15 + i11, 7);
      i7 ^= Integer.rotateLeft(i3 + i15, 9);
      i11 ^= Integer.rotateLeft(i7 + i3, 13);
      i15 ^= Integer.rotateLeft(i11 + i7, 18);
      i1 ^= Integer.rotateLeft(i0 + i3, 7);
      i2 ^= Integer.rotateLeft(i1 + i0, 9);
      i3 ^= Integer.rotateLeft(i2 + i1, 13);
      i0 ^= Integer.rotateLeft(i3 + i2, 18);
      i6 ^= Integer.rotateLeft(i5 + i4, 7);
      i7 ^= Integer.rotateLeft(i6 + i5, 9);
      i4 ^= Integer.rotateLeft(i7 + i6, 13);
      i5 ^= Integer.rotateLeft(i4 + i7, 18);
      i11 ^= Integer.rotateLeft(i10 + i9, 7);
      i8 ^= Integer.rotateLeft(i11 + i10, 9);
      i9 ^= Integer.rotateLeft(i8 + i11, 13);
      i10 ^= Integer.rotateLeft(i9 + i8, 18);
      i12 ^= Integer.rotateLeft(i15 + i14, 7);
      i13 ^= Integer.rotateLeft(i12 + i15, 9);
      i14 ^= Integer.rotateLeft(i13 + i12, 13);
      i15 ^= Integer.rotateLeft(i14 + i13, 18);
    }
    to[at] += i0;
    to[at + 1] += i1;
    to[at + 2] += i2;
    to[at + 3] += i3;
    to[at + 4] += i4;
    to[at + 5] += i5;
    to[at + 6] += i6;
    to[at + 7] += i7;
    to[at + 8] += i8;
    to[at + 9] += i9;
    to[at + 10] += i10;
    to[at + 11] += i11;
    to[at + 12] += i12;
    to[at + 13] += i13;
    to[at + 14] += i14;
    to[at + 15] += i15;
  }
}
