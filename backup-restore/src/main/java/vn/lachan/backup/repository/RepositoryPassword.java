package vn.lachan.backup.repository;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The password of a repository, read from a file, the environment or a terminal, never an argument.
 *
 * <p>Kept as bytes and overwritten by {@link #close()}; {@link #toString()} hides it. The file is
 * read as restic reads it: a leading byte order mark and white space around the password do not
 * count. A file that others can read, or the group can change, is refused.
 */
public final class RepositoryPassword implements AutoCloseable {

  private static final int NEW_PASSWORD_BYTES = 32;
  private static final int LARGEST_FILE = 64 * 1024;
  private static final Set<PosixFilePermission> TOO_OPEN =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private final byte[] secret;

  private RepositoryPassword(byte[] secret) {
    this.secret = secret;
  }

  /** Reads the password in {@code file}. */
  public static RepositoryPassword read(Path file) {
    byte[] content;
    try {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      permissions.addAll(Files.getPosixFilePermissions(file));
      permissions.retainAll(TOO_OPEN);
      if (!permissions.isEmpty()) {
        throw new PasswordException(
            "password file " + file + " is open to others; run: chmod 600 " + file, null);
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new PasswordException("password file " + file + " is too large", null);
      }
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PasswordException(
          "cannot read password file " + file + ": " + e.getClass().getSimpleName(), e);
    }
    return of(content, "password file " + file);
  }

  /** The password in {@code variable} of the environment. */
  public static RepositoryPassword environment(String variable, Map<String, String> environment) {
    String text = environment.getOrDefault(variable, "");
    return of(text.getBytes(StandardCharsets.UTF_8), "variable " + variable);
  }

  /** A password typed by a person; {@code typed} is wiped. */
  public static RepositoryPassword typed(char[] typed) {
    byte[] room = new byte[4 * typed.length];
    ByteBuffer bytes = ByteBuffer.wrap(room);
    CoderResult result =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), bytes, true);
    Arrays.fill(typed, '\0');
    if (result.isError()) {
      throw new PasswordException("what was typed is no text", null);
    }
    byte[] content = Arrays.copyOf(room, bytes.position());
    Arrays.fill(room, (byte) 0);
    return of(content, "what was typed");
  }

  private static RepositoryPassword of(byte[] content, String source) {
    byte[] secret = trim(content);
    Arrays.fill(content, (byte) 0);
    if (secret.length == 0) {
      throw new PasswordException(source + " holds no password", null);
    }
    return new RepositoryPassword(secret);
  }

  /**
   * Writes a new random password (256 bits, base64) into {@code file}, which must not exist,
   * readable by its owner alone, and returns it. Durable on return.
   */
  public static RepositoryPassword createFile(Path file) {
    byte[] random = new byte[NEW_PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    byte[] secret = Base64.getUrlEncoder().withoutPadding().encode(random);
    Arrays.fill(random, (byte) 0);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, owner)) {
      channel.write(ByteBuffer.wrap(secret));
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      channel.force(true);
    } catch (IOException e) {
      throw new PasswordException(
          "cannot create password file " + file + ": " + e.getClass().getSimpleName(), e);
    }
    return new RepositoryPassword(secret);
  }

  private static byte[] trim(byte[] content) {
    int from = 0;
    int to = content.length;
    if (to >= 3
        && content[0] == (byte) 0xEF
        && content[1] == (byte) 0xBB
        && content[2] == (byte) 0xBF) {
      from = 3;
    }
    while (from < to && isSpace(content[from])) {
      from++;
    }
    while (to > from && isSpace(content[to - 1])) {
      to--;
    }
    return Arrays.copyOfRange(content, from, to);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** For tests and bench sets only: a password that is no secret. */
  static RepositoryPassword notSecret(String text) {
    return new RepositoryPassword(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy, to be wiped by the caller. */
  public byte[] copyOfSecret() {
    return secret.clone();
  }

  @Override
  public void close() {
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public String toString() {
    return "RepositoryPassword[hidden]";
  }
}
