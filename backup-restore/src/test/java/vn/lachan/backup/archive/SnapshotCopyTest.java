package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FailingBackend;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.TestRepositories;

class SnapshotCopyTest {

  @TempDir Path source;
  private final Repository from = TestRepositories.create(new MemoryBackend());
  private final MemoryBackend target = new MemoryBackend();
  private Map<String, String> content;

  @BeforeEach
  void backUp() throws IOException {
    Random random = new Random(31);
    for (int day = 1; day <= 3; day++) {
      for (int i = 0; i < 6; i++) {
        byte[] scan = new byte[200_000];
        random.nextBytes(scan);
        Files.write(source.resolve("ngày " + day + " tệp " + i), scan);
      }
      TestSnapshots.take(from, source, "2026-09-0" + day + "T01:00:00Z", "kế hoạch");
    }
    content = TestSnapshots.readAll(from);
    TestRepositories.create(target).close();
  }

  private SnapshotCopy.Copied copy(Repository to) {
    return new SnapshotCopy(from, to, ArchiveSettings.DEFAULT).copy(Snapshots.list(from).all());
  }

  @Test
  void keepsEverythingButTheParent() {
    try (Repository to = TestRepositories.open(target)) {
      assertThat(copy(to).copied()).hasSize(3);
      assertThat(TestSnapshots.readAll(to)).isEqualTo(content);
      StoredSnapshot copy = Snapshots.list(to).all().getFirst();
      StoredSnapshot original = Snapshots.list(from).all().getFirst();
      assertThat(copy.original()).contains(original.id());
      assertThat(copy.time()).isEqualTo(original.time());
      assertThat(copy.tags()).isEqualTo(original.tags());
      assertThat(copy(to).skipped()).hasSize(3);
    }
  }

  @Test
  void goesOnWhereverTheDiskWasFull() {
    FailingBackend disk = new FailingBackend(target, 0);
    int failures = 0;
    long written = 0;
    while (true) {
      disk.allowSaves(failures);
      try (Repository to = TestRepositories.open(disk)) {
        copy(to);
        written += to.stats().dataBlobsWritten();
        break;
      } catch (BackendException e) {
        failures++;
        try (Repository to = TestRepositories.open(target)) {
          assertThat(to.checkPacks(true).problems()).isEmpty();
          assertThat(content).containsAllEntriesOf(TestSnapshots.readAll(to));
        }
        assertThat(failures).as("it goes forward").isLessThan(60);
      }
    }
    assertThat(failures).isPositive();
    assertThat(written).as("the last run did not begin anew").isLessThan(18);
    try (Repository to = TestRepositories.open(target)) {
      assertThat(TestSnapshots.readAll(to)).isEqualTo(content);
    }
  }
}
