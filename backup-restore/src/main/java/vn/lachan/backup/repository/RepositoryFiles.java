package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files without which nothing else opens: keys and config. */
final class RepositoryFiles {

  private RepositoryFiles() {}

  /** The repository's key and the name of the file it came from. */
  record OpenedKey(String name, RepositoryKey key) {}

  /** Seals {@code key} under {@code password} into a new key file and returns its name. */
  static String writeKey(
      Backend backend,
      RepositoryKey key,
      RepositoryPassword password,
      RepositorySettings settings,
      ZonedDateTime now,
      SecureRandom random) {
    String created = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now);
    KeyFile keyFile =
        KeyFile.create(key, password, settings.newKeyCost(), created, Machine.current(), random);
    byte[] json = ResticJson.write(keyFile);
    String name = StorageId.of(BlobCodec.newSha256().digest(json)).toString();
    backend.save(FileKind.KEY, name, json);
    return name;
  }

  static void writeConfig(
      Backend backend, RepositoryKey key, RepositoryConfig config, SecureRandom random) {
    byte[] sealed = new Envelope(key, random).seal(ResticJson.write(config));
    backend.save(FileKind.CONFIG, "config", sealed);
  }

  static RepositoryConfig config(Backend backend, RepositoryKey key, SecureRandom random) {
    byte[] sealed = backend.load(FileKind.CONFIG, "config");
    byte[] plain = new Envelope(key, random).open(sealed, 0, sealed.length);
    RepositoryConfig config =
        Optional.ofNullable(plain)
            .flatMap(json -> ResticJson.read(json, RepositoryConfig.class))
            .orElseThrow(() ->
                new CorruptRepositoryException(
                    "config does not open", backend.location() + "/config"));
    if (config.version() < 1 || config.version() > RepositoryConfig.VERSION) {
      throw new CorruptRepositoryException(
          "repository version " + config.version() + " is not known", backend.location());
    }
    return config;
  }

  /** The repository's key, from the first key file the password opens. */
  static OpenedKey key(Backend backend, RepositoryPassword password, SecureRandom random) {
    List<Backend.StoredFile> files = backend.list(FileKind.KEY);
    if (files.isEmpty()) {
      throw new BackendException("no repository with keys at " + backend.location(), null);
    }
    for (Backend.StoredFile file : files) {
      byte[] json = backend.load(FileKind.KEY, file.name());
      Optional<RepositoryKey> key =
          ResticJson.read(json, KeyFile.class).flatMap(k -> k.open(password, random));
      if (key.isPresent()) {
        return new OpenedKey(file.name(), key.get());
      }
    }
    List<String> damaged = damagedKeys(backend);
    if (!damaged.isEmpty()) {
      throw new CorruptRepositoryException(
          "key file is damaged and no other key opens", "keys/" + String.join(", ", damaged));
    }
    throw new PasswordException(
        "wrong password: none of "
            + files.size()
            + " keys of "
            + backend.location()
            + " opens with it",
        null);
  }

  /** Names of key files that are not what their name promises. */
  static List<String> damagedKeys(Backend backend) {
    List<String> damaged = new ArrayList<>();
    for (Backend.StoredFile file : backend.list(FileKind.KEY)) {
      byte[] json = backend.load(FileKind.KEY, file.name());
      if (!StorageId.of(BlobCodec.newSha256().digest(json)).toString().equals(file.name())) {
        damaged.add(file.name());
      }
    }
    return damaged;
  }
}
