package vn.lachan.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.lachan.collector.journal.JournalTest.SMALL;
import static vn.lachan.collector.journal.JournalTest.append;
import static vn.lachan.collector.journal.JournalTest.logs;
import static vn.lachan.collector.journal.JournalTest.readAll;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.HandOverStats;

class JournalAgeTest {
  private static final Instant BEGIN = Instant.parse("2026-11-22T08:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final JournalSettings AGES =
      SMALL.withSegmentBytes(1 << 20).withAges(HOUR, DAY, Optional.empty());
  private static final JournalSettings THREE_DAYS =
      AGES.withAges(HOUR, DAY, Optional.of(Duration.ofDays(3)));

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
  private final InstantSource clock = now::get;
  private final List<ExpiredSegment> told = Collections.synchronizedList(new ArrayList<>());

  private Journal open(JournalSettings settings) {
    return Journal.open(folder, settings, clock, told::add);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(2);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static void readAndCommit(JournalReader reader) throws InterruptedException {
    readAll(reader);
    reader.commit(reader.read(1, Duration.ZERO).next());
  }

  @Test
  void whatWasReadLeavesTheDiskThoughTheLineIsQuiet() throws Exception {
    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      JournalPosition end = journal.end();
      readAndCommit(reader);
      assertThat(journal.stats().segments()).isEqualTo(1);

      pass(HOUR.multipliedBy(2));
      await(() -> journal.stats().segments() == 0);
      assertThat(SegmentFormat.list(folder)).isEmpty();
      assertThat(journal.end()).as("positions go on").isEqualTo(end);
      assertThat(told).isEmpty();

      append(journal, logs(10, 12));
      assertThat(readAll(reader)).isEqualTo(logs(10, 12));
    }
  }

  @Test
  void noNumberIsUsedTwiceThoughTheFolderWasEmpty() throws Exception {
    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      readAndCommit(reader);
      pass(HOUR.multipliedBy(2));
      await(() -> journal.stats().segments() == 0);
    }
    try (Journal journal = open(AGES)) {
      journal.removeReader("detect");
    }
    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(10, 12));
      assertThat(SegmentFormat.list(folder)).containsOnlyKeys(2L);
      assertThat(readAll(reader)).isEqualTo(logs(10, 12));
    }
  }

  @Test
  void aSegmentIsEndedByItsAgeAndKeptUntilItIsRead() throws Exception {
    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      pass(HOUR);
      await(journal::isEnded);
      append(journal, logs(10, 20));
      assertThat(journal.stats().segments()).isEqualTo(2);
      pass(Duration.ofDays(400));
      assertThat(readAll(reader)).isEqualTo(logs(0, 20));
      assertThat(journal.stats().expiredRecords()).isZero();
    }
  }

  @Test
  void whatWaitsTooLongIsSeenAndNotDeleted() throws Exception {
    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      assertThat(journal.stats().oldestUnread()).isZero();
      append(journal, logs(0, 10));
      pass(DAY);
      assertThat(journal.standing().stale()).isFalse();
      pass(Duration.ofSeconds(1));
      HandOverStats standing = journal.standing();
      assertThat(standing.stale()).isTrue();
      assertThat(standing.oldestUnread()).isEqualTo(DAY.plusSeconds(1));
      assertThat(standing.state()).isEqualTo(HandOverStats.State.OPEN);

      readAndCommit(reader);
      assertThat(journal.standing().stale()).isFalse();
      assertThat(journal.standing().expired()).isZero();
    }
  }

  @Test
  void beyondTheHardLimitEverythingIsDeletedCountedAndTold() throws Exception {
    try (Journal journal = open(THREE_DAYS);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      reader.commit(reader.read(4, Duration.ofSeconds(1)).next());
      long unread = journal.stats().readers().getFirst().lagBytes();
      pass(Duration.ofDays(3).minusSeconds(1));
      append(journal, logs(10, 15));
      assertThat(journal.stats().expiredRecords()).isZero();
      assertThat(told).isEmpty();

      pass(Duration.ofSeconds(1));
      await(() -> journal.stats().expiredRecords() > 0);
      assertThat(told).containsExactly(new ExpiredSegment(1, BEGIN, 6, unread));
      assertThat(journal.stats().expiredBytes()).isEqualTo(unread);
      assertThat(journal.standing().expired()).isEqualTo(6);
      assertThat(readAll(reader)).as("the next segment").isEqualTo(logs(10, 15));
    }
  }

  @Test
  void whatWasReadIsDeletedAtTheHardLimitWithoutAWord() throws Exception {
    try (Journal journal = open(AGES.withAges(DAY, DAY, Optional.of(DAY)));
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      readAndCommit(reader);
      pass(DAY);
      await(() -> journal.stats().segments() == 0);
      assertThat(told).isEmpty();
      assertThat(journal.stats().expiredRecords()).isZero();
    }
  }

  @Test
  void whatCannotBeRecordedIsNotDeleted() throws Exception {
    AtomicReference<RuntimeException> problem =
        new AtomicReference<>(new JournalException("the trail is full"));
    List<ExpiredSegment> asked = Collections.synchronizedList(new ArrayList<>());
    try (Journal journal =
            Journal.open(
                folder,
                THREE_DAYS,
                clock,
                expired -> {
                  asked.add(expired);
                  RuntimeException now = problem.get();
                  if (now != null) {
                    throw now;
                  }
                });
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      pass(Duration.ofDays(4));
      await(() -> asked.size() > 2);
      assertThat(journal.stats().segments()).isEqualTo(1);
      append(journal, logs(10, 11));

      problem.set(null);
      await(() -> journal.stats().expiredRecords() == 10);
      assertThat(readAll(reader)).isEqualTo(logs(10, 11));
    }
  }

  /** Killed between the word and the deletion: it is told again, and deleted then. */
  @Test
  void aKillBetweenTheRecordAndTheDeletionLosesNeither() throws Exception {
    Path before = folder.resolve("before");
    Path after = folder.resolve("after");
    try (Journal journal = Journal.open(before, AGES, clock, told::add);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      reader.commit(reader.read(3, Duration.ofSeconds(1)).next());
    }
    pass(Duration.ofDays(4));
    try (Journal journal =
        Journal.open(
            before,
            THREE_DAYS,
            clock,
            expired -> {
              told.add(expired);
              copy(before, after); // what a kill at this moment leaves on the disk
            })) {
      await(() -> journal.stats().expiredRecords() == 7);
    }
    try (Journal journal = Journal.open(after, THREE_DAYS, clock, told::add);
        JournalReader reader = journal.reader("detect")) {
      await(() -> journal.stats().expiredRecords() == 7);
      append(journal, logs(10, 12));
      assertThat(readAll(reader)).isEqualTo(logs(10, 12));
    }
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).isEqualTo(told.getLast());
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void agesAreKnownAfterARestart() throws Exception {
    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      assertThat(reader.committed()).isEqualTo(new JournalPosition(0, 0));
      append(journal, logs(0, 10));
    }
    pass(DAY.plusHours(1));
    try (Journal journal = open(AGES)) {
      assertThat(journal.stats().oldestUnread()).isEqualTo(DAY.plusHours(1));
      assertThat(journal.stats().stale()).isTrue();
    }
  }

  @Test
  void aSegmentThatDoesNotSayWhenItBeganIsAsOldAsItsFile() throws Exception {
    try (Journal journal = open(AGES)) {
      journal.reader("detect").close();
      append(journal, logs(0, 10));
    }
    Path file = SegmentFormat.file(folder, 1);
    byte[] bytes = Files.readAllBytes(file);
    long salt = java.nio.ByteBuffer.wrap(bytes).getLong(16);
    System.arraycopy(SegmentFormat.header(1, salt, Instant.EPOCH).array(), 0, bytes, 0, 64);
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(BEGIN.minus(DAY)));

    try (Journal journal = open(AGES);
        JournalReader reader = journal.reader("detect")) {
      assertThat(journal.stats().oldestUnread()).isEqualTo(DAY);
      assertThat(readAll(reader)).isEqualTo(logs(0, 10));
    }
  }

  @Test
  void aClockThatGoesBackDeletesNothing() throws Exception {
    try (Journal journal = open(THREE_DAYS);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      now.set(BEGIN.minus(HOUR));
      append(journal, logs(10, 20));
      assertThat(journal.stats().oldestUnread()).isZero();
      assertThat(readAll(reader)).isEqualTo(logs(0, 20));
    }
  }

  @Test
  void theHardLimitIsNotShorterThanASegmentLasts() {
    assertThatThrownBy(() -> SMALL.withAges(HOUR, DAY, Optional.of(Duration.ofMinutes(59))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
