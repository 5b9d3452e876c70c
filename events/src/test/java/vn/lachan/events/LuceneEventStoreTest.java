package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.events.EventStoreContract.query;
import static vn.lachan.events.EventStoreContract.search;
import static vn.lachan.events.TestEvents.LOGIN;
import static vn.lachan.events.TestEvents.LOOK_UP;
import static vn.lachan.events.TestEvents.NOON;
import static vn.lachan.events.TestEvents.SSHD;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.EventStore.Partition;
import vn.lachan.events.QuerySyntaxException.Code;

class LuceneEventStoreTest implements EventStoreContract {
  private static final LuceneSettings SETTINGS = LuceneSettings.DEFAULT;

  @TempDir Path folder;

  @Override
  public EventStore store() {
    return LuceneEventStore.inMemory();
  }

  private LuceneEventStore open() {
    return LuceneEventStore.open(folder.resolve("events"), SETTINGS);
  }

  @Test
  void keepsWhatItHadWhenItIsOpenedAgain() {
    try (LuceneEventStore store = open()) {
      store.append(TestEvents.ALL);
      store.append(TestEvents.series(0, 500, NOON.plus(1, ChronoUnit.DAYS)));
    }
    try (LuceneEventStore store = open()) {
      assertThat(store.count(query(""))).isEqualTo(504);
      assertThat(store.find("login", OrganizationScope.PROVINCE)).contains(LOGIN);
      store.append(TestEvents.ALL);
      store.append(TestEvents.series(0, 600, NOON.plus(1, ChronoUnit.DAYS)));
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(604);
      assertThat(store.stats().duplicates()).isEqualTo(504);
      assertThat(store.partitions()).extracting(Partition::events).containsExactly(4L, 600L);
      assertThat(store.partitions()).allSatisfy(day -> assertThat(day.bytes()).isPositive());
    }
  }

