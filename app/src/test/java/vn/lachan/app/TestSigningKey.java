package vn.lachan.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Map;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.seal.SealingKey;

/** A key for forms and packages of evidence, as an administrator would install it. */
final class TestSigningKey {
  private static final String PASSWORD = "mat-khau-khoa";

  private TestSigningKey() {}

  /** Writes the key into {@code folder}, which is there; the settings that name it. */
  static Map<String, String> settings(Path folder) throws IOException {
    Path file = folder.resolve("ky.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      SealingKey key = new SamplePki(Instant.now()).key(SampleIdentity.ORGANIZATION);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "ky", key.privateKey(), PASSWORD.toCharArray(), key.chain().toArray(Certificate[]::new));
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    Path password = Files.writeString(folder.resolve("ky.mk"), PASSWORD + "\n");
    return Map.of(
        "lachan.signing.key", file.toString(), "lachan.signing.password-file", password.toString());
  }
}
