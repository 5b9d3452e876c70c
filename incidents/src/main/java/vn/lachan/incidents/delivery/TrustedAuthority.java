package vn.lachan.incidents.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the certificates in a PEM file and nothing else. */
final class TrustedAuthority {

  /**
   * @throws IllegalArgumentException when the file is not there or holds no certificate
   */
  static SSLContext context(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one :
          CertificateFactory.getInstance("X.509").generateCertificates(content)) {
        store.setCertificateEntry("authority-" + number++, one);
      }
      if (number == 0) {
        throw new IllegalArgumentException("no certificate in " + file);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("certificate cannot be read: " + file, e);
    }
  }

  private TrustedAuthority() {}
}
