package vn.lachan.backup.repository;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The polynomial of Poly1305 on 64-bit numbers, on any processor: more than twice as fast as Bouncy
 * Castle's on 26-bit ones. Proven against that one and the published vectors.
 *
 * <p>Source: D. J. Bernstein, The Poly1305-AES message-authentication code; RFC 8439, 2.5. The
 * number being made is {@code h2·2^128 + h1·2^64 + h0}, reduced modulo 2^130 - 5 as it goes. No
 * table is looked up. For one thread.
 */
final class PortableMac implements OneTimeMac {

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long r0;
  private final long r1;

  /** {@code 5/4·r1}: what the second limb counts for when it goes over the modulus. */
  private final long s1;

  private long h0;
  private long h1;
  private long h2;

  /**
   * @param r 16 bytes, clamped here
   */
  PortableMac(byte[] r) {
    this.r0 = number(r, 0) & 0x0ffffffc0fffffffL;
    this.r1 = number(r, 8) & 0x0ffffffc0ffffffcL;
    this.s1 = r1 + (r1 >>> 2);
  }

  @Override
  public byte[] mac(byte[] content, int offset, int length, byte[] pad) {
    h0 = 0;
    h1 = 0;
    h2 = 0;
    int whole = length / BYTES * BYTES;
    blocks(content, offset, offset + whole, 1);
    if (whole < length) {
      byte[] last = new byte[BYTES];
      System.arraycopy(content, offset + whole, last, 0, length - whole);
      last[length - whole] = 1;
      blocks(last, 0, BYTES, 0);
    }
    return finish(pad);
  }

  private void blocks(byte[] content, int from, int to, long highBit) {
    long a = h0;
    long b = h1;
    long c = h2;
    for (int at = from; at < to; at += BYTES) {
      long m0 = number(content, at);
      long m1 = number(content, at + 8);
      a += m0;
      long carry = carry(a, m0);
      b += m1;
      long carried = carry(b, m1);
      b += carry;
      c += carried + carry(b, carry) + highBit;
      // (d1, d0) = (c, b, a) · (r1, r0), the high limb folded by s1
      long x = a * r0;
      long y = b * s1;
      long d0 = x + y;
      long d0High = high(a, r0) + high(b, s1) + carry(d0, y);
      x = a * r1;
      y = b * r0;
      long d1 = x + y;
      long d1High = high(a, r1) + high(b, r0) + carry(d1, y);
      y = c * s1;
      d1 += y;
      d1High += carry(d1, y);
      d1 += d0High;
      d1High += carry(d1, d0High);
      c = c * r0 + d1High;
      // what is above 2^130 comes back five times
      long fold = (c >>> 2) + (c & ~3L);
      c &= 3;
      a = d0 + fold;
      carry = carry(a, fold);
      b = d1 + carry;
      c += carry(b, carry);
    }
    h0 = a;
    h1 = b;
    h2 = c;
  }

  /** {@code h mod (2^130 - 5) + pad mod 2^128}. */
  private byte[] finish(byte[] pad) {
    long g0 = h0 + 5;
    long carry = carry(g0, 5);
    long g1 = h1 + carry;
    long g2 = h2 + carry(g1, carry);
    long takeG = -(g2 >>> 2); // all ones when h was the modulus or more
    long a = (h0 & ~takeG) | (g0 & takeG);
    long b = (h1 & ~takeG) | (g1 & takeG);
    long p0 = number(pad, 0);
    a += p0;
    b += number(pad, 8) + carry(a, p0);
    return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(a).putLong(b).array();
  }

  /** 1 when adding {@code added} gave {@code sum} and went over, else 0. */
  private static long carry(long sum, long added) {
    return Long.compareUnsigned(sum, added) < 0 ? 1 : 0;
  }

  private static long high(long x, long y) {
    return Math.unsignedMultiplyHigh(x, y);
  }

  private static long number(byte[] from, int at) {
    return (long) LITTLE_ENDIAN.get(from, at);
  }
}
