package vn.lachan.app.coverage;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import vn.lachan.app.pipeline.StreamWatcher;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.coverage.FieldCoverage;
import vn.lachan.detection.coverage.GapLedger;
import vn.lachan.events.Event;

/** Tells the field coverage, the gap ledger and the canary what passes. */
public final class CoverageWatch implements StreamWatcher {
  private final Detector detector;
  private final FieldCoverage coverage;
  private final GapLedger ledger;
  private final CanaryWatch canary;

  public CoverageWatch(
      Detector detector, FieldCoverage coverage, GapLedger ledger, CanaryWatch canary) {
    this.detector = detector;
    this.coverage = coverage;
    this.ledger = ledger;
    this.canary = canary;
  }

  @Override
  public void passed(List<Event> batch) {
    batch.forEach(coverage::observe);
    Instant first = batch.getFirst().ingested();
    Instant last = batch.getLast().ingested();
    if (last.isBefore(first)) {
      first = last; // the clock was set back
    }
    ledger.passed(detector.rules(), first, last);
  }

  @Override
  public void flooded(Set<String> rules, Instant first, Instant last) {
    rules.forEach(rule -> ledger.flooded(rule, first, last));
  }

  @Override
  public void failed(Event event) {
    ledger.failed(event.ingested());
  }

  @Override
  public void checkpointed(Instant received) {
    if (received.isAfter(Instant.EPOCH)) {
      ledger.durable(received);
    }
  }

  @Override
  public List<Alert> forPeople(List<Alert> alerts) {
    for (Alert alert : alerts) {
      if (alert.ruleId().equals(CanaryWatch.RULE)) {
        canary.seen(alert);
      }
    }
    return alerts.stream().filter(alert -> !alert.ruleId().equals(CanaryWatch.RULE)).toList();
  }
}
