package vn.lachan.backup.signature.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import vn.lachan.backup.signature.SignatureException;

/** A private key with the certificates that say whose it is, signer first. Never printed. */
public final class SealingKey {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  public SealingKey(PrivateKey key, List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a key without a certificate");
    }
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * The first key in a PKCS#12 file.
   *
   * @throws SignatureException when the file cannot be read, the password is wrong, or it has no
   *     key with a certificate
   */
  public static SealingKey fromPkcs12(Path file, char[] password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      Enumeration<String> names = store.aliases();
      while (names.hasMoreElements()) {
        String name = names.nextElement();
        Key key = store.getKey(name, password);
        Certificate[] certificates = store.getCertificateChain(name);
        if (key instanceof PrivateKey found && certificates != null) {
          return new SealingKey(found, x509(certificates));
        }
      }
      throw new SignatureException("không có khóa riêng kèm chứng thư trong " + file);
    } catch (IOException | GeneralSecurityException e) {
      throw new SignatureException("không mở được kho khóa " + file + " (mật khẩu?)", e);
    }
  }

  /**
   * The first key in a PKCS#12 file whose password is the text of another file.
   *
   * @throws SignatureException as {@link #fromPkcs12}, or when the password cannot be read
   */
  public static SealingKey fromFiles(Path file, Path passwordFile) {
    char[] password;
    try {
      password = Files.readString(passwordFile, StandardCharsets.UTF_8).strip().toCharArray();
    } catch (IOException e) {
      throw new SignatureException("không đọc được mật khẩu của khóa: " + passwordFile, e);
    }
    try {
      return fromPkcs12(file, password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static List<X509Certificate> x509(Certificate[] certificates) {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : certificates) {
      if (certificate instanceof X509Certificate known) {
        chain.add(known);
      }
    }
    return chain;
  }

  /** The key itself: for those who sign. */
  public PrivateKey privateKey() {
    return key;
  }

  /** Signer first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  @Override
  public String toString() {
    return "SealingKey[" + certificate().getSubjectX500Principal().getName() + "]";
  }
}
