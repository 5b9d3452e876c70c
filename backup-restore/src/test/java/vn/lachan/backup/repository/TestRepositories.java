package vn.lachan.backup.repository;

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

  public static Repository create(Backend backend) {
    return Repository.create(backend, password(), SMALL, CLOCK);
  }

  public static Repository open(Backend backend) {
    Repository repository = Repository.open(backend, password(), SMALL, CLOCK);
    repository.loadIndex();
    return repository;
  }
}
