package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;

/**
 * Keys sealed for the holder of a certificate: CMS EnvelopedData, AES-256-CBC, key transport RSA
 * (RFC 5652). Opened with {@code openssl cms -decrypt -inform DER -in keys.zip.p7m -inkey KEY}; the
 * password of the backup repository does not open it.
 *
 * @param recipient subject of the certificate
 */
record SealedKeys(String recipient, byte[] content) {

  private static final int SHORTEST_KEY = 2048;

  static SealedKeys seal(byte[] plain, Path certificateFile) {
    X509Certificate certificate = certificate(certificateFile);
    if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
        || key.getModulus().bitLength() < SHORTEST_KEY) {
      throw new SourceException(
          "chứng thư niêm phong khóa phải là RSA từ " + SHORTEST_KEY + " bit: " + certificateFile);
    }
    try {
      CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(certificate));
      byte[] sealed =
          generator
              .generate(
                  new CMSProcessableByteArray(plain),
                  new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
              .getEncoded();
      return new SealedKeys(certificate.getSubjectX500Principal().getName(), sealed);
    } catch (CertificateException | CMSException | IOException e) {
      throw new SourceException("không niêm phong được khóa cho " + certificateFile, e);
    }
  }

  private static X509Certificate certificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw new SourceException("không đọc được chứng thư " + file + ": " + e.getMessage(), e);
    }
  }

  /** Never the content. */
  @Override
  public String toString() {
    return "SealedKeys[" + recipient + "]";
  }
}