  /** The folder was written before digests had a type and names stood apart from values. */
  @Test
  void goesOnWithADayOfTheFormBefore() throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    try (InputStream in = getClass().getResourceAsStream("day-before-digests.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = events.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(to);
        } else {
          Files.copy(zip, to);
        }
      }
    }
    String digest = "7676a499ee3fc5c6d5e96ebe8b5691d7711c07ce6bdd2e519fde015c05023f3b";
    Event fresh = TestEvents.at("new-line", NOON.plusSeconds(9)).set("event.hash", digest).build();
    for (int opened = 0; opened < 2; opened++) {
      try (LuceneEventStore store = open()) {
        store.append(List.of(fresh, TestEvents.at("old-line", NOON).build()));
        store.refresh();

        assertThat(store.partitions()).extracting(Partition::events).containsExactly(3L);
        assertThat(store.stats().unsearchable()).isZero();
        assertThat(search(store, "event.hash:" + digest))
            .extracting(Event::id)
            .containsExactly("new-line", "old-line");
        assertThat(search(store, "event.hash:7676a*")).hasSize(2);
        assertThat(search(store, "event.hash:unknown"))
            .extracting(Event::id)
            .containsExactly("old-odd-line");
        assertThat(search(store, "_exists_:event.hash")).hasSize(3);
        Event old = store.find("old-line", OrganizationScope.PROVINCE).orElseThrow();
        assertThat(old.ingested()).isEqualTo(NOON.plusSeconds(2));
        assertThat(old.fields())
            .containsEntry("event.hash", digest)
            .containsEntry("source.port", 51_522L)
            .containsEntry("tags", List.of("a", "b"))
            .containsEntry("dvc.calendar.working", true);
        store.compactIngestedBefore(NOON.plus(2, ChronoUnit.DAYS));
        assertThat(search(store, "event.hash:" + digest)).hasSize(2);
      }
    }
  }

  @Test
  void recognisesIdsWhileTheyAreStillBeingReadInTheBackground() {
    List<Event> events = TestEvents.series(0, 2_000, NOON);
    try (LuceneEventStore store = open()) {
      store.append(events);
    }
    LuceneSettings background =
        new LuceneSettings(
            SETTINGS.refreshInterval(),
            SETTINGS.searchIdle(),
            1,
            2,
            1,
            3,
            3,
            0,
            10,
            SETTINGS.maxCountedValues(),
            SETTINGS.limits());
    try (LuceneEventStore store = LuceneEventStore.open(folder.resolve("events"), background)) {
      for (int round = 0; round < 3; round++) {
        store.append(events);
      }
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(2_000);
    }
  }

  @Test
  void showsEventsWithinTheRefreshIntervalWithoutBeingAsked() throws InterruptedException {
    try (LuceneEventStore store = open()) {
      store.append(List.of(LOGIN));
      search(store, "");
      store.append(List.of(LOOK_UP));
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (store.count(query("")) < 2 && System.nanoTime() < end) {
        Thread.sleep(20);
      }

      assertThat(search(store, "")).containsExactly(LOOK_UP, LOGIN);
    }
  }

  @Test
  void keepsOnlyAFewPartitionsOpen() {
    LuceneSettings few =
        new LuceneSettings(
            SETTINGS.refreshInterval(),
            SETTINGS.searchIdle(),
            1,
            1,
            1,
            3,
            4,
            1_000,
            1_000,
            SETTINGS.maxCountedValues(),
            SETTINGS.limits());
    try (LuceneEventStore store = LuceneEventStore.open(folder.resolve("events"), few)) {
      for (int day = 0; day < 12; day++) {
        store.append(TestEvents.series(day * 10, 10, NOON.plus(day, ChronoUnit.DAYS)));
      }
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(120);
      assertThat(store.stats().openPartitions()).isLessThanOrEqualTo(4);
      assertThat(store.stats().openWriters()).isLessThanOrEqualTo(3);
      assertThat(store.find("e-0000000000", OrganizationScope.PROVINCE)).isPresent();
    }
    try (LuceneEventStore store = LuceneEventStore.open(folder.resolve("events"), few)) {
      assertThat(store.count(query(""))).isEqualTo(120);
      assertThat(store.partitions()).extracting(Partition::events).containsOnly(10L).hasSize(12);
    }
  }

  @Test
  void mayBeOpenInOneProcessOnly() {
    try (LuceneEventStore store = open()) {
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(this::open)
          .withMessageContaining("open in another process");
      store.append(List.of(LOGIN));
    }
    open().close();
  }

  @Test
  void saysThatItIsClosed() {
    LuceneEventStore store = open();
    store.close();
    store.close();

    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(() -> store.append(List.of(LOGIN)))
        .withMessageContaining("is closed");
    assertThatExceptionOfType(EventStoreException.class).isThrownBy(() -> store.count(query("")));
  }

  @Test
  void setsADamagedPartitionAsideAndGoesOn() throws IOException {
    try (LuceneEventStore store = open()) {
      store.append(TestEvents.ALL);
      store.append(TestEvents.series(0, 50, NOON.plus(1, ChronoUnit.DAYS)));
      store.append(TestEvents.series(100, 50, NOON.plus(2, ChronoUnit.DAYS)));
    }
    damage("2026-11-20", "segments_", false);
    damage("2026-11-21", ".cf", true);
    try (LuceneEventStore store = open()) {
      assertThat(store.count(query(""))).isEqualTo(50);
      assertThat(store.stats().partitionsSetAside()).isEqualTo(2);
      assertThat(folder.resolve("events/2026-11-20.damaged")).isDirectory();
      assertThat(folder.resolve("events/2026-11-21.damaged")).isDirectory();
      store.append(TestEvents.ALL);
      store.flush();
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(54);
    }
    damage("2026-11-20", "segments_", true);
    try (LuceneEventStore store = open()) {
      assertThat(store.stats().partitionsSetAside()).isEqualTo(1);
      assertThat(folder.resolve("events/2026-11-20.damaged-2")).isDirectory();
    }
  }

  /** Cuts the files whose names hold {@code part}, or deletes them. */
  private void damage(String day, String part, boolean cut) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("events").resolve(day))) {
      List<Path> hit = files.filter(file -> file.getFileName().toString().contains(part)).toList();
      assertThat(hit).isNotEmpty();
      for (Path file : hit) {
        if (cut) {
          byte[] bytes = Files.readAllBytes(file);
          Files.write(
              file, Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.TRUNCATE_EXISTING);
        } else {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void takesAnEmptyFolderLeftByACrashForAnEmptyDay() throws IOException {
    Files.createDirectories(folder.resolve("events/2026-11-20"));
    Files.createDirectories(folder.resolve("events/2026-11-19.removed"));
    try (LuceneEventStore store = open()) {
      assertThat(store.count(query(""))).isZero();
      store.append(TestEvents.ALL);
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(4);
      assertThat(store.stats().partitionsSetAside()).isZero();
      assertThat(folder.resolve("events/2026-11-19.removed")).doesNotExist();
    }
  }

  @Test
  void leavesAFolderAloneWhoseNameIsNoDay() throws IOException {
    Files.createDirectories(folder.resolve("events/2026-02-30"));
    try (LuceneEventStore store = open()) {
      store.append(TestEvents.ALL);
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(4);
      assertThat(folder.resolve("events/2026-02-30")).isDirectory();
    }
  }

  @Test
  void removesTheFilesOfADroppedDay() {
    try (LuceneEventStore store = open()) {
      store.append(TestEvents.ALL);
      store.append(TestEvents.series(0, 50, NOON.plus(1, ChronoUnit.DAYS)));
      store.flush();
      store.deleteIngestedBefore(NOON.plus(1, ChronoUnit.DAYS), day -> true);

      assertThat(folder.resolve("events/2026-11-20")).doesNotExist();
      assertThat(folder.resolve("events/2026-11-21")).isDirectory();
      store.append(TestEvents.ALL);
      store.refresh();
      assertThat(store.count(query(""))).isEqualTo(54);
    }
  }

  @Test
  void compactsDaysThatAreOver() throws IOException {
    try (LuceneEventStore store = open()) {
      for (int batch = 0; batch < 5; batch++) {
        store.append(TestEvents.series(batch * 400, 400, NOON));
        store.flush();
      }
      long before = store.partitions().getFirst().bytes();

      assertThat(store.compactIngestedBefore(NOON)).isEmpty();
      assertThat(store.compactIngestedBefore(NOON.plus(1, ChronoUnit.DAYS)))
          .singleElement()
          .satisfies(day -> assertThat(day.bytes()).isBetween(1L, before));
      assertThat(store.compactIngestedBefore(NOON.plus(1, ChronoUnit.DAYS))).as("again").isEmpty();
      assertThat(store.count(query(""))).isEqualTo(2_000);
      store.append(TestEvents.series(0, 2_001, NOON));
      assertThat(store.compactIngestedBefore(NOON.plus(1, ChronoUnit.DAYS)))
          .as("with what came late")
          .hasSize(1);
      store.refresh();
      assertThat(store.count(query(""))).isEqualTo(2_001);
    }
  }

  @Test
  void countsWhatItCouldNotIndexAsItIs() {
    Event odd =
        TestEvents.at("odd", NOON)
            .set("source.ip", "unknown")
            .set("user.name", "x".repeat(10_000))
            .build();
    try (LuceneEventStore store = open()) {
      store.append(List.of(odd, SSHD));
      store.append(List.of(SSHD));

      assertThat(store.stats())
          .returns(2L, LuceneEventStore.Stats::appended)
          .returns(1L, LuceneEventStore.Stats::duplicates)
          .returns(1L, LuceneEventStore.Stats::misfits)
          .returns(1L, LuceneEventStore.Stats::truncated)
          .returns(0L, LuceneEventStore.Stats::unsearchable);
    }
  }

  @Test
  void mayForbidLeadingWildcards() {
    LuceneSettings strict = SETTINGS.withLimits(SearchLimits.DEFAULT.withLeadingWildcards(false));
    try (LuceneEventStore store = LuceneEventStore.inMemory(strict)) {
      assertThatExceptionOfType(QuerySyntaxException.class)
          .isThrownBy(() -> search(store, "user.name:*lan"))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.WILDCARD));
      assertThat(search(store, "user.name:lan*")).isEmpty();
    }
  }
}
