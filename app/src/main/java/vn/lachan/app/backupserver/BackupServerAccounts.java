package vn.lachan.app.backupserver;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import vn.lachan.app.settings.BackupServerSettings.Account;

/**
 * Who sends a request, by HTTP Basic.
 *
 * <p>A client sends its password with every request, and the hash of passwords is slow on purpose:
 * so the last good password of an account is remembered under a keyed digest whose key dies with
 * the process. Only two passwords are hashed at a time, whoever asks.
 */
final class BackupServerAccounts {
  private static final String BASIC = "basic ";

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Map<String, byte[]> proven = new ConcurrentHashMap<>();
  private final PasswordEncoder passwords;
  private final String nobody;
  private final byte[] key = new byte[32];
  private final Semaphore hashing = new Semaphore(2);

  BackupServerAccounts(List<Account> accounts, PasswordEncoder passwords) {
    accounts.forEach(account -> this.accounts.put(account.name(), account));
    this.passwords = passwords;
    SecureRandom random = new SecureRandom();
    random.nextBytes(key);
    byte[] unknown = new byte[16];
    random.nextBytes(unknown);
    this.nobody =
        Optional.ofNullable(passwords.encode(Base64.getEncoder().encodeToString(unknown)))
            .orElseThrow();
  }

  /** The account that {@code authorization} proves; empty when it proves none. */
  Optional<Account> signIn(@Nullable String authorization) {
    Optional<String[]> given = parse(authorization);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String name = given.get()[0];
    String password = given.get()[1];
    Account account = accounts.get(name);
    byte[] digest = digest(name, password);
    byte[] known = proven.get(name);
    if (account != null && known != null && MessageDigest.isEqual(known, digest)) {
      return Optional.of(account);
    }
    if (!matches(password, account == null ? nobody : account.passwordHash()) || account == null) {
      return Optional.empty();
    }
    proven.put(name, digest);
    return Optional.of(account);
  }

  /** The name that was given, for the audit trail; empty when there was none that makes sense. */
  static Optional<String> claimedName(@Nullable String authorization) {
    return parse(authorization)
        .map(given -> given[0])
        .filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}"));
  }

  private boolean matches(String password, String hash) {
    hashing.acquireUninterruptibly();
    try {
      return passwords.matches(password, hash);
    } finally {
      hashing.release();
    }
  }

  private static Optional<String[]> parse(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
        || authorization.length() > 1024) {
      return Optional.empty();
    }
    try {
      String text =
          new String(
              Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(new String[] {text.substring(0, colon), text.substring(colon + 1)});
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] digest(String name, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
