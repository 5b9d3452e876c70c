package vn.lachan.backup.repository;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file under {@code keys/}: the repository's key, sealed under a password.
 *
 * <p>scrypt makes 64 bytes of the password and the salt: 32 to encrypt, 16 and 16 for the MAC. They
 * open {@code data}, a small JSON document with the repository's key. Several key files, each with
 * its own password, may hold the same key.
 */
record KeyFile(
    @Nullable String created,
    @Nullable String username,
    @Nullable String hostname,
    @Nullable String kdf,
    @JsonProperty("N") int n,
    @JsonProperty("r") int r,
    @JsonProperty("p") int p,
    @Nullable String salt,
    @Nullable String data) {

  private static final int SALT_BYTES = 64;
  private static final int DERIVED_BYTES = 64;

  record MacKey(@Nullable String k, @Nullable String r) {
    @Override
    public String toString() {
      return "MacKey[hidden]";
    }
  }

  record MasterKey(@Nullable MacKey mac, @Nullable String encrypt) {
    @Override
    public String toString() {
      return "MasterKey[hidden]";
    }
  }

  static KeyFile create(
      RepositoryKey key,
      RepositoryPassword password,
      ScryptParameters cost,
      String created,
      Machine machine,
      SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] document = ResticJson.write(key.document());
    try (RepositoryKey derived = derive(password, salt, cost)) {
      byte[] sealed = new Envelope(derived, random).seal(document);
      Base64.Encoder base64 = Base64.getEncoder();
      return new KeyFile(
          created,
          machine.username(),
          machine.hostname(),
          "scrypt",
          cost.n(),
          cost.r(),
          cost.p(),
          base64.encodeToString(salt),
          base64.encodeToString(sealed));
    } finally {
      Arrays.fill(document, (byte) 0);
    }
  }

  /** The repository's key; empty when the password does not open this file. */
  Optional<RepositoryKey> open(RepositoryPassword password, SecureRandom random) {
    Optional<RepositoryKey> derived = derive(password);
    try {
      return derived.flatMap(key -> open(key, random));
    } finally {
      derived.ifPresent(RepositoryKey::close);
    }
  }

  /** What scrypt makes of the password for this file; empty when it is no key file of ours. */
  Optional<RepositoryKey> derive(RepositoryPassword password) {
    if (!"scrypt".equals(kdf) || salt == null || data == null) {
      return Optional.empty();
    }
    try {
      byte[] salted = Base64.getDecoder().decode(salt);
      return Optional.of(derive(password, salted, new ScryptParameters(n, r, p)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not base64, or a cost we refuse
    }
  }

  /** The repository's key; empty when what scrypt made does not open this file. */
  Optional<RepositoryKey> open(RepositoryKey derived, SecureRandom random) {
    if (data == null) {
      return Optional.empty();
    }
    byte @Nullable [] document;
    try {
      byte[] sealed = Base64.getDecoder().decode(data);
      document = new Envelope(derived, random).open(sealed, 0, sealed.length);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not base64
    }
    if (document == null) {
      return Optional.empty();
    }
    try {
      return ResticJson.read(document, MasterKey.class).flatMap(KeyFile::decode);
    } finally {
      Arrays.fill(document, (byte) 0);
    }
  }

  private static Optional<RepositoryKey> decode(MasterKey master) {
    MacKey mac = master.mac();
    String encrypt = master.encrypt();
    if (mac == null || encrypt == null || mac.k() == null || mac.r() == null) {
      return Optional.empty();
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return Optional.of(
        new RepositoryKey(base64.decode(encrypt), base64.decode(mac.k()), base64.decode(mac.r())));
  }

  private static RepositoryKey derive(
      RepositoryPassword password, byte[] salt, ScryptParameters cost) {
    byte[] secret = password.copyOfSecret();
    byte[] derived = Scrypt.derive(secret, salt, cost, DERIVED_BYTES);
    try {
      return RepositoryKey.split(derived);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(derived, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "KeyFile[" + username + "@" + hostname + " " + created + "]";
  }
}
