package vn.lachan.backup.repository;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens bytes: {@code IV(16) || AES-256-CTR(plain) || Poly1305-AES MAC(16)}.
 *
 * <p>What is sealed can neither be read nor changed unseen without the key. Not promised: hiding
 * its length, or that it has not been replaced by another sealed piece; ids guard against that.
 * Source: restic design.rst, "Keys, Encryption and MAC"; D. J. Bernstein, The Poly1305-AES
 * message-authentication code. AES is the JDK's.
 *
 * <p>For one thread at a time.
 */
final class Envelope {

  static final int IV = 16;
  static final int OVERHEAD = IV + 16;

  /**
   * The JDK's fast AES/CTR code only runs for short updates; one call for 1 MiB is 14 times slower.
   */
  private static final int SLICE = 8192;

  /** And only once the compiler has seen some thousand of them, which shorter ones bring sooner. */
  private static final int FIRST_SLICE = 512;

  private static final int FIRST_CALLS = 6_000;

  private final SecureRandom random;
  private final SecretKeySpec encrypt;
  private final Cipher cipher;
  private final Cipher nonceCipher;
  private final OneTimeMac oneTimeMac;
  private int calls;

  Envelope(RepositoryKey key, SecureRandom random) {
    this.random = random;
    this.encrypt = new SecretKeySpec(key.encrypt(), "AES");
    this.oneTimeMac = OneTimeMac.of(key.macR());
    try {
      this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
      this.nonceCipher = Cipher.getInstance("AES/ECB/NoPadding");
      nonceCipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.macK(), "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES/CTR", e);
    }
  }

  byte[] seal(byte[] plain) {
    return seal(plain, 0, plain.length);
  }

  byte[] seal(byte[] plain, int offset, int length) {
    byte[] sealed = new byte[length + OVERHEAD];
    seal(plain, offset, length, sealed, 0);
    return sealed;
  }

  /** Seals into {@code to}, where there is room for {@code length + OVERHEAD} bytes. */
  void seal(byte[] plain, int offset, int length, byte[] to, int toOffset) {
    byte[] iv = new byte[IV];
    do {
      random.nextBytes(iv);
    } while (Arrays.equals(iv, new byte[IV]));
    System.arraycopy(iv, 0, to, toOffset, IV);
    run(Cipher.ENCRYPT_MODE, iv, plain, offset, length, to, toOffset + IV);
    byte[] tag = mac(iv, to, toOffset + IV, length);
    System.arraycopy(tag, 0, to, toOffset + IV + length, tag.length);
  }

  /** Returns the plain bytes; null when the MAC does not fit, that is: damaged or another key. */
  byte @Nullable [] open(byte[] sealed, int offset, int length) {
    byte[] plain = new byte[Math.max(0, length - OVERHEAD)];
    return open(sealed, offset, length, plain, 0) ? plain : null;
  }

  /**
   * Opens into {@code to}, where there is room for {@code length - OVERHEAD} bytes; false when the
   * MAC does not fit, and then nothing is written.
   */
  boolean open(byte[] sealed, int offset, int length, byte[] to, int toOffset) {
    int plainLength = length - OVERHEAD;
    if (plainLength < 0) {
      return false;
    }
    byte[] iv = Arrays.copyOfRange(sealed, offset, offset + IV);
    int end = offset + IV + plainLength;
    byte[] expected = Arrays.copyOfRange(sealed, end, end + OneTimeMac.BYTES);
    if (!MessageDigest.isEqual(mac(iv, sealed, offset + IV, plainLength), expected)) {
      return false;
    }
    run(Cipher.DECRYPT_MODE, iv, sealed, offset + IV, plainLength, to, toOffset);
    return true;
  }

  private byte[] mac(byte[] iv, byte[] content, int offset, int length) {
    try {
      return oneTimeMac.mac(content, offset, length, nonceCipher.doFinal(iv));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES refused a nonce", e);
    }
  }

  private void run(
      int mode, byte[] iv, byte[] from, int fromOffset, int length, byte[] to, int toOffset) {
    try {
      cipher.init(mode, encrypt, new IvParameterSpec(iv));
      int done = 0;
      for (int slice = slice(); length - done > slice; slice = slice()) {
        done += cipher.update(from, fromOffset + done, slice, to, toOffset + done);
      }
      cipher.doFinal(from, fromOffset + done, length - done, to, toOffset + done);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/CTR refused " + length + " bytes", e);
    }
  }

  private int slice() {
    calls = Math.min(calls + 1, FIRST_CALLS);
    return calls < FIRST_CALLS ? FIRST_SLICE : SLICE;
  }
}
