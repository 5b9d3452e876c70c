package vn.lachan.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Signs checkpoints with Ed25519. The private key lies in a file that only its owner may read;
 * nothing in this class shows it.
 */
final class SigningKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final PrivateKey key;
  private final VerifyingKey verifyingKey;

  private SigningKey(PrivateKey key, VerifyingKey verifyingKey) {
    this.key = key;
    this.verifyingKey = verifyingKey;
  }

  /**
   * Reads the pair from {@code privateFile} and {@code publicFile}; makes both, mode 0600 and 0644,
   * when there is no private one yet.
   *
   * @throws IOException when they cannot be read, do not belong together, or others than the owner
   *     may read the private one
   */
  static SigningKey openOrCreate(Path privateFile, Path publicFile) throws IOException {
    try {
      if (!Files.exists(privateFile)) {
        create(privateFile, publicFile);
      }
      requireOwnerOnly(privateFile);
      String pem = Files.readString(privateFile, StandardCharsets.US_ASCII).strip();
      if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
        throw new IOException(privateFile + " is not a PEM private key");
      }
      byte[] encoded =
          Base64.getMimeDecoder()
              .decode(pem.substring(BEGIN.length(), pem.length() - END.length()));
      PrivateKey key =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      SigningKey result = new SigningKey(key, VerifyingKey.read(publicFile));
      if (!result.verifyingKey.verifies(result.sign(0, Digests.ZERO, Instant.EPOCH))) {
        throw new IOException(privateFile + " and " + publicFile + " do not belong together");
      }
      return result;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no usable Ed25519 key in " + privateFile, e);
    }
  }

  private static void create(Path privateFile, Path publicFile)
      throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    String pem = BEGIN + "\n" + body + "\n" + END + "\n";
    // The private file comes last: it is the sign that the pair is whole.
    TrailFolder.writeWhole(publicFile, new VerifyingKey(pair.getPublic()).pem(), true);
    TrailFolder.writeWhole(privateFile, pem.getBytes(StandardCharsets.US_ASCII), false);
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> allowed =
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      if (!allowed.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IOException(file + " may be read by others than its owner; chmod 600 it");
      }
    }
  }

  Checkpoint sign(long sequence, String head, Instant at) {
    Instant micros = at.truncatedTo(ChronoUnit.MICROS);
    String id = verifyingKey.id();
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(CheckpointCodec.signedBytes(sequence, head, micros, id));
      return new Checkpoint(sequence, head, micros, id, HexFormat.of().formatHex(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a loaded Ed25519 key signs", e);
    }
  }

  VerifyingKey verifyingKey() {
    return verifyingKey;
  }
}
