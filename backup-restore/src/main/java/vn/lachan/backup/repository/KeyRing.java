package vn.lachan.backup.repository;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key files of a repository: each holds the repository's key under a password of its own.
 *
 * <p>A new key file is durable and was opened again with its password before this returns. The key
 * that opened the repository and the last key are never removed. Changing a password does not
 * change the repository's key: who copied an old key file and knows its password still reads
 * everything; only a fresh repository helps then. Take a lock before changing anything.
 */
public final class KeyRing {

  /**
   * One key file.
   *
   * @param name 64 digits
   * @param created as its writer wrote it
   * @param current whether it opened the repository now
   * @param damaged whether its content is not what its name promises
   */
  public record Key(
      String name,
      String username,
      String hostname,
      String created,
      boolean current,
      boolean damaged) {}

  /** How a change of the keys ended. */
  public sealed interface Change {}

  /** {@code name} is the key file that was added or removed. */
  public record Changed(String name) implements Change {}

  /** Nothing was changed. */
  public record Refused(Reason reason) implements Change {}

  /** Why a key is not removed. */
  public enum Reason {
    /** No key, or more than one, begins with these digits. */
    NOT_ONE,
    /** It is the key this repository was opened with. */
    CURRENT,
    /** Without it nobody could open the repository. */
    LAST
  }

  private final Repository repository;

  public KeyRing(Repository repository) {
    this.repository = repository;
  }

  /** What it costs to open a key file; empty when {@code json} is none. */
  public static Optional<ScryptParameters> costOf(byte[] json) {
    try {
      return ResticJson.read(json, KeyFile.class)
          .map(key -> new ScryptParameters(key.n(), key.r(), key.p()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All key files in the order of their names. */
  public List<Key> list() {
    List<String> damaged = repository.damagedKeys();
    List<Key> keys = new ArrayList<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.KEY)) {
      byte[] json = repository.backend().load(FileKind.KEY, file.name());
      Optional<KeyFile> key = ResticJson.read(json, KeyFile.class);
      keys.add(
          new Key(
              file.name(),
              key.map(KeyFile::username).orElse(""),
              key.map(KeyFile::hostname).orElse(""),
              key.map(KeyFile::created).orElse(""),
              file.name().equals(repository.keyName()),
              damaged.contains(file.name()) || key.isEmpty()));
    }
    return keys;
  }

  /** Adds a key file for {@code password} and returns its name. */
  public String add(RepositoryPassword password) {
    repository.requireLock();
    String name =
        RepositoryFiles.writeKey(
            repository.backend(),
            repository.key(),
            password,
            repository.settings(),
            ZonedDateTime.now(repository.clock()),
            repository.random());
    byte[] json = repository.backend().load(FileKind.KEY, name);
    Optional<RepositoryKey> again =
        ResticJson.read(json, KeyFile.class).flatMap(k -> k.open(password, repository.random()));
    if (again.isEmpty()) {
      repository.backend().remove(FileKind.KEY, name);
      throw new CorruptRepositoryException("new key does not open again", "keys/" + name);
    }
    again.get().close();
    return name;
  }

  /** Removes the key file whose name begins with {@code digits}, 4 or more. */
  public Change remove(String digits) {
    List<Key> keys = list();
    List<Key> meant = keys.stream().filter(key -> key.name().startsWith(digits)).toList();
    if (meant.size() != 1 || digits.length() < 4) {
      return new Refused(Reason.NOT_ONE);
    }
    Key key = meant.getFirst();
    if (keys.size() == 1) {
      return new Refused(Reason.LAST);
    }
    if (key.current()) {
      return new Refused(Reason.CURRENT);
    }
    repository.remove(FileKind.KEY, key.name());
    return new Changed(key.name());
  }

  /**
   * Puts a key with {@code password} in the place of the current one: the new one is durable and
   * proven before the old one goes. Returns the new name.
   */
  public String change(RepositoryPassword password) {
    String added = add(password);
    repository.remove(FileKind.KEY, repository.keyName());
    return added;
  }
}
