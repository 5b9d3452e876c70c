package vn.lachan.backup.signature.sample;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.seal.SealingKey;

/**
 * A small public-key infrastructure: a civil-service root with an intermediate, a public one with
 * its own, a stranger's, and one key for each {@link SampleIdentity}. Keys are made when first
 * asked for. Safe for use by several threads.
 */
public final class SamplePki {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration MONTH = Duration.ofDays(30);

  private final SecureRandom random = new SecureRandom();
  private final Instant now;
  private final SealingKey civilRoot;
  private final SealingKey civil;
  private final SealingKey publicRoot;
  private final SealingKey publicAuthority;
  private final SealingKey strangeRoot;
  private final Map<SampleIdentity, SealingKey> keys = new EnumMap<>(SampleIdentity.class);

  private record Profile(X500Name subject, Instant from, Instant until, boolean authority) {}

  /**
   * @param now the middle of its life: authorities began ten years before, signers a year before
   */
  public SamplePki(Instant now) {
    this.now = now;
    this.civilRoot = root("Gốc chuyên dùng công vụ mẫu", "RSA", 2048);
    this.civil = authority("CA chuyên dùng công vụ mẫu", civilRoot, "RSA", 2048);
    this.publicRoot = root("Gốc công cộng mẫu", "EC", 256);
    this.publicAuthority = authority("CA công cộng mẫu", publicRoot, "EC", 256);
    this.strangeRoot = root("Gốc lạ", "EC", 256);
  }

  /** The moment this infrastructure was made for. */
  public Instant now() {
    return now;
  }

  /** The key of {@code identity} with its chain. */
  public synchronized SealingKey key(SampleIdentity identity) {
    return keys.computeIfAbsent(identity, this::signer);
  }

  /** Issuer of the certificate of {@code identity}. */
  SealingKey issuer(SampleIdentity identity) {
    if (identity == SampleIdentity.STRANGER) {
      return strangeRoot;
    }
    return identity.isCivil() ? civil : publicAuthority;
  }

  /** Root above the issuer of {@code identity}. */
  SealingKey root(SampleIdentity identity) {
    if (identity == SampleIdentity.STRANGER) {
      return strangeRoot;
    }
    return identity.isCivil() ? civilRoot : publicRoot;
  }

  /** Writes {@code trust.yml} and the certificates it names; gives what they say. */
  public Trust writeTrust(Path folder) {
    try {
      Files.createDirectories(folder);
      write(folder.resolve("root-cong-vu.pem"), civilRoot);
      write(folder.resolve("ca-cong-vu.pem"), civil);
      write(folder.resolve("root-cong-cong.pem"), publicRoot);
      write(folder.resolve("ca-cong-cong.pem"), publicAuthority);
      Files.writeString(
          folder.resolve("trust.yml"),
          """
          roots:
            - {file: root-cong-vu.pem, family: cong-vu, name: Gốc chuyên dùng công vụ mẫu}
            - {file: root-cong-cong.pem, family: cong-cong, name: Gốc công cộng mẫu}
          intermediates:
            - file: ca-cong-vu.pem
            - file: ca-cong-cong.pem
          """);
    } catch (IOException e) {
      throw new SignatureException("cannot write the sample trust into " + folder, e);
    }
    return Trust.load(folder);
  }

  private static void write(Path file, SealingKey key) throws IOException {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(key.certificate().getEncoded());
      Files.writeString(
          file,
          "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
          StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SealingKey root(String name, String algorithm, int bits) {
    Profile profile = new Profile(name(name), now.minus(YEAR.multipliedBy(10)), far(), true);
    return make(profile, null, algorithm, bits, List.of());
  }

  private SealingKey authority(String name, SealingKey issuer, String algorithm, int bits) {
    Profile profile = new Profile(name(name), now.minus(YEAR.multipliedBy(5)), far(), true);
    return make(profile, issuer, algorithm, bits, List.of());
  }

  private Instant far() {
    return now.plus(YEAR.multipliedBy(10));
  }

  private SealingKey signer(SampleIdentity identity) {
    Instant until = identity == SampleIdentity.EXPIRED ? now.minus(MONTH) : now.plus(YEAR);
    Profile profile = new Profile(name(identity.commonName()), now.minus(YEAR), until, false);
    SealingKey issuer = issuer(identity);
    if (identity == SampleIdentity.IMPOSTOR) {
      SealingKey forger =
          make(new Profile(subject(civil), now, far(), true), null, "EC", 256, List.of());
      SealingKey forged = make(profile, forger, "EC", 256, List.of());
      return new SealingKey(
          forged.privateKey(), List.of(forged.certificate(), civil.certificate()));
    }
    List<KeyPurposeId> purposes =
        switch (identity) {
          case TIMESTAMPS -> List.of(KeyPurposeId.id_kp_timeStamping);
          case RESPONDER -> List.of(KeyPurposeId.id_kp_OCSPSigning);
          default -> List.of();
        };
    return make(profile, issuer, identity.algorithm(), identity.bits(), purposes);
  }

  private SealingKey make(
      Profile profile,
      @org.jspecify.annotations.Nullable SealingKey issuer,
      String algorithm,
      int bits,
      List<KeyPurposeId> purposes) {
    try {
      KeyPair pair = pair(algorithm, bits);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer == null ? profile.subject() : subject(issuer),
              new BigInteger(63, random).setBit(62),
              Date.from(profile.from()),
              Date.from(profile.until()),
              profile.subject(),
              pair.getPublic());
      extensions(builder, profile, issuer, pair, purposes);
      java.security.PrivateKey key = issuer == null ? pair.getPrivate() : issuer.privateKey();
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder(
                              key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                          .build(key)));
      List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
      if (issuer != null) {
        chain.addAll(issuer.chain());
      }
      return new SealingKey(pair.getPrivate(), chain);
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("this Java cannot make a certificate", e);
    }
  }

  private static void extensions(
      JcaX509v3CertificateBuilder builder,
      Profile profile,
      @org.jspecify.annotations.Nullable SealingKey issuer,
      KeyPair pair,
      List<KeyPurposeId> purposes)
      throws CertIOException, GeneralSecurityException {
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        utils.createAuthorityKeyIdentifier(
            issuer == null ? pair.getPublic() : issuer.certificate().getPublicKey()));
    builder.addExtension(
        Extension.basicConstraints, true, new BasicConstraints(profile.authority()));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            profile.authority()
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                : KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
    if (!purposes.isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          true,
          new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
    }
  }

  private KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    } else {
      generator.initialize(bits, random);
    }
    return generator.generateKeyPair();
  }

  private static X500Name name(String commonName) {
    return new X500Name("CN=" + commonName + ",O=Mẫu thử Lá Chắn,C=VN");
  }

  private static X500Name subject(SealingKey key) {
    return X500Name.getInstance(key.certificate().getSubjectX500Principal().getEncoded());
  }
}
