package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.audit.TestEntries.LOGIN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditTrailTest implements AuditTrailContract {
  private static final FileAuditTrail.Settings SMALL_SEGMENTS =
      new FileAuditTrail.Settings(1000, 4, Duration.ofDays(1), 256 << 10);

  @TempDir Path temp;

  @Override
  public AuditTrail trail(Clock clock) {
    return FileAuditTrail.open(temp.resolve("trail"), SMALL_SEGMENTS, clock);
  }

  private FileAuditTrail open() {
    return FileAuditTrail.open(temp.resolve("trail"), SMALL_SEGMENTS, CLOCK);
  }

  private void fill(int records) {
    try (FileAuditTrail trail = open()) {
      IntStream.rangeClosed(1, records).forEach(i -> trail.append(TestEntries.number(i)));
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("trail"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("audit-")).sorted().toList();
    }
  }

  @Test
  void goesOnWhereItEndedAfterARestart() throws IOException {
    fill(10);
    try (FileAuditTrail trail = open()) {
      assertThat(trail.recovered()).isEmpty();
      assertThat(trail.append(LOGIN).sequence()).isEqualTo(11);
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
      assertThat(trail.read(AuditFilter.newest(100))).hasSize(11);
    }
    assertThat(segments()).hasSizeGreaterThan(2);
  }

  @Test
  void readsAcrossSegmentsFromAnyPlace() {
    fill(30);
    try (FileAuditTrail trail = open()) {
      for (long before = 1; before <= 32; before++) {
        List<AuditRecord> page = trail.read(new AuditFilter(before, 1000, "", Optional.empty()));
        assertThat(page).hasSize((int) Math.min(before - 1, 30));
        assertThat(page.stream().map(AuditRecord::sequence).findFirst())
            .isEqualTo(before == 1 ? Optional.empty() : Optional.of(Math.min(before - 1, 30)));
      }
    }
  }

  @Test
  void cutsATornLastLineAndSaysSo() throws IOException {
    fill(5);
    Path last = segments().getLast();
    Files.writeString(last, "{\"action\":\"half a rec", StandardOpenOption.APPEND);

    try (FileAuditTrail trail = open()) {
      assertThat(trail.recovered()).containsExactly(new FileAuditTrail.Recovery(last, 21));
      assertThat(trail.append(LOGIN).sequence()).isEqualTo(6);
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }
  }

  @Test
  void refusesAChangedByteInTheLastSegment() throws IOException {
    fill(5);
    Path last = segments().getLast();
    byte[] bytes = Files.readAllBytes(last);
    bytes[20] ^= 1;
    Files.write(last, bytes);

    assertThatExceptionOfType(AuditTrailException.class)
        .isThrownBy(this::open)
        .withMessageContaining(last + " line 1 is damaged");
  }

  @Test
  void refusesATrailWhoseEndWasRemoved() throws IOException {
    fill(5);
    Path last = segments().getLast();
    List<String> lines = Files.readAllLines(last);
    Files.write(last, lines.subList(0, lines.size() - 1));

    assertThatExceptionOfType(AuditTrailException.class)
        .isThrownBy(this::open)
        .withMessageContaining("records were removed");
  }

  @Test
  void refusesAMissingSegment() throws IOException {
    fill(30);
    Files.delete(segments().get(segments().size() - 2));

    assertThatExceptionOfType(AuditTrailException.class)
        .isThrownBy(this::open)
        .withMessageContaining("is damaged");
  }

  @Test
  void findsDamageInAnOldSegmentOnlyWhenAskedToVerify() throws IOException {
    fill(30);
    Path first = segments().getFirst();
    byte[] bytes = Files.readAllBytes(first);
    bytes[bytes.length / 2] ^= 1;
    Files.write(first, bytes);

    try (FileAuditTrail trail = open()) {
      assertThat(trail.verify()).isInstanceOf(Verification.BrokenAt.class);
    }
  }

  @Test
  void refusesASecondHolderOfTheFolder() {
    try (FileAuditTrail trail = open()) {
      trail.append(LOGIN);
      assertThatExceptionOfType(AuditTrailException.class)
          .isThrownBy(this::open)
          .withStackTraceContaining("trail.lock");
    }
  }

  @Test
  void keepsThePrivateKeyForItsOwner() throws IOException {
    fill(1);
    Path key = temp.resolve("trail/keys/audit-key.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(AuditTrailException.class)
        .isThrownBy(this::open)
        .withStackTraceContaining("chmod 600");
  }

  @Test
  void signsACheckpointAfterEveryFewRecordsAndAtTheEnd() throws IOException {
    try (FileAuditTrail trail = open()) {
      IntStream.rangeClosed(1, 10).forEach(i -> trail.append(TestEntries.number(i)));
      assertThat(trail.stats().checkpoints()).isEqualTo(3); // at 1, 5 and 9
      assertThat(trail.stats().uncovered()).isEqualTo(1);
    }
    assertThat(Files.readAllLines(temp.resolve("trail/checkpoints.ndjson"))).hasSize(4);
  }

  @Test
  void refusesARecordOverTheLimitAndGoesOn() {
    FileAuditTrail.Settings tight =
        new FileAuditTrail.Settings(1 << 20, 100, Duration.ofDays(1), 600);
    try (FileAuditTrail trail = FileAuditTrail.open(temp.resolve("tight"), tight, CLOCK)) {
      AuditEntry huge =
          new AuditEntry(Actor.PLATFORM, "x", "x".repeat(600), "", java.util.Map.of());
      assertThatExceptionOfType(AuditTrailException.class)
          .isThrownBy(() -> trail.append(huge))
          .withMessageContaining("over the limit of 600");
      assertThat(trail.append(TestEntries.number(1)).sequence()).isEqualTo(1);
      assertThat(trail.stats().failures()).isEqualTo(1);
    }
  }

  @Test
  void staysUsableAfterTheDiskWasFull() {
    FullDisk disk = new FullDisk();
    Path folder = temp.resolve("full");
    try (FileAuditTrail trail =
        FileAuditTrail.open(folder, folder.resolve("keys"), SMALL_SEGMENTS, CLOCK, disk::open)) {
      trail.append(TestEntries.number(1));
      disk.full = true;
      assertThatExceptionOfType(AuditTrailException.class)
          .isThrownBy(() -> trail.append(TestEntries.number(2)))
          .withStackTraceContaining("No space left on device");
      assertThat(trail.read(AuditFilter.newest(10))).hasSize(1);

      disk.full = false;
      assertThat(trail.append(TestEntries.number(3)).sequence()).isEqualTo(2);
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
      assertThat(trail.stats().failures()).isEqualTo(1);
    }
    try (FileAuditTrail trail = FileAuditTrail.open(folder, SMALL_SEGMENTS, CLOCK)) {
      assertThat(trail.recovered()).isEmpty();
      assertThat(trail.read(AuditFilter.newest(10))).hasSize(2);
    }
  }

  @Test
  void survivesAnInterruptedThread() {
    try (FileAuditTrail trail = open()) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 10; i++) {
        trail.append(TestEntries.number(i));
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(trail.append(LOGIN).sequence()).isEqualTo(11);
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }
  }

  @Test
  void sharesOneSyncAmongThreadsThatWaitTogether() {
    AtomicInteger done = new AtomicInteger();
    FileAuditTrail.Settings large =
        new FileAuditTrail.Settings(1 << 24, 10_000, Duration.ofDays(1), 1 << 16);
    SlowDisk disk = new SlowDisk();
    Path folder = temp.resolve("group");
    try (FileAuditTrail trail =
        FileAuditTrail.open(folder, folder.resolve("keys"), large, CLOCK, disk::open)) {
      try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
        for (int i = 0; i < 320; i++) {
          AuditEntry entry = TestEntries.number(i);
          threads.execute(() -> {
            trail.append(entry);
            done.incrementAndGet();
          });
        }
      }
      assertThat(done).hasValue(320);
      assertThat(trail.stats().commits()).isLessThan(160);
    }
  }

  /** Writes half of what it is given and then has no space left. */
  private static final class FullDisk {
    boolean full;

    RawFile open(Path path) throws IOException {
      RawFile file = RawFile.onDisk(path);
      return new Wrapper(file) {
        @Override
        public void write(long position, byte[] bytes) throws IOException {
          if (full) {
            file.write(position, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            throw new IOException("No space left on device");
          }
          file.write(position, bytes);
        }
      };
    }
  }

  /** Takes two milliseconds for a sync. */
  private static final class SlowDisk {
    RawFile open(Path path) throws IOException {
      return new Wrapper(RawFile.onDisk(path)) {
        @Override
        public void sync() throws IOException {
          java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
          super.sync();
        }
      };
    }
  }

  private static class Wrapper implements RawFile {
    private final RawFile file;

    Wrapper(RawFile file) {
      this.file = file;
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      file.write(position, bytes);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
