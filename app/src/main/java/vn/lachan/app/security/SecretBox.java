package vn.lachan.app.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.encrypt.AesGcmBytesEncryptor;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;

/**
 * Encrypts the few secrets that stand in the database (AES-256-GCM, by Spring Security's own
 * encryptor), with a key file that only the platform may read. Promises secrecy and integrity of
 * the value; not that it belongs to the row it stands in.
 */
final class SecretBox {
  private final BytesEncryptor encryptor;

  private SecretBox(BytesEncryptor encryptor) {
    this.encryptor = encryptor;
  }

  /** Opens the key file, or makes it (mode 0600) when it is not there. */
  static SecretBox open(Path keyFile) {
    try {
      if (Files.notExists(keyFile)) {
        byte[] key = KeyGenerators.secureRandom(32).generateKey();
        PrivateFiles.write(keyFile, HexFormat.of().formatHex(key) + "\n");
      }
      byte[] key = HexFormat.of().parseHex(Files.readString(keyFile).strip());
      return new SecretBox(
          AesGcmBytesEncryptor.withSecretKey(new SecretKeySpec(key, "AES")).build());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the key file " + keyFile, e);
    }
  }

  String seal(byte[] secret) {
    return Base64.getEncoder().encodeToString(encryptor.encrypt(secret));
  }

  byte[] open(String sealed) {
    return encryptor.decrypt(Base64.getDecoder().decode(sealed));
  }
}
