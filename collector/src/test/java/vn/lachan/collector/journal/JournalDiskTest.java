package vn.lachan.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.journal.JournalTest.SMALL;
import static vn.lachan.collector.journal.JournalTest.append;
import static vn.lachan.collector.journal.JournalTest.log;
import static vn.lachan.collector.journal.JournalTest.logs;
import static vn.lachan.collector.journal.JournalTest.readAll;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Intake;
import vn.lachan.collector.Receipt;

class JournalDiskTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;

  /** A disk that fails as it is told, in the middle of what it writes. */
  private static final class FailingDisk implements Disk {
    private final AtomicInteger failingWrites = new AtomicInteger();
    private final AtomicInteger failingForces = new AtomicInteger();
    private final AtomicInteger memoryShortages = new AtomicInteger();
    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

    @Override
    public long freeBytes(Path folder) {
      return free.get();
    }

    @Override
    public SegmentWriter create(Path file) throws IOException {
      SegmentWriter real = Disk.REAL.create(file);
      return new SegmentWriter() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          if (failingWrites.get() > 0 && failingWrites.getAndDecrement() > 0) {
            ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
            real.write(half);
            throw new IOException("No space left on device");
          }
          real.write(bytes);
        }

        @Override
        public void force() throws IOException {
          if (memoryShortages.get() > 0 && memoryShortages.getAndDecrement() > 0) {
            throw new OutOfMemoryError("Java heap space");
          }
          if (failingForces.get() > 0 && failingForces.getAndDecrement() > 0) {
            throw new IOException("Input/output error");
          }
          real.force();
        }

        @Override
        public void truncate(long size) throws IOException {
          real.truncate(size);
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }
  }

  @Test
  void aFullDiskStopsTheTakingAndLosesNothing() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = Journal.open(folder, SMALL.withPendingBytes(200), disk);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      disk.failingWrites.set(Integer.MAX_VALUE);
      CompletableFuture<Void> waiting =
          ((Receipt.Taken) journal.take(logs(10, 20), Intake.FOREVER)).durable();
      Receipt refused = journal.take(logs(20, 30), SHORT);

      assertThat(refused).isEqualTo(new Receipt.Refused(Receipt.Reason.DISK_ERROR));
      assertThat(waiting).isNotDone();
      assertThat(journal.stats().state()).isEqualTo(JournalStats.State.DISK_ERROR);
      assertThat(journal.stats().problem()).contains("No space left");
      assertThat(readAll(reader)).isEqualTo(logs(0, 10));

      disk.failingWrites.set(0);
      waiting.get(20, TimeUnit.SECONDS);
      append(journal, logs(20, 30));
      assertThat(readAll(reader)).isEqualTo(logs(10, 30));
      assertThat(journal.stats().state()).isEqualTo(JournalStats.State.OPEN);
      assertThat(journal.stats().failures()).isPositive();
    }
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader again = journal.reader("again")) {
      assertThat(readAll(again)).isEqualTo(logs(0, 30));
    }
  }

  @Test
  void afterAFailedSyncTheRecordsAreWrittenAgainOnce() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = Journal.open(folder, SMALL, disk);
        JournalReader reader = journal.reader("detect")) {
      for (int i = 0; i < 200; i++) {
        disk.failingForces.set(i % 7 == 0 ? 1 : 0);
        disk.failingWrites.set(i % 11 == 0 ? 2 : 0);
        append(journal, List.of(log(i)));
      }
      assertThat(readAll(reader)).isEqualTo(logs(0, 200));
    }
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader again = journal.reader("again")) {
      assertThat(readAll(again)).isEqualTo(logs(0, 200));
    }
  }

  @Test
  void goesOnWhenMemoryWasShort() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = Journal.open(folder, SMALL, disk);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      disk.memoryShortages.set(2);
      append(journal, logs(10, 20));
      append(journal, logs(20, 30));

      assertThat(readAll(reader)).isEqualTo(logs(0, 30));
      assertThat(journal.stats().failures()).isEqualTo(2);
    }
  }

  @Test
  void stopsBeforeTheFileSystemIsFull() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = Journal.open(folder, SMALL.withMinFreeBytes(1_000_000), disk)) {
      append(journal, logs(0, 1));
      disk.free.set(999_999);
      CompletableFuture<Void> waiting =
          ((Receipt.Taken) journal.take(logs(1, 2), Intake.FOREVER)).durable();
      while (journal.stats().state() != JournalStats.State.LOW_SPACE) {
        Thread.onSpinWait();
      }
      assertThat(journal.take(logs(2, 3), Duration.ZERO))
          .isEqualTo(new Receipt.Refused(Receipt.Reason.LOW_SPACE));

      disk.free.set(Long.MAX_VALUE);
      waiting.get(20, TimeUnit.SECONDS);
      append(journal, logs(2, 3));
    }
  }

  @Test
  void closingWhileTheDiskFailsTellsThoseWhoWait() throws Exception {
    FailingDisk disk = new FailingDisk();
    Journal journal = Journal.open(folder, SMALL, disk);
    disk.failingForces.set(Integer.MAX_VALUE);
    CompletableFuture<Void> waiting =
        ((Receipt.Taken) journal.take(logs(0, 1), Intake.FOREVER)).durable();
    journal.close();

    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  void survivesARealDiskThatIsFull() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("tmpfs"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount.toString()) == 0,
        "a file system of 256 KiB cannot be mounted here");
    try {
      Path ballast = mount.resolve("ballast");
      Files.write(ballast, new byte[100_000]);
      fillAndRelease(mount.resolve("journal"), ballast);
    } finally {
      assertThat(run("umount", mount.toString())).isZero();
    }
  }

  private static void fillAndRelease(Path journalFolder, Path ballast) throws Exception {
    int taken = 0;
    try (Journal journal = Journal.open(journalFolder, SMALL.withPendingBytes(2_000))) {
      List<CompletableFuture<Void>> receipts = new ArrayList<>();
      Receipt receipt = journal.take(logs(0, 10), SHORT);
      while (receipt instanceof Receipt.Taken(CompletableFuture<Void> durable)) {
        receipts.add(durable);
        taken += 10;
        receipt = journal.take(logs(taken, taken + 10), SHORT);
      }
      assertThat(receipt).isInstanceOf(Receipt.Refused.class);
      assertThat(journal.stats().state())
          .isIn(JournalStats.State.DISK_ERROR, JournalStats.State.LOW_SPACE);

      Files.delete(ballast);
      CompletableFuture.allOf(receipts.toArray(new CompletableFuture<?>[0]))
          .get(20, TimeUnit.SECONDS);
      append(journal, logs(taken, taken + 10));
    }
    try (Journal journal = Journal.open(journalFolder, SMALL);
        JournalReader reader = journal.reader("r")) {
      assertThat(readAll(reader)).isEqualTo(logs(0, taken + 10));
    }
  }

  private static int run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor();
    } catch (IOException _) {
      return -1;
    }
  }
}
