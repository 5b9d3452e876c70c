package vn.lachan.app.wiring;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import vn.lachan.detection.coverage.FieldCoverage;
import vn.lachan.detection.coverage.GapLedger;
import vn.lachan.detection.coverage.StateFile;
import vn.lachan.events.EcsField;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.QuerySyntaxException;
import vn.lachan.events.TimeRange;

/**
 * Writes what was learned about the stream to disk, now and then and at the end. What is lost in a
 * crash is learned again: the events since the last checkpoint pass once more.
 */
class CoverageKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(CoverageKeeper.class);
  private static final Duration LEARNED_FROM = Duration.ofDays(30);
  private static final int DATASETS = 200;
  private static final int EVENTS = 1_000;

  private final FieldCoverage coverage;
  private final GapLedger ledger;
  private final StateFile coverageFile;
  private final StateFile ledgerFile;
  private final EventStore events;
  private final Clock clock;
  private long savedChanges = -1;
  private long savedObserved = -1;
  private boolean learned;

  CoverageKeeper(
      FieldCoverage coverage,
      GapLedger ledger,
      StateFile coverageFile,
      StateFile ledgerFile,
      EventStore events,
      Clock clock) {
    this.coverage = coverage;
    this.ledger = ledger;
    this.coverageFile = coverageFile;
    this.ledgerFile = ledgerFile;
    this.events = events;
    this.clock = clock;
    this.learned = coverageFile.read().isPresent();
  }

  /** Gaps must not be forgotten: soon after one is noticed. */
  @Scheduled(initialDelay = 1_000, fixedDelay = 1_000)
  synchronized void saveGaps() {
    if (ledger.changes() != savedChanges) {
      saveLedger();
    }
  }

  private void saveLedger() {
    long changes = ledger.changes();
    ledgerFile.write(ledger.save());
    savedChanges = changes;
  }

  @Scheduled(initialDelay = 60_000, fixedDelay = 60_000)
  synchronized void save() {
    saveLedger();
    long observed = coverage.stats().observed();
    if (observed != savedObserved) {
      coverageFile.write(coverage.save());
      savedObserved = observed;
    }
  }

  /** A platform that has events but never learned from the stream reads the newest of each kind. */
  @Scheduled(initialDelay = 3_000)
  synchronized void learn() {
    if (learned) {
      return;
    }
    learned = true;
    TimeRange range =
        new TimeRange(clock.instant().minus(LEARNED_FROM), clock.instant().plusSeconds(3_600));
    EventQuery all = new EventQuery("*", range, OrganizationScope.PROVINCE);
    for (EventStore.ValueCount dataset : events.topValues(all, EcsField.EVENT_DATASET, DATASETS)) {
      String value = dataset.value().replace("\\", "\\\\").replace("\"", "\\\"");
      EventQuery query =
          new EventQuery(
              EcsField.EVENT_DATASET + ":\"" + value + "\"", range, OrganizationScope.PROVINCE);
      try {
        EventPage page = events.search(query, Optional.empty(), EVENTS);
        page.events().forEach(coverage::observe);
      } catch (QuerySyntaxException e) {
        LOG.warn("fields of {} cannot be learned from the store", dataset.value(), e);
      }
    }
  }
}
