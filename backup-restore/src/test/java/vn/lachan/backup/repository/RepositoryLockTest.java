package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.backup.repository.TestRepositories.SMALL;
import static vn.lachan.backup.repository.TestRepositories.password;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RepositoryLockTest {

  private static final Machine HERE = Machine.current();
  private static final Machine ELSEWHERE = new Machine("may-khac", "lan", 1, 1000, 1000);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-10-01T08:00:00Z"));
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final MemoryBackend backend = new MemoryBackend();
  private final Repository repository = Repository.create(backend, password(), SMALL, clock);

  @Test
  void letsSeveralShareTheRepository() {
    try (RepositoryLock one = RepositoryLock.shared(repository, HERE);
        RepositoryLock two = RepositoryLock.shared(repository, ELSEWHERE)) {
      one.requireHeld();
      two.requireHeld();
      assertThat(backend.list(FileKind.LOCK)).hasSize(2);
    }
    assertThat(backend.list(FileKind.LOCK)).isEmpty();
  }

  @Test
  void refusesToShareWithAnExclusiveHolder() {
    try (RepositoryLock holder = RepositoryLock.exclusive(repository, ELSEWHERE)) {
      holder.requireHeld();
      assertThatExceptionOfType(RepositoryLockedException.class)
          .isThrownBy(() -> RepositoryLock.shared(repository, HERE))
          .withMessageContaining("lan@may-khac")
          .withMessageContaining("exclusively");
      assertThat(backend.list(FileKind.LOCK)).hasSize(1);
    }
  }

  @Test
  void refusesToBeExclusiveBesideOthers() {
    try (RepositoryLock holder = RepositoryLock.shared(repository, ELSEWHERE)) {
      holder.requireHeld();
      assertThatExceptionOfType(RepositoryLockedException.class)
          .isThrownBy(() -> RepositoryLock.exclusive(repository, HERE));
    }
  }

  @Test
  void refusesWhatWasReadWhenSomebodyCameMeanwhile() {
    Repository slow = settlingIn(Duration.ofMillis(800));

    assertThatExceptionOfType(RepositoryLockedException.class)
        .isThrownBy(() -> RepositoryLock.shared(slow, HERE, disturbed(slow)))
        .withMessageContaining("lan@may-khac");
    assertThat(backend.list(FileKind.LOCK)).hasSize(1);
  }

  @Test
  void readsAfterItHasLookedAgainWhenItsOwnLockCameLate() {
    Repository late = settlingIn(Duration.ZERO);

    assertThatExceptionOfType(CorruptRepositoryException.class)
        .isThrownBy(() -> RepositoryLock.shared(late, HERE, disturbed(late)));
  }

  private Repository settlingIn(Duration settle) {
    RepositorySettings.LockTimes usual = SMALL.lock();
    return Repository.open(
        backend,
        password(),
        SMALL.withLock(
            new RepositorySettings.LockTimes(settle, usual.refresh(), usual.stale(), usual.lost())),
        clock);
  }

  /** While it reads, somebody takes the repository for himself, and what is read is gone. */
  private Runnable disturbed(Repository repository) {
    String time = OffsetDateTime.now(clock).toString();
    return () -> {
      repository.saveDocument(
          FileKind.LOCK,
          ResticJson.write(
              new RepositoryLock.Document(time, true, "may-khac", "lan", 1, 1000L, 1000L)));
      throw new CorruptRepositoryException("gone meanwhile", "index/x");
    };
  }

  @Test
  void givesTheLockBackWhenReadingFails() {
    Runnable reading =
        () -> {
          assertThat(backend.list(FileKind.LOCK)).hasSize(1);
          throw new CorruptRepositoryException("damaged", "index/x");
        };

    assertThatExceptionOfType(CorruptRepositoryException.class)
        .isThrownBy(() -> RepositoryLock.shared(repository, HERE, reading));
    assertThat(backend.list(FileKind.LOCK)).isEmpty();
  }

  @Test
  void removesTheLockOfADeadProcessOnThisHost() throws IOException, InterruptedException {
    Process finished = new ProcessBuilder("true").start();
    finished.waitFor();
    Machine dead = new Machine(HERE.hostname(), "x", finished.pid(), 0, 0);
    RepositoryLock abandoned = RepositoryLock.exclusive(repository, dead);

    try (RepositoryLock lock = RepositoryLock.shared(repository, HERE)) {
      lock.requireHeld();
      assertThat(backend.list(FileKind.LOCK)).hasSize(1);
    }
    abandoned.close();
  }

  @Test
  void removesALockNobodyRenewedForHalfAnHour() {
    RepositoryLock abandoned = RepositoryLock.exclusive(repository, ELSEWHERE);
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(31)));

    try (RepositoryLock lock = RepositoryLock.exclusive(repository, HERE)) {
      lock.requireHeld();
    }
    abandoned.close();
  }

  @Test
  void stopsAProcessThatSleptTooLong() {
    try (RepositoryLock lock = RepositoryLock.shared(repository, HERE)) {
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(31)));

      assertThatExceptionOfType(RepositoryLockedException.class)
          .isThrownBy(lock::requireHeld)
          .withMessageContaining("31 minutes");
      assertThatExceptionOfType(RepositoryLockedException.class).isThrownBy(lock::renew);
    }
  }

  /** restic#2715: 30 minutes less one and a half refreshes. */
  @Test
  void writesAndRemovesNothingAfterTwentyTwoAndAHalfMinutesWithoutRenewal() {
    RepositorySettings real =
        new RepositorySettings(
            SMALL.packBytes(),
            SMALL.openDataPacks(),
            SMALL.compressionLevel(),
            true,
            SMALL.indexBlobs(),
            SMALL.indexInterval(),
            SMALL.largestBlob(),
            SMALL.largestDocument(),
            RepositorySettings.LockTimes.DEFAULT,
            SMALL.newKeyCost());
    try (Repository slow = Repository.open(backend, password(), real, clock);
        RepositoryLock lock = RepositoryLock.shared(slow, HERE)) {
      slow.save(BlobType.DATA, new byte[] {1, 2, 3}, 0, 3);
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(22)).plusSeconds(30));
      lock.requireHeld();
      now.updateAndGet(t -> t.plusMillis(1));

      assertThatExceptionOfType(RepositoryLockedException.class).isThrownBy(slow::flush);
      assertThatExceptionOfType(RepositoryLockedException.class)
          .isThrownBy(() -> slow.saveDocument(FileKind.SNAPSHOT, new byte[] {'{', '}'}));
      assertThatExceptionOfType(RepositoryLockedException.class)
          .isThrownBy(() -> slow.remove(FileKind.PACK, "0".repeat(64)));
      assertThat(backend.list(FileKind.INDEX)).isEmpty();
      assertThat(backend.list(FileKind.SNAPSHOT)).isEmpty();
    }
  }

  @Test
  void renewsWithTheNewTimeAndUnderANewName() {
    try (RepositoryLock lock = RepositoryLock.shared(repository, HERE)) {
      String before = backend.list(FileKind.LOCK).getFirst().name();
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(20)));
      lock.renew();
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(20)));
      lock.requireHeld();

      String after = backend.list(FileKind.LOCK).getFirst().name();
      assertThat(after).isNotEqualTo(before);
      byte[] json = repository.loadDocument(FileKind.LOCK, after);
      assertThat(ResticJson.read(json, RepositoryLock.Document.class).orElseThrow().time())
          .startsWith("2026-10-01T08:20");
    }
  }

  @Test
  void doesNotTakeBackALockSomebodyRemoved() {
    try (RepositoryLock lock = RepositoryLock.shared(repository, HERE)) {
      backend.remove(FileKind.LOCK, backend.list(FileKind.LOCK).getFirst().name());

      assertThatExceptionOfType(RepositoryLockedException.class).isThrownBy(lock::renew);
      assertThatExceptionOfType(RepositoryLockedException.class).isThrownBy(lock::requireHeld);
    }
  }

  @Test
  void refusesWhileALockCannotBeRead() {
    try (RepositoryLock other = RepositoryLock.shared(repository, ELSEWHERE)) {
      other.requireHeld();
      String name = backend.list(FileKind.LOCK).getFirst().name();
      backend.flipBit(FileKind.LOCK, name, 25);

      assertThatExceptionOfType(CorruptRepositoryException.class)
          .isThrownBy(() -> RepositoryLock.shared(repository, HERE))
          .withMessageContaining("locks/" + name);
    }
  }
}
