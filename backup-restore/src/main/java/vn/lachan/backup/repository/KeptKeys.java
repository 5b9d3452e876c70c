package vn.lachan.backup.repository;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What scrypt made of the passwords a process has opened repositories with, kept in memory so that
 * the process pays for it once and not at each opening.
 *
 * <p>Kept is the key that opens a key file, never the password: beside it stands an HMAC of the
 * password under a key this object drew for itself, so that another password does not get what was
 * made of the first. The password is asked for and the key file is read at every opening as without
 * this; a key file that is gone, or another password, opens nothing. Only what opened a repository
 * is kept.
 *
 * <p>The session of a repository ends, and its keys are overwritten, when it was not opened for
 * {@code idle}, when its key file is gone, at {@link #end} and at {@link #close}. Who can read the
 * memory of the process before that can read the repository: see the threat model in {@code
 * docs/formats/backup-repository.md}. Safe for several threads.
 */
public final class KeptKeys implements AutoCloseable {

  /** Keeps nothing: a command that opens a repository once. */
  public static final KeptKeys NONE = new KeptKeys(0, Duration.ofSeconds(1), Clock.systemUTC());

  /**
   * What this has done.
   *
   * @param kept keys in memory now
   * @param derived how often scrypt was computed
   * @param spared how often it was not
   * @param erased keys that were overwritten
   */
  public record Stats(int kept, long derived, long spared, long erased) {}

  private record Name(String location, String keyFile) {}

  private static final class Kept {
    private final byte[] mark;
    private final RepositoryKey key;
    private Instant usedAt;

    Kept(byte[] mark, RepositoryKey key, Instant usedAt) {
      this.mark = mark;
      this.key = key;
      this.usedAt = usedAt;
    }

    Instant usedAt() {
      return usedAt;
    }

    void erase() {
      key.close();
      Arrays.fill(mark, (byte) 0);
    }
  }

  private final int most;
  private final Duration idle;
  private final Clock clock;
  private final byte[] secret = new byte[32];
  private final Map<Name, Kept> kept = new HashMap<>();
  private long derived;
  private long spared;
  private long erased;
  private boolean closed;

  /**
   * @param most so many keys are kept; the one not used for longest makes room. 0 keeps none
   * @param idle a key not used for so long is overwritten at the next {@link #sweep} or opening
   */
  public KeptKeys(int most, Duration idle, Clock clock) {
    if (most < 0 || !idle.isPositive()) {
      throw new IllegalArgumentException("most is not negative, idle is longer than nothing");
    }
    this.most = most;
    this.idle = idle;
    this.clock = clock;
    if (most > 0) {
      new SecureRandom().nextBytes(secret);
    }
  }

  /** The key made of this password for this key file before; the caller closes its copy. */
  synchronized Optional<RepositoryKey> find(
      String location, String keyFile, RepositoryPassword password) {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    sweep();
    @Nullable Kept found = kept.get(new Name(location, keyFile));
    if (found == null || !MessageDigest.isEqual(found.mark, mark(password))) {
      return Optional.empty();
    }
    found.usedAt = clock.instant();
    spared++;
    return Optional.of(found.key.copy());
  }

  /** Which of these key files of a place have a key here; those not among them are gone. */
  synchronized List<String> known(String location, Set<String> there) {
    if (kept.isEmpty()) {
      return List.of();
    }
    eraseIf((name, _) -> name.location().equals(location) && !there.contains(name.keyFile()));
    return kept.keySet().stream()
        .filter(name -> name.location().equals(location))
        .map(Name::keyFile)
        .toList();
  }

  /** Counts one derivation. */
  synchronized void derived() {
    derived++;
  }

  /** Keeps a copy of what opened {@code keyFile}. */
  synchronized void keep(
      String location, String keyFile, RepositoryPassword password, RepositoryKey key) {
    if (most == 0 || closed) {
      return;
    }
    sweep();
    Name name = new Name(location, keyFile);
    eraseIf((other, _) -> other.equals(name));
    if (kept.size() >= most) {
      kept.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().usedAt()))
          .map(Map.Entry::getKey)
          .ifPresent(oldest -> eraseIf((other, _) -> other.equals(oldest)));
    }
    kept.put(name, new Kept(mark(password), key.copy(), clock.instant()));
  }

  /** Overwrites the keys that were not used for too long. */
  public synchronized void sweep() {
    Instant oldest = clock.instant().minus(idle);
    eraseIf((_, found) -> found.usedAt.isBefore(oldest));
  }

  /** Overwrites the keys of a place: nobody will open it again soon. */
  public synchronized void end(String location) {
    eraseIf((name, _) -> name.location().equals(location));
  }

  /** Ends every session but those of these places. */
  public synchronized void retain(Set<String> locations) {
    eraseIf((name, _) -> !locations.contains(name.location()));
  }

  public synchronized Stats stats() {
    return new Stats(kept.size(), derived, spared, erased);
  }

  /** Overwrites everything; nothing is kept afterwards. */
  @Override
  public synchronized void close() {
    closed = true;
    eraseIf((_, _) -> true);
    Arrays.fill(secret, (byte) 0);
  }

  private void eraseIf(BiPredicate<Name, Kept> gone) {
    kept.entrySet()
        .removeIf(entry -> {
          boolean over = gone.test(entry.getKey(), entry.getValue());
          if (over) {
            entry.getValue().erase();
            erased++;
          }
          return over;
        });
  }

  private byte[] mark(RepositoryPassword password) {
    byte[] text = password.copyOfSecret();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "KeptKeys[" + stats() + "]";
  }
}
