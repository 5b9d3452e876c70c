package vn.lachan.playbooks.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key to sign with. It is never shown: {@link #toString} names the public key only. */
public final class SigningKey {
  private final PrivateKey secret;
  private final PublicKey publicKey;
  private final SignatureAlgorithm algorithm;

  /** Who alone can use the key, where it never leaves a device. */
  private final @Nullable Provider device;

  private SigningKey(
      PrivateKey secret,
      PublicKey publicKey,
      SignatureAlgorithm algorithm,
      @Nullable Provider device) {
    this.secret = secret;
    this.publicKey = publicKey;
    this.algorithm = algorithm;
    this.device = device;
  }

  /** A key pair; null when the key is of a kind we do not sign with. */
  static @Nullable SigningKey of(PrivateKey secret, PublicKey publicKey) {
    return of(secret, publicKey, null);
  }

  private static @Nullable SigningKey of(
      PrivateKey secret, PublicKey publicKey, @Nullable Provider device) {
    return SignatureAlgorithm.forKey(publicKey)
        .map(algorithm -> new SigningKey(secret, publicKey, algorithm, device))
        .orElse(null);
  }

  /**
   * A key of a PKCS#12 file.
   *
   * @param alias which one; null for the only one
   * @throws KeyFileException when it cannot be read
   */
  public static SigningKey fromPkcs12(Path file, char[] password, @Nullable String alias) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return find(file, store, password, alias, null);
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyFileException(file, "cannot be opened as PKCS#12 with this password", e);
    }
  }

  /**
   * A key of a device, by the configuration file of the JDK's PKCS#11 provider.
   *
   * @throws KeyFileException when the device or the key is not there
   */
  public static SigningKey fromPkcs11(Path configuration, char[] pin, @Nullable String alias) {
    try {
      Provider provider = Security.getProvider("SunPKCS11");
      if (provider == null) {
        throw new KeyFileException(configuration, "this JDK has no PKCS#11 provider", null);
      }
      Provider device = provider.configure(configuration.toString());
      KeyStore store = KeyStore.getInstance("PKCS11", device);
      store.load(null, pin);
      return find(configuration, store, pin, alias, device);
    } catch (IOException
        | GeneralSecurityException
        | java.security.ProviderException
        | java.security.InvalidParameterException e) {
      throw new KeyFileException(configuration, "the PKCS#11 device cannot be opened", e);
    }
  }

  private static SigningKey find(
      Path file, KeyStore store, char[] password, @Nullable String alias, @Nullable Provider device)
      throws GeneralSecurityException {
    List<String> aliases =
        Collections.list(store.aliases()).stream()
            .filter(name -> alias == null || alias.equals(name))
            .toList();
    if (aliases.size() != 1) {
      String reason = aliases.isEmpty() ? "there is no such key" : "name one of several keys";
      throw new KeyFileException(file, reason, null);
    }
    boolean complete =
        store.getKey(aliases.getFirst(), password) instanceof PrivateKey
            && store.getCertificate(aliases.getFirst()) instanceof X509Certificate;
    if (!complete) {
      throw new KeyFileException(file, "there is no private key with its certificate", null);
    }
    SigningKey key =
        of(
            (PrivateKey) store.getKey(aliases.getFirst(), password),
            store.getCertificate(aliases.getFirst()).getPublicKey(),
            device);
    if (key == null) {
      throw new KeyFileException(file, "not an RSA, P-256, P-384, P-521 or Ed25519 key", null);
    }
    return key;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Signs with Bouncy Castle, or on the device when the key never leaves it. */
  byte[] sign(byte[] data) throws GeneralSecurityException {
    Signature signature;
    if (device != null) {
      signature = Signature.getInstance(algorithm.device(), device);
      signature.initSign(secret);
    } else {
      signature = Signature.getInstance(algorithm.bouncyCastle(), Keys.PROVIDER);
      signature.initSign(Keys.privateKey(secret));
    }
    signature.update(data);
    return signature.sign();
  }

  @Override
  public String toString() {
    return "SigningKey[" + algorithm.word() + " " + Keys.fingerprint(publicKey) + "]";
  }
}
