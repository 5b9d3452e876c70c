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
  private static final String KEY = "ky.p12";
  private static final String SECRET = "ky.mk";

  private TestSigningKey() {}

  /** Writes the key into {@code folder}, which is there; the settings that name it. */
  static Map<String, String> settings(Path folder) throws IOException {
    write(folder, new SamplePki(Instant.now()));
    return Map.of(
        "lachan.signing.key",
        folder.resolve(KEY).toString(),
        "lachan.signing.password-file",
        folder.resolve(SECRET).toString());
  }

  /** The same for the minutes of drills, with the roots of {@code pki}. */
  static Map<String, String> minutes(Path folder, SamplePki pki) throws IOException {
    write(folder, pki);
    return Map.of(
        "lachan.backup.drill.seal-key",
        folder.resolve(KEY).toString(),
        "lachan.backup.drill.seal-password-file",
        folder.resolve(SECRET).toString());
  }

  private static void write(Path folder, SamplePki pki) throws IOException {
    Path file = folder.resolve(KEY);
    try (OutputStream out = Files.newOutputStream(file)) {
      SealingKey key = pki.key(SampleIdentity.ORGANIZATION);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "ky", key.privateKey(), PASSWORD.toCharArray(), key.chain().toArray(Certificate[]::new));
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    Files.writeString(folder.resolve(SECRET), PASSWORD + "\n");
  }
}
