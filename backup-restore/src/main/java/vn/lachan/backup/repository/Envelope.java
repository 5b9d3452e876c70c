package vn.lachan.backup.repository;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.Poly1305KeyGenerator;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens bytes: {@code IV(16) || AES-256-CTR(plain) || Poly1305-AES MAC(16)}.
 *
 * <p>What is sealed can neither be read nor changed unseen without the key. Not promised: hiding
 * its length, or that it has not been replaced by another sealed piece; ids guard against that.
 * Source: restic design.rst, "Keys, Encryption and MAC"; D. J. Bernstein, The Poly1305-AES
 * message-authentication code. AES is the JDK's, Poly1305 is Bouncy Castle's.
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

  private final SecureRandom random;
  private final SecretKeySpec encrypt;
  private final byte[] mac;
  private final Cipher cipher;
  private final Poly1305 poly1305 = new Poly1305(AESEngine.newInstance());

  Envelope(RepositoryKey key, SecureRandom random) {
    this.random = random;
    this.encrypt = new SecretKeySpec(key.encrypt(), "AES");
    this.mac = new byte[2 * RepositoryKey.MAC_BYTES];
    System.arraycopy(key.macR(), 0, mac, 0, RepositoryKey.MAC_BYTES);
    System.arraycopy(key.macK(), 0, mac, RepositoryKey.MAC_BYTES, RepositoryKey.MAC_BYTES);
    Poly1305KeyGenerator.clamp(mac);
    try {
      this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES/CTR", e);
    }
  }

  byte[] seal(byte[] plain) {
    return seal(plain, 0, plain.length);
  }

  byte[] seal(byte[] plain, int offset, int length) {
    byte[] sealed = new byte[length + OVERHEAD];
    byte[] iv = new byte[IV];
    do {
      random.nextBytes(iv);
    } while (Arrays.equals(iv, new byte[IV]));
    System.arraycopy(iv, 0, sealed, 0, IV);
    run(Cipher.ENCRYPT_MODE, iv, plain, offset, length, sealed, IV);
    System.arraycopy(mac(iv, sealed, IV, length), 0, sealed, IV + length, OVERHEAD - IV);
    return sealed;
  }

  /** Returns the plain bytes; null when the MAC does not fit, that is: damaged or another key. */
  byte @Nullable [] open(byte[] sealed, int offset, int length) {
    int plainLength = length - OVERHEAD;
    if (plainLength < 0) {
      return null;
    }
    byte[] iv = Arrays.copyOfRange(sealed, offset, offset + IV);
    int end = offset + IV + plainLength;
    byte[] expected = Arrays.copyOfRange(sealed, end, end + OVERHEAD - IV);
    if (!MessageDigest.isEqual(mac(iv, sealed, offset + IV, plainLength), expected)) {
      return null;
    }
    byte[] plain = new byte[plainLength];
    run(Cipher.DECRYPT_MODE, iv, sealed, offset + IV, plainLength, plain, 0);
    return plain;
  }

  private byte[] mac(byte[] iv, byte[] content, int offset, int length) {
    byte[] tag = new byte[OVERHEAD - IV];
    poly1305.init(new ParametersWithIV(new KeyParameter(mac), iv));
    poly1305.update(content, offset, length);
    poly1305.doFinal(tag, 0);
    return tag;
  }

  private void run(
      int mode, byte[] iv, byte[] from, int fromOffset, int length, byte[] to, int toOffset) {
    try {
      cipher.init(mode, encrypt, new IvParameterSpec(iv));
      int done = 0;
      while (length - done > SLICE) {
        done += cipher.update(from, fromOffset + done, SLICE, to, toOffset + done);
      }
      cipher.doFinal(from, fromOffset + done, length - done, to, toOffset + done);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/CTR refused " + length + " bytes", e);
    }
  }
}
