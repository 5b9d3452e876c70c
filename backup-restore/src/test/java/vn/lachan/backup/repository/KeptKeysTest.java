package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeptKeysTest {

  private static final RepositoryPassword OTHER = RepositoryPassword.notSecret("mật khẩu khác");
  private static final Duration IDLE = Duration.ofHours(2);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-01T08:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final MemoryBackend backend = new MemoryBackend();
  private final Repository repository = TestRepositories.create(backend);
  private final KeptKeys kept = new KeptKeys(3, IDLE, clock);

  private Repository open(RepositoryPassword password) {
    return Repository.open(backend, password, kept, TestRepositories.SMALL, TestRepositories.CLOCK);
  }

  @Test
  void paysForThePasswordOnceAProcess() {
    for (int i = 0; i < 5; i++) {
      try (Repository again = open(TestRepositories.password())) {
        again.loadIndex();
        assertThat(again.id()).isEqualTo(repository.id());
      }
    }
    assertThat(kept.stats()).isEqualTo(new KeptKeys.Stats(1, 1, 4, 0));
  }

  @Test
  void doesNotTryTheOtherKeyFilesAgain() {
    KeyRing ring = new KeyRing(repository);
    ring.add(OTHER);
    open(OTHER).close();
    long derived = kept.stats().derived();

    open(OTHER).close();
    assertThat(kept.stats().derived()).isEqualTo(derived);
  }

  @Test
  void opensNothingWithAnotherPassword() {
    open(TestRepositories.password()).close();

    assertThatExceptionOfType(PasswordException.class).isThrownBy(() -> open(OTHER));
    assertThat(kept.stats().kept()).isOne();
    assertThat(kept.stats().spared()).isZero();
  }

  @Test
  void opensNothingWithAKeyFileThatIsGone() {
    String gone = new KeyRing(repository).list().getFirst().name();
    open(TestRepositories.password()).close();

    new KeyRing(repository).change(OTHER);
    assertThat(new KeyRing(repository).list()).noneMatch(key -> key.name().equals(gone));
    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(() -> open(TestRepositories.password()));
    assertThat(kept.stats().kept()).isZero();
    assertThat(kept.stats().erased()).isOne();
  }

  @Test
  void overwritesWhatWasNotUsedForLong() {
    open(TestRepositories.password()).close();
    RepositoryKey copy = find();
    assertThat(copy.encrypt()).isNotEqualTo(new byte[RepositoryKey.ENCRYPT_BYTES]);

    now.set(now.get().plus(IDLE).plusSeconds(1));
    kept.sweep();
    assertThat(kept.stats().kept()).isZero();
    assertThat(kept.stats().erased()).isOne();
    open(TestRepositories.password()).close();
    assertThat(kept.stats().derived()).isEqualTo(2);
  }

  @Test
  void keepsWhatIsUsed() {
    open(TestRepositories.password()).close();
    for (int hour = 0; hour < 10; hour++) {
      now.set(now.get().plus(Duration.ofHours(1)));
      open(TestRepositories.password()).close();
    }
    assertThat(kept.stats().derived()).isOne();
  }

  @Test
  void makesRoomForTheNewest() {
    KeyRing ring = new KeyRing(repository);
    for (int i = 0; i < 4; i++) {
      RepositoryPassword password = RepositoryPassword.notSecret("mật khẩu " + i);
      ring.add(password);
      open(password).close();
      now.set(now.get().plusSeconds(1));
    }
    assertThat(kept.stats().kept()).isEqualTo(3);
    assertThat(kept.stats().erased()).isOne();
  }

  @Test
  void endsTheSessionOfAPlace() {
    open(TestRepositories.password()).close();
    kept.end("somewhere else");
    assertThat(kept.stats().kept()).isOne();
    kept.retain(Set.of("memory"));
    assertThat(kept.stats().kept()).isOne();
    kept.end("memory");
    assertThat(kept.stats().kept()).isZero();
  }

  @Test
  void keepsNothingOnceClosed() {
    open(TestRepositories.password()).close();
    kept.close();
    open(TestRepositories.password()).close();
    assertThat(kept.stats()).isEqualTo(new KeptKeys.Stats(0, 2, 0, 1));
  }

  @Test
  void keepsNothingForACommand() {
    open(TestRepositories.password()).close();
    try (Repository one = TestRepositories.open(backend);
        Repository two = TestRepositories.open(backend)) {
      assertThat(one.id()).isEqualTo(two.id());
    }
    assertThat(KeptKeys.NONE.stats().kept()).isZero();
    assertThat(KeptKeys.NONE.stats().spared()).isZero();
  }

  @Test
  void hidesWhatItKeeps() {
    open(TestRepositories.password()).close();
    assertThat(kept).hasToString("KeptKeys[" + kept.stats() + "]");
  }

  private RepositoryKey find() {
    String name = repository.keyName();
    return kept.find("memory", name, TestRepositories.password()).orElseThrow();
  }
}
