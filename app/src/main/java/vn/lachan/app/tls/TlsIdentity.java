package vn.lachan.app.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import vn.lachan.app.security.PrivateFiles;

/**
 * Key and certificate with which the platform answers on its TLS ports.
 *
 * <p>Made at the first start (EC P-256, self-signed, 397 days) in {@code tls.key} (mode 0600) and
 * {@code tls.crt}; an administrator replaces both files by ones of the province's authority. The
 * files are PEM: PKCS#8 and X.509.
 */
public final class TlsIdentity {
  private static final Duration VALIDITY = Duration.ofDays(397);

  private final Path keyFile;
  private final Path certificateFile;

  private TlsIdentity(Path folder) {
    this.keyFile = folder.resolve("tls.key");
    this.certificateFile = folder.resolve("tls.crt");
  }

  /** The identity in {@code folder}, made there when missing. */
  public static TlsIdentity ensure(Path folder, Clock clock) {
    return ensure(folder, clock, "La Chan");
  }

  /** The same; a certificate that is made gets {@code commonName}. */
  public static TlsIdentity ensure(Path folder, Clock clock, String commonName) {
    TlsIdentity identity = new TlsIdentity(folder);
    try {
      if (Files.notExists(identity.keyFile) || Files.notExists(identity.certificateFile)) {
        Files.createDirectories(folder);
        identity.make(clock, commonName);
      }
      return identity;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate in " + folder, e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make a certificate", e);
    }
  }

  public Path keyFile() {
    return keyFile;
  }

  /** The certificate, which clients may be told to trust. */
  public Path certificateFile() {
    return certificateFile;
  }

  /**
   * TLS for the inputs that are not web.
   *
   * @param authorities PEM file with the certificates of authorities whose clients are trusted
   */
  public SSLContext sslContext(Optional<Path> authorities) {
    try (var in = Files.newInputStream(certificateFile)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("lachan", readKey(), new char[0], chain.toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trusted = authorities.isEmpty() ? null : trust(authorities.get());
      context.init(keys.getKeyManagers(), trusted, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + certificateFile + " or what belongs to it", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not usable for TLS: " + certificateFile + ", " + keyFile, e);
    }
  }

  private static TrustManager[] trust(Path authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(authorities)) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, one);
      }
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    return managers.getTrustManagers();
  }

  private PrivateKey readKey() throws IOException, GeneralSecurityException {
    String pem = Files.readString(keyFile, StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (java.security.spec.InvalidKeySpecException e) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }

  private void make(Clock clock, String commonName)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    X500Name name =
        new X500NameBuilder().addRDN(BCStyle.CN, commonName).addRDN(BCStyle.O, hostName()).build();
    var now = clock.instant();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALIDITY)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.dNSName, hostName()),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            }));
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    String key =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(pair.getPrivate().getEncoded());
    PrivateFiles.write(
        keyFile, "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(certificate);
    }
    Files.writeString(certificateFile, text.toString());
  }

  private static String hostName() throws IOException {
    return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
  }
}
