package vn.lachan.collector.privacy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The secret under which personal data is hashed: 32 random bytes in a file of two lines, {@code
 * lachan-pseudonym-key 1} and the key in Base64.
 *
 * <p>Whoever holds it can try all citizen numbers and so undo every pseudonym; whoever loses it
 * cannot compare old pseudonyms with new ones. The file is made once, readable by its owner only.
 */
public final class PseudonymKey {
  private static final String HEADER = "lachan-pseudonym-key 1";
  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final byte[] secret;

  private PseudonymKey(byte[] secret) {
    this.secret = secret;
  }

  /** A key that lives as long as this process: for parsing files by hand, and tests. */
  public static PseudonymKey ephemeral() {
    return new PseudonymKey(random());
  }

  /**
   * Reads the key of {@code file}; makes the file when it does not exist.
   *
   * @throws PseudonymKeyException when others may read the file, or it does not hold a key
   */
  public static PseudonymKey openOrCreate(Path file) {
    try {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        create(file);
      }
      requireOwnerOnly(file);
      return new PseudonymKey(parse(file, Files.readAllLines(file, StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new PseudonymKeyException("cannot read or make the key file " + file, e);
    }
  }

  private static byte[] parse(Path file, List<String> lines) {
    if (lines.size() < 2 || !lines.getFirst().equals(HEADER)) {
      throw new PseudonymKeyException(file + " is not a key file: line 1 is not '" + HEADER + "'");
    }
    try {
      byte[] key = Base64.getDecoder().decode(lines.get(1).strip());
      if (key.length == BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw new PseudonymKeyException(file + ": line 2 is not Base64", e);
    }
    throw new PseudonymKeyException(file + ": line 2 does not hold " + BYTES + " bytes");
  }

  private static void create(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, ".pseudonym", ".tmp");
    try {
      if (isPosix(draft)) {
        Files.setPosixFilePermissions(draft, OWNER_ONLY);
      }
      String text = HEADER + "\n" + Base64.getEncoder().encodeToString(random()) + "\n";
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Gives the draft its name without ever replacing a key that somebody else made meanwhile. */
  private static void publish(Path draft, Path file) throws IOException {
    try {
      linkOrMove(draft, file);
    } catch (FileAlreadyExistsException _) {
      return; // the other process was first: its key is the key
    }
  }

  private static void linkOrMove(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (UnsupportedOperationException _) {
      Files.move(draft, file);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static boolean isPosix(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new PseudonymKeyException(
          "others may read the key file "
              + file
              + " ("
              + PosixFilePermissions.toString(permissions)
              + "); its mode must be 0600");
    }
  }

  /** The secret itself; shared, not to be changed. */
  byte[] secret() {
    return secret;
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "PseudonymKey[hidden]";
  }
}
