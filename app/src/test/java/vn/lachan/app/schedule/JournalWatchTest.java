package vn.lachan.app.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.incidents.TestClock;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;

/** Who hears of raw logs that wait too long, and of those that had to go unread. */
class JournalWatchTest {
  private static final Actor ADMINISTRATOR = new Actor("qt", "", List.of("QUAN_TRI"));
  private static final Actor ANALYST = new Actor("pt", "ca-tinh", List.of("PHAN_TICH"));
  private static final JournalSettings AGES =
      JournalSettings.DEFAULT
          .withMinFreeBytes(0)
          .withRetryInterval(Duration.ofMillis(20))
          .withAges(Duration.ofHours(1), Duration.ofDays(1), Optional.of(Duration.ofDays(3)));

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-20T01:00:00Z");
  private Notices notices;

  @BeforeEach
  void open() {
    notices = new Notices(TestDatabase.h2(), clock);
  }

  private List<String> heard(Actor by) {
    return notices.of(by, null, 100).stream().map(Notice::subject).toList();
  }

  private static void take(Journal journal) throws Exception {
    RawLog log =
        new RawLog(
            "mot-cua",
            java.time.Instant.EPOCH,
            "",
            "",
            "một dòng".getBytes(StandardCharsets.UTF_8));
    if (journal.take(List.of(log, log), Intake.FOREVER) instanceof Receipt.Taken(var durable)) {
      durable.get(20, TimeUnit.SECONDS);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void administratorsHearOncePerDayOfWhatWaitsAndOfWhatWentUnread() throws Exception {
    try (Journal journal = Journal.open(folder, AGES, clock, _ -> {});
        JournalReader reader = journal.reader("detect")) {
      JournalWatch watch = new JournalWatch(journal, notices, clock);
      take(journal);
      watch.watch();
      assertThat(heard(ADMINISTRATOR)).as("nothing waits long").isEmpty();

      clock.advance(Duration.ofHours(26));
      await(() -> journal.standing().stale());
      watch.watch();
      watch.watch();
      assertThat(heard(ADMINISTRATOR)).hasSize(1).allMatch(text -> text.contains("đã chờ xử lý 2"));
      assertThat(heard(ANALYST)).isEmpty();

      clock.advance(Duration.ofDays(3));
      await(() -> journal.standing().expired() == 2);
      watch.watch();
      watch.watch();
      assertThat(heard(ADMINISTRATOR)).filteredOn(text -> text.contains("2 bản ghi")).hasSize(1);
      assertThat(journal.standing().stale()).isFalse();
      assertThat(reader.read(10, Duration.ZERO).logs()).isEmpty();
    }
  }
}
