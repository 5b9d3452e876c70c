package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.wiring.RefusedEvents;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.collector.Collector;
import vn.lachan.collector.dataset.DatasetProblem;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.events.EventStore;
import vn.lachan.incidents.evidence.Preservations;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.reports.draft.FormDrafts;

/** Small regular duties of one process; doing one twice changes nothing. */
@Component
class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private static final Duration COMPACT_AFTER = Duration.ofHours(12);

  private final EventStore events;
  private final RefusedEvents refused;
  private final Preservations preservations;
  private final AlertQueue queue;
  private final PlaybookEngine playbooks;
  private final FormDrafts forms;
  private final Rulebook rulebook;
  private final Collector collector;
  private final Datasets datasets;
  private final FileAuditTrail trail;
  private final Settings settings;
  private final Clock clock;
  private volatile List<DatasetProblem> refusedDatasets = List.of();

  Housekeeping(
      EventStore events,
      RefusedEvents refused,
      Preservations preservations,
      AlertQueue queue,
      PlaybookEngine playbooks,
      FormDrafts forms,
      Rulebook rulebook,
      Collector collector,
      Datasets datasets,
      FileAuditTrail trail,
      Settings settings,
      Clock clock) {
    this.events = events;
    this.refused = refused;
    this.preservations = preservations;
    this.queue = queue;
    this.playbooks = playbooks;
    this.forms = forms;
    this.rulebook = rulebook;
    this.collector = collector;
    this.datasets = datasets;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
  }

  /** Forms that a process that is gone was signing. */
  @Scheduled(initialDelay = 20_000, fixedDelay = 60_000)
  void finishSigning() {
    int signed = forms.resume();
    if (signed > 0) {
      LOG.info("signed {} forms to the end that a crash had left half signed", signed);
    }
  }

  /** Drops whole days of events that are older than the retention and not to be preserved. */
  @Scheduled(initialDelay = 60_000, fixedRate = 3_600_000)
  void retain() {
    var limit = clock.instant().minus(settings.store().retention());
    for (EventStore.Partition gone : events.deleteIngestedBefore(limit, preservations.mayGo())) {
      trail.append(
          new AuditEntry(
              Actor.PLATFORM,
              "events.retention",
              "partition:" + gone.name(),
              "",
              Map.of("events", String.valueOf(gone.events()))));
      LOG.info("dropped {} with {} events: older than the retention", gone.name(), gone.events());
    }
  }

  /**
   * A day that is over takes less room in one piece. Days end at midnight UTC, seven in the morning
   * of the province: its evening is early enough.
   */
  @Scheduled(initialDelay = 900_000, fixedRate = 3_600_000)
  void compactDays() {
    for (EventStore.Partition day :
        events.compactIngestedBefore(clock.instant().minus(COMPACT_AFTER))) {
      LOG.info("{} with {} events takes {} bytes now", day.name(), day.events(), day.bytes());
    }
  }

  /** What the store refused is offered again: its mapping may have been mended meanwhile. */
  @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
  void offerRefusedEvents() {
    int offered = refused.offerAgain(events);
    if (offered > 0) {
      LOG.info("offered {} refused events again, {} are refused still", offered, refused.count());
    }
  }

  /** Signs the head of the trail, so that nobody can cut its end unseen. */
  @Scheduled(initialDelay = 300_000, fixedRate = 300_000)
  void signTrail() {
    trail.checkpoint();
  }

  @Scheduled(initialDelay = 5_000, fixedRate = 5_000)
  void wakeAlerts() {
    queue.wake();
  }

  /** Rules and decisions that another node changed. */
  @Scheduled(
      initialDelayString = "${lachan.detection.follow:2s}",
      fixedDelayString = "${lachan.detection.follow:2s}")
  void followRules() {
    rulebook.follow();
  }

  /** What exemptions hid is in the database too, in case the detector's state is lost. */
  @Scheduled(initialDelay = 60_000, fixedRate = 60_000)
  void keepHiddenCounts() {
    rulebook.exemptions().keepCounts();
  }

  /** Playbook runs go on: finished tasks, time-outs, attempts that a crash left open. */
  @Scheduled(initialDelay = 2_000, fixedDelay = 1_000)
  void continuePlaybooks() {
    playbooks.turn();
  }

  /** Inputs whose port was taken at the start are tried again. */
  @Scheduled(initialDelay = 30_000, fixedRate = 30_000)
  void startMissingInputs() {
    if (settings.collects()) {
      collector.startMissing();
    }
  }

  /** A description of a log format that was changed or added takes effect without a restart. */
  @Scheduled(initialDelay = 60_000, fixedRate = 60_000)
  void readDatasets() {
    if (settings.inputs().datasets() != null) {
      List<DatasetProblem> refused = datasets.reload();
      if (!refused.equals(refusedDatasets)) {
        refused.forEach(problem -> LOG.warn("not in force: {}", problem));
        refusedDatasets = refused;
      }
    }
  }
}
