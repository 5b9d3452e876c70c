package vn.lachan.playbooks.signature;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Key pairs and the files they stand in. */
public final class TestKeys {
  public static final char[] PASSWORD = "mật khẩu thử".toCharArray();

  /** A pair of {@code RSA}, {@code EC} or {@code Ed25519}. */
  public static KeyPair pair(String kind) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    if (!kind.equals("Ed25519")) {
      generator.initialize(kind.equals("RSA") ? 2048 : 256);
    }
    return generator.generateKeyPair();
  }

  static X509Certificate certificate(KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException {
    String algorithm =
        switch (pair.getPrivate().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    X500Name name = new X500Name("CN=Lá Chắn thử");
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                    Date.from(Instant.parse("2036-01-01T00:00:00Z")),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
  }

  /** A PKCS#12 file with that pair under the name {@code ky}. */
  public static Path pkcs12(Path file, KeyPair pair)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("ky", pair.getPrivate(), PASSWORD, new Certificate[] {certificate(pair)});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  public static PlaybookSigner signer(KeyPair pair, java.time.Clock clock) {
    return new PlaybookSigner(SigningKey.of(pair.getPrivate(), pair.getPublic()), clock);
  }

  /** A PEM file with the public key. */
  public static Path pem(Path file, KeyPair pair) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  private TestKeys() {}
}
