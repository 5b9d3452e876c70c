package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files without which nothing else opens: keys and config. */
final class RepositoryFiles {

  private RepositoryFiles() {}

  /** The repository's key and the name of the file it came from. */
  record OpenedKey(String name, RepositoryKey key) {}

  /** What a password opened. */
  record Opened(OpenedKey key, RepositoryConfig config) {}

  /**
   * The keys of a maker that died before its config was there: they open nothing, and are to be
   * removed when there is a config. Packs, indexes or snapshots without a config are no leftovers
   * but a damaged repository, over which none is made.
   */
  static List<Backend.StoredFile> keysWithoutConfig(Backend backend) {
    for (FileKind kind : List.of(FileKind.SNAPSHOT, FileKind.INDEX, FileKind.PACK)) {
      if (!backend.list(kind).isEmpty()) {
        throw new BackendException(
            "will not make a repository in %s: its config is missing, but %s has files"
                .formatted(backend.location(), kind.folder()),
            null);
      }
    }
    return backend.list(FileKind.KEY);
  }

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

  /** The config, if {@code key} is that of this repository. */
  private static Optional<RepositoryConfig> config(
      Backend backend, RepositoryKey key, SecureRandom random) {
    byte[] sealed = backend.load(FileKind.CONFIG, "config");
    byte[] plain = new Envelope(key, random).open(sealed, 0, sealed.length);
    Optional<RepositoryConfig> config =
        Optional.ofNullable(plain).flatMap(json -> ResticJson.read(json, RepositoryConfig.class));
    int version = config.map(RepositoryConfig::version).orElse(RepositoryConfig.VERSION);
    if (version < 1 || version > RepositoryConfig.VERSION) {
      throw new CorruptRepositoryException(
          "repository version " + version + " is not known", backend.location());
    }
    return config;
  }

  /**
   * Opens with the first key file that the password opens and that opens the config; a maker that
   * died may have left one that does not. What was made of the password before is tried first.
   */
  static Opened open(
      Backend backend, RepositoryPassword password, KeptKeys kept, SecureRandom random) {
    List<String> files = backend.list(FileKind.KEY).stream().map(Backend.StoredFile::name).toList();
    if (files.isEmpty()) {
      throw new BackendException("no repository with keys at " + backend.location(), null);
    }
    for (String name : kept.known(backend.location(), Set.copyOf(files))) {
      Optional<Opened> opened = openAsBefore(backend, name, password, kept, random);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    boolean fits = false;
    for (String name : files) {
      Optional<OpenedKey> key = openKey(backend, name, password, kept, random);
      if (key.isPresent()) {
        fits = true;
        Optional<RepositoryConfig> config = config(backend, key.get().key(), random);
        if (config.isPresent()) {
          return new Opened(key.get(), config.get());
        }
        key.get().key().close();
      }
    }
    if (fits) {
      throw new CorruptRepositoryException("config does not open", backend.location() + "/config");
    }
    throw noKeyOpens(backend, files.size());
  }

  /** With what scrypt made of this password before, if it did. */
  private static Optional<Opened> openAsBefore(
      Backend backend,
      String name,
      RepositoryPassword password,
      KeptKeys kept,
      SecureRandom random) {
    Optional<RepositoryKey> derived = kept.find(backend.location(), name, password);
    if (derived.isEmpty()) {
      return Optional.empty();
    }
    try (RepositoryKey before = derived.get()) {
      Optional<RepositoryKey> key = keyFile(backend, name).flatMap(k -> k.open(before, random));
      Optional<RepositoryConfig> config = key.flatMap(k -> config(backend, k, random));
      if (config.isEmpty()) {
        key.ifPresent(RepositoryKey::close);
        return Optional.empty();
      }
      return Optional.of(new Opened(new OpenedKey(name, key.orElseThrow()), config.get()));
    }
  }

  /** With what scrypt makes of the password now; that is kept when it opens the file. */
  private static Optional<OpenedKey> openKey(
      Backend backend,
      String name,
      RepositoryPassword password,
      KeptKeys kept,
      SecureRandom random) {
    Optional<KeyFile> file = keyFile(backend, name);
    Optional<RepositoryKey> derived = file.flatMap(k -> k.derive(password));
    if (derived.isEmpty()) {
      return Optional.empty();
    }
    kept.derived();
    try (RepositoryKey made = derived.get()) {
      Optional<RepositoryKey> key = file.orElseThrow().open(made, random);
      key.ifPresent(_ -> kept.keep(backend.location(), name, password, made));
      return key.map(opened -> new OpenedKey(name, opened));
    }
  }

  private static Optional<KeyFile> keyFile(Backend backend, String name) {
    return ResticJson.read(backend.load(FileKind.KEY, name), KeyFile.class);
  }

  private static RepositoryException noKeyOpens(Backend backend, int keys) {
    List<String> damaged = damagedKeys(backend);
    return damaged.isEmpty()
        ? new PasswordException(
            "wrong password: none of %d keys of %s opens with it"
                .formatted(keys, backend.location()),
            null)
        : new CorruptRepositoryException(
            "key file is damaged and no other key opens", "keys/" + String.join(", ", damaged));
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
