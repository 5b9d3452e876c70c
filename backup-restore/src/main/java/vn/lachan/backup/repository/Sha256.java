package vn.lachan.backup.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits. */
public final class Sha256 {

  private static final int SLICE = 8192; // larger slices miss the fast code of the JDK

  private Sha256() {}

  public static String of(byte[] content) {
    MessageDigest digest = BlobCodec.newSha256();
    for (int at = 0; at < content.length; at += SLICE) {
      digest.update(content, at, Math.min(SLICE, content.length - at));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads the whole file once. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = BlobCodec.newSha256();
    byte[] buffer = new byte[SLICE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
