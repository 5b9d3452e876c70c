package vn.lachan.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.backup.repository.TestRepositories.password;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.TestSnapshots;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.FailingBackend;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.PackRepair;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.RepositoryLockedException;
import vn.lachan.backup.repository.RepositorySettings;
import vn.lachan.backup.repository.SweepLimits;
import vn.lachan.backup.repository.TestRepositories;

class PruneTest {

  private static final RepositorySettings SMALL = TestRepositories.SMALL.withPackBytes(256 * 1024);
  private static final Machine HERE = Machine.current();
  private static final Machine ELSEWHERE = new Machine("may-khac", "lan", 1, 0, 0);
  private static final PruneRequest AT_ONCE =
      new PruneRequest(new SweepLimits(0, Long.MAX_VALUE, false), Duration.ZERO, false, false);
  private static final PruneRequest AFTER_A_WEEK =
      new PruneRequest(new SweepLimits(0, Long.MAX_VALUE, false), Duration.ofDays(7), false, false);

  @TempDir Path source;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-10-01T08:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private MemoryBackend backend = new MemoryBackend();
  private final MemoryLedger ledger = new MemoryLedger();
  private final Prune prune = new Prune(HERE, clock, ledger);

  private static final class MemoryLedger implements RemovalLedger {
    final Map<String, Waiting> all = new HashMap<>();

    @Override
    public Waiting read(String repository) {
      return all.getOrDefault(repository, Waiting.NOTHING);
    }

    @Override
    public void write(String repository, Waiting waiting) {
      all.put(repository, waiting);
    }
  }

  /** Three days; each day some files go and some come, so that packs are partly used later. */
  @BeforeEach
  void backUpThreeDays() throws IOException {
    fill(backend);
  }

  private void fill(Backend into) throws IOException {
    Random random = new Random(11);
    try (Repository repository = Repository.create(into, password(), SMALL, clock)) {
      for (int day = 1; day <= 3; day++) {
        for (int i = 0; i < 12; i++) {
          byte[] scan = new byte[30_000 + random.nextInt(25_000)];
          random.nextBytes(scan);
          Files.write(source.resolve("hồ sơ " + day + "-" + i), scan);
        }
        for (int i = 0; i < 8 && day > 1; i++) {
          Files.delete(source.resolve("hồ sơ " + (day - 1) + "-" + i));
        }
        TestSnapshots.take(repository, source, "2026-09-0" + day + "T01:00:00Z");
      }
    }
  }

  private Repository open(Backend from) {
    return Repository.open(from, password(), SMALL, clock);
  }

  private Repository loaded(Backend from) {
    Repository repository = open(from);
    repository.loadIndex();
    return repository;
  }

  private void forgetOldest(Backend from) {
    try (Repository repository = open(from)) {
      String oldest = Snapshots.list(repository).all().getFirst().id().toString();
      from.remove(FileKind.SNAPSHOT, oldest);
    }
  }

  private PruneOutcome.Pruned prune(PruneRequest request) {
    try (Repository repository = open(backend)) {
      return switch (prune.run(repository, request)) {
        case PruneOutcome.Pruned pruned -> pruned;
        case PruneOutcome.Refused refused -> throw new AssertionError(refused.reason());
      };
    }
  }

  private Map<String, String> content() {
    try (Repository repository = loaded(backend)) {
      assertThat(repository.checkPacks(true).problems()).isEmpty();
      return TestSnapshots.readAll(repository);
    }
  }

  private long bytes() {
    return backend.list(FileKind.PACK).stream().mapToLong(Backend.StoredFile::length).sum();
  }

  @Test
  void removesWhatNobodyNeedsAndKeepsTheRest() {
    forgetOldest(backend);
    Map<String, String> before = content();
    long size = bytes();

    PruneOutcome.Pruned pruned = prune(AT_ONCE);

    assertThat(pruned.repackedPacks()).isPositive();
    assertThat(pruned.unusedLeft()).isLessThan(20_000); // headers
    assertThat(bytes()).isLessThan(size);
    assertThat(content()).isEqualTo(before);
    assertThat(prune(AT_ONCE).removedPacks()).isZero();
  }

