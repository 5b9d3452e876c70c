package vn.lachan.playbooks.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Secrets in one file, sealed with a key in another (docs/formats/secret-vault.md).
 *
 * <p>The file is {@code lachan-vault-1\n}, a nonce of 12 random bytes, and the AES-256-GCM (NIST SP
 * 800-38D) of the secrets as JSON with the first line as additional data. Every change seals
 * everything anew under a new nonce and replaces the file in one step, synced to the disk. A key
 * file that others may read is refused. Several threads may use one vault; two processes must not
 * write at once.
 */
public final class SealedFileVault implements SecretVault {
  private static final byte[] HEAD = "lachan-vault-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;
  private final Path keyFile;
  private final SecureRandom random = new SecureRandom();

  /** Neither file has to be there: then the vault is empty, and the first secret makes them. */
  public SealedFileVault(Path file, Path keyFile) {
    this.file = file;
    this.keyFile = keyFile;
  }

  @Override
  public synchronized Optional<Secret> find(String name) {
    return Optional.ofNullable(read().get(name));
  }

  /** Names of all secrets and of their fields, in order. */
  public synchronized Map<String, List<String>> names() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    read()
        .forEach(
            (name, secret) -> names.put(name, secret.fields().keySet().stream().sorted().toList()));
    return names;
  }

  /** Adds a field to a secret, or replaces it; the secret is made when it is not there. */
  public synchronized void put(String name, String field, String value) {
    Map<String, Secret> all = read();
    Secret before = all.get(name);
    Map<String, String> fields = new TreeMap<>(before == null ? Map.of() : before.fields());
    fields.put(field, value);
    all.put(name, new Secret(fields));
    write(all);
  }

  /** Takes a secret away; false when there was none. */
  public synchronized boolean remove(String name) {
    Map<String, Secret> all = read();
    boolean there = all.remove(name) != null;
    if (there) {
      write(all);
    }
    return there;
  }

  private Map<String, Secret> read() {
    Map<String, Secret> all = new TreeMap<>();
    byte[] sealed;
    try {
      sealed = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return all;
    } catch (IOException e) {
      throw new VaultException("cannot read the vault " + file, e);
    }
    boolean ours =
        sealed.length > HEAD.length + NONCE
            && Arrays.equals(sealed, 0, HEAD.length, HEAD, 0, HEAD.length);
    if (!ours) {
      throw new VaultException("not a vault of this program: " + file);
    }
    try {
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, HEAD.length, HEAD.length + NONCE))
              .doFinal(sealed, HEAD.length + NONCE, sealed.length - HEAD.length - NONCE);
      MAPPER
          .readTree(new String(plain, StandardCharsets.UTF_8))
          .properties()
          .forEach(entry -> all.put(entry.getKey(), secret(entry.getValue())));
    } catch (GeneralSecurityException | JacksonException e) {
      throw new VaultException("the vault does not open with its key: " + file, e);
    }
    return all;
  }

  private static Secret secret(JsonNode node) {
    Map<String, String> fields = new TreeMap<>();
    node.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue().asString()));
    return new Secret(fields);
  }

  private void write(Map<String, Secret> all) {
    Map<String, Map<String, String>> plain = new TreeMap<>();
    all.forEach((name, secret) -> plain.put(name, new TreeMap<>(secret.fields())));
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      makeKey();
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce)
              .doFinal(MAPPER.writeValueAsString(plain).getBytes(StandardCharsets.UTF_8));
      ByteBuffer whole = ByteBuffer.allocate(HEAD.length + NONCE + sealed.length);
      whole.put(HEAD).put(nonce).put(sealed).flip();
      replace(whole);
    } catch (IOException | GeneralSecurityException e) {
      throw new VaultException("cannot write the vault " + file, e);
    }
  }

  private void replace(ByteBuffer whole) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, "vault", ".part", PRIVATE);
    try {
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        while (whole.hasRemaining()) {
          out.write(whole);
        }
        out.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(HEAD);
    return cipher;
  }

  private void makeKey() throws IOException {
    if (Files.exists(keyFile)) {
      return;
    }
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    try {
      Files.createFile(keyFile, PRIVATE);
    } catch (FileAlreadyExistsException _) {
      return;
    }
    try (FileChannel out = FileChannel.open(keyFile, StandardOpenOption.WRITE)) {
      out.write(
          ByteBuffer.wrap(
              (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
      out.force(true);
    }
  }

  private byte[] key() {
    try {
      requirePrivate(keyFile);
      byte[] key = HexFormat.of().parseHex(Files.readString(keyFile).strip());
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IOException e) {
      throw new VaultException("cannot read the key file " + keyFile, e);
    } catch (IllegalArgumentException _) {
      // said below, without the text of the file
    }
    throw new VaultException("not a key of 64 hexadecimal digits: " + keyFile);
  }

  /** Refuses a file that others than its owner may touch. */
  static void requirePrivate(Path file) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
    boolean open = rights.stream().anyMatch(right -> !right.name().startsWith("OWNER_"));
    if (open) {
      throw new VaultException("others may read " + file + "; it must be of mode 0600");
    }
  }
}
