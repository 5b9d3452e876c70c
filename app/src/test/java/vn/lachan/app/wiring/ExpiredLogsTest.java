package vn.lachan.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditFilter;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.incidents.MemoryAuditTrail;
import vn.lachan.incidents.TestClock;

/** Raw logs that nobody may keep longer are in the audit trail before they go. */
class ExpiredLogsTest {
  private static final JournalSettings ONE_DAY =
      JournalSettings.DEFAULT
          .withMinFreeBytes(0)
          .withRetryInterval(Duration.ofMillis(20))
          .withAges(Duration.ofHours(1), Duration.ofHours(12), Optional.of(Duration.ofDays(1)));

  @TempDir Path folder;

  private static void awaitExpired(Journal journal, long count) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (journal.standing().expired() < count && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(journal.standing().expired()).isEqualTo(count);
  }

  @Test
  void whatWentUnreadIsInTheTrailAndNothingGoesWithoutIt() throws Exception {
    TestClock clock = new TestClock("2026-11-20T01:00:00Z");
    MemoryAuditTrail trail = new MemoryAuditTrail();
    RawLog log =
        new RawLog("mot-cua", Instant.EPOCH, "", "", "dòng".getBytes(StandardCharsets.UTF_8));
    try (Journal journal =
            Journal.open(
                folder,
                ONE_DAY,
                clock,
                expired -> trail.append(CollectionWiring.deleted(expired)));
        JournalReader reader = journal.reader("detect")) {
      if (journal.take(List.of(log, log, log), Intake.FOREVER)
          instanceof Receipt.Taken(var durable)) {
        durable.get(20, TimeUnit.SECONDS);
      }
      trail.refuse(true);
      clock.advance(Duration.ofHours(25));
      Thread.sleep(200);
      assertThat(journal.standing().expired()).as("not without the trail").isZero();

      trail.refuse(false);
      awaitExpired(journal, 3);
      AuditEntry entry = trail.read(AuditFilter.newest(10)).getFirst().entry();
      assertThat(entry.action()).isEqualTo("journal.expire");
      assertThat(entry.subject()).isEqualTo("journal-segment:1");
      assertThat(entry.detail()).containsEntry("records", "3").containsKeys("began", "bytes");
      assertThat(reader.read(10, Duration.ZERO).logs()).isEmpty();
    }
  }
}