  @Test
  void leavesWhatNobodyNeedsUntilTheGraceIsOver() {
    forgetOldest(backend);
    Map<String, String> before = content();
    int packs = backend.list(FileKind.PACK).size();

    PruneOutcome.Pruned first = prune(AFTER_A_WEEK);
    int afterFirst = backend.list(FileKind.PACK).size();
    now.updateAndGet(t -> t.plus(Duration.ofDays(6)));
    PruneOutcome.Pruned second = prune(AFTER_A_WEEK);
    now.updateAndGet(t -> t.plus(Duration.ofDays(1)));
    PruneOutcome.Pruned third = prune(AFTER_A_WEEK);

    assertThat(first.removedPacks()).isZero();
    assertThat(first.waitingPacks()).isPositive();
    assertThat(afterFirst).isGreaterThanOrEqualTo(packs);
    assertThat(second.removedPacks()).isZero();
    assertThat(third.removedPacks()).isEqualTo(first.waitingPacks());
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void beginsTheGraceAnewWhenTheLedgerIsLost() {
    forgetOldest(backend);
    prune(AFTER_A_WEEK);
    now.updateAndGet(t -> t.plus(Duration.ofDays(8)));
    ledger.all.clear();

    assertThat(prune(AFTER_A_WEEK).removedPacks()).isZero();
  }

  @Test
  void canBeUndoneDuringTheGrace() {
    byte[] snapshot;
    String oldest;
    Map<String, String> before = content();
    try (Repository repository = open(backend)) {
      oldest = Snapshots.list(repository).all().getFirst().id().toString();
      snapshot = backend.load(FileKind.SNAPSHOT, oldest);
    }
    backend.remove(FileKind.SNAPSHOT, oldest);
    prune(AFTER_A_WEEK);
    backend.save(FileKind.SNAPSHOT, oldest, snapshot);

    try (Repository repository = open(backend)) {
      PackRepair.IndexReport report = new PackRepair(repository).repairIndex();
      assertThat(report.added()).isNotEmpty();
    }
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void changesNothingInADryRun() {
    forgetOldest(backend);
    var files = backend.list(FileKind.PACK);
    var indexes = backend.list(FileKind.INDEX);

    PruneOutcome.Pruned told =
        prune(new PruneRequest(AT_ONCE.limits(), Duration.ZERO, false, true));

    assertThat(told.removedPacks()).isPositive();
    assertThat(backend.list(FileKind.PACK)).isEqualTo(files);
    assertThat(backend.list(FileKind.INDEX)).isEqualTo(indexes);
    assertThat(prune(AT_ONCE).removedPacks()).isEqualTo(told.removedPacks());
  }

  @Test
  void refusesWhenANeededBlobIsInNoPack() {
    String pack =
        backend.list(FileKind.PACK).stream()
            .max(Comparator.comparingLong(Backend.StoredFile::length))
            .orElseThrow()
            .name();
    backend.remove(FileKind.PACK, pack);
    var before = backend.list(FileKind.PACK);

    try (Repository repository = open(backend)) {
      assertThatExceptionOfType(CorruptRepositoryException.class)
          .isThrownBy(() -> prune.run(repository, AT_ONCE))
          .withMessageContaining("nothing is removed");
    }
    assertThat(backend.list(FileKind.PACK)).isEqualTo(before);
  }

  @Test
  void refusesWithADamagedSnapshotOrIndex() {
    for (FileKind kind : List.of(FileKind.SNAPSHOT, FileKind.INDEX)) {
      String name = backend.list(kind).getFirst().name();
      backend.flipBit(kind, name, 50);
      var before = backend.list(FileKind.PACK);
      try (Repository repository = open(backend)) {
        if (kind == FileKind.SNAPSHOT) {
          assertThat(prune.run(repository, AT_ONCE)).isInstanceOf(PruneOutcome.Refused.class);
        } else {
          assertThatExceptionOfType(CorruptRepositoryException.class)
              .isThrownBy(() -> prune.run(repository, AT_ONCE));
        }
      }
      assertThat(backend.list(FileKind.PACK)).isEqualTo(before);
      backend.flipBit(kind, name, 50);
    }
  }

  @Test
  void refusesToRemoveEverything() {
    backend.list(FileKind.SNAPSHOT).forEach(s -> backend.remove(FileKind.SNAPSHOT, s.name()));

    try (Repository repository = open(backend)) {
      assertThat(prune.run(repository, AT_ONCE)).isInstanceOf(PruneOutcome.Refused.class);
    }
    assertThat(prune(new PruneRequest(AT_ONCE.limits(), Duration.ZERO, true, false)).keptPacks())
        .isZero();
    assertThat(backend.list(FileKind.PACK)).isEmpty();
  }

  @Test
  void removesNothingAfterAnyListingError() {
    forgetOldest(backend);
    var packs = backend.list(FileKind.PACK);
    for (FileKind kind : List.of(FileKind.SNAPSHOT, FileKind.INDEX, FileKind.PACK, FileKind.LOCK)) {
      FailingBackend failing = new FailingBackend(backend, Integer.MAX_VALUE);
      try (Repository repository = open(failing)) {
        failing.failLists(kind);
        assertThatExceptionOfType(BackendException.class)
            .as(kind.toString())
            .isThrownBy(() -> prune.run(repository, AT_ONCE));
      }
      assertThat(backend.list(FileKind.PACK)).containsAll(packs);
    }
  }

  @Test
  void losesNothingWhereverTheDiskIsFull() throws IOException {
    int failures = 0;
    for (int saves = 0; ; saves++) {
      backend = new MemoryBackend();
      fill(backend);
      forgetOldest(backend);
      Map<String, String> before = content();
      FailingBackend full = new FailingBackend(backend, saves);
      try (Repository repository = open(full)) {
        prune.run(repository, AT_ONCE);
        break;
      } catch (BackendException e) {
        failures++;
      }
      assertThat(content()).as("disk full after %d files", saves).isEqualTo(before);
    }
    assertThat(failures).isGreaterThanOrEqualTo(3); // lock, packs, index
  }

  @Test
  void losesNothingWhereverItIsStopped() throws IOException {
    for (int removals = 0; removals < 6; removals++) {
      backend = new MemoryBackend();
      fill(backend);
      forgetOldest(backend);
      Map<String, String> before = content();
      FailingBackend stopped = new FailingBackend(backend, Integer.MAX_VALUE);
      stopped.allowRemovals(removals);
      try (Repository repository = open(stopped)) {
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(() -> prune.run(repository, AT_ONCE));
      }
      assertThat(content()).as("stopped after %d removals", removals).isEqualTo(before);
      backend.list(FileKind.LOCK).forEach(l -> backend.remove(FileKind.LOCK, l.name()));
      prune(AT_ONCE);
      assertThat(content()).isEqualTo(before);
    }
  }

  @Test
  void goesAloneOnly() {
    try (Repository other = open(backend);
        RepositoryLock backup = RepositoryLock.shared(other, ELSEWHERE);
        Repository repository = open(backend)) {
      backup.requireHeld();
      assertThatExceptionOfType(RepositoryLockedException.class)
          .isThrownBy(() -> prune.run(repository, AT_ONCE));
    }
  }

  @Test
  void joinsSmallPacks() {
    int before = backend.list(FileKind.PACK).size();

    prune(new PruneRequest(new SweepLimits(1, Long.MAX_VALUE, true), Duration.ZERO, false, false));

    assertThat(backend.list(FileKind.PACK)).hasSizeLessThan(before);
    assertThat(content()).isNotEmpty();
  }
}
