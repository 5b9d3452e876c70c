package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Repositories that open quickly and have small packs. */
public final class TestRepositories {

  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-10-01T08:00:00Z"), ZoneOffset.UTC);

  public static final RepositorySettings SMALL =
      new RepositorySettings(
          1 << 20,
          2,
          1,
          true,
          200,
          Duration.ofMinutes(10),
          512 << 20,
          256 << 20,
          new RepositorySettings.LockTimes(
              Duration.ofMillis(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofMinutes(22)),
          new ScryptParameters(16, 8, 1));

  private TestRepositories() {}

  public static RepositoryPassword password() {
    return RepositoryPassword.notSecret("mật khẩu thử");
  }

  /** Where a blob lies: bytes {@code offset} to {@code offset + length} of a pack. */
  public record Range(String pack, int offset, int length) {}

  /** The first place of a blob; load the index before. */
  public static Range place(Repository repository, BlobType type, StorageId id) {
    Index.Place place = repository.index().places(type, id).getFirst();
    return new Range(place.pack().toString(), place.blob().offset(), place.blob().length());
  }

  /** Writes a config of a version nobody knows in the place of the one that is there. */
  public static void setVersion(Backend backend, RepositoryPassword password, int version) {
    SecureRandom random = new SecureRandom();
    try (Repository repository = Repository.open(backend, password, SMALL, CLOCK)) {
      RepositoryConfig known = RepositoryConfig.create(random);
      RepositoryConfig config =
          new RepositoryConfig(version, known.id(), known.chunkerPolynomial());
      backend.remove(FileKind.CONFIG, "config");
      RepositoryFiles.writeConfig(backend, repository.key(), config, random);
    }
  }

  public static Repository create(Backend backend) {
    return Repository.create(backend, password(), SMALL, CLOCK);
  }

  public static Repository open(Backend backend) {
    Repository repository = Repository.open(backend, password(), SMALL, CLOCK);
    repository.loadIndex();
    return repository;
  }
}
