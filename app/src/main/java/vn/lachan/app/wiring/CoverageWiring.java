package vn.lachan.app.wiring;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.app.coverage.CanaryWatch;
import vn.lachan.app.coverage.CoverageWatch;
import vn.lachan.app.settings.DetectionSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.HandOver;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.backtest.BacktestSettings;
import vn.lachan.detection.backtest.Backtests;
import vn.lachan.detection.coverage.Backfill;
import vn.lachan.detection.coverage.BackfillSettings;
import vn.lachan.detection.coverage.FieldCoverage;
import vn.lachan.detection.coverage.GapLedger;
import vn.lachan.detection.coverage.LedgerSettings;
import vn.lachan.detection.coverage.RuleHistory;
import vn.lachan.detection.coverage.StateFile;
import vn.lachan.detection.rulebook.RuleEntry;
import vn.lachan.detection.rulebook.RuleState;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.events.EventStore;
import vn.lachan.incidents.queue.AlertQueue;

/** What the rules really watch, and trials of rules on the history. */
@Configuration
class CoverageWiring {
  private static final Logger LOG = LoggerFactory.getLogger(CoverageWiring.class);

  @Bean
  FieldCoverage fieldCoverage(Settings settings) {
    FieldCoverage coverage = new FieldCoverage(FieldCoverage.Bounds.DEFAULT);
    restore(coverageFile(settings), coverage::restore);
    return coverage;
  }

  @Bean
  GapLedger gapLedger(Settings settings, Rulebook rulebook, Clock clock) {
    LedgerSettings standard = LedgerSettings.DEFAULT;
    DetectionSettings.BackfillBounds bounds = settings.detection().backfill();
    GapLedger ledger =
        new GapLedger(
            new LedgerSettings(
                bounds.lookBack(),
                bounds.longest(),
                standard.join(),
                standard.maxGaps(),
                standard.keep()),
            enabledAt(rulebook),
            clock);
    restore(ledgerFile(settings), ledger::restore);
    return ledger;
  }

  /** A rule that is new to the ledger was last changed by being enabled. */
  private static RuleHistory enabledAt(Rulebook rulebook) {
    return (rule, _) ->
        rulebook
            .find(rule)
            .filter(entry -> entry.state() == RuleState.ENABLED)
            .map(RuleEntry::changedAt);
  }

  static StateFile coverageFile(Settings settings) {
    return new StateFile(settings.folder("coverage").resolve("fields.bin"));
  }

  static StateFile ledgerFile(Settings settings) {
    return new StateFile(settings.folder("coverage").resolve("gaps.json"));
  }

  private interface Restore {
    void from(byte[] bytes);
  }

  private static void restore(StateFile file, Restore restore) {
    try {
      file.read().ifPresent(restore::from);
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is damaged and begins anew", file.file(), e);
    }
  }

  @Bean
  CanaryWatch canaryWatch(Settings settings, JdbcClient db, Clock clock) {
    DetectionSettings detection = settings.detection();
    return new CanaryWatch(
        new CanaryWatch.Plan(
            detection.canary().enabled() && detection.builtIn(),
            KafkaWiring.node(settings),
            detection.canary().period()),
        db,
        clock);
  }

  @Bean
  CoverageWatch coverageWatch(
      Detector detector, FieldCoverage coverage, GapLedger ledger, CanaryWatch canary) {
    return new CoverageWatch(detector, coverage, ledger, canary);
  }

  /** Started and stopped by {@link PlatformStart}. */
  @Bean(destroyMethod = "")
  Backfill backfill(
      EventStore events,
      GapLedger ledger,
      Detector detector,
      Rulebook rulebook,
      AlertQueue queue,
      CoverageWatch watch,
      HandOver handOver,
      Settings settings,
      Clock clock) {
    BackfillSettings standard = BackfillSettings.DEFAULT;
    DetectionSettings.BackfillBounds bounds = settings.detection().backfill();
    return new Backfill(
        events,
        ledger,
        detector::rules,
        rulebook::moderationSince,
        found -> queueMissed(found, watch, queue),
        () -> handOver.standing().busy(),
        new BackfillSettings(
            bounds.eventsPerSecond(),
            standard.eventsAtOnce(),
            bounds.alertsPerGap(),
            standard.lateness(),
            standard.pause(),
            DetectionBounds.correlation(settings.detection())),
        clock);
  }

  private static void queueMissed(Findings found, CoverageWatch watch, AlertQueue queue) {
    List<Alert> forPeople = watch.forPeople(found.alerts());
    if (!forPeople.isEmpty()) {
      queue.add(forPeople);
    }
    found.more().forEach(more -> queue.more(more.alertId(), more.count(), more.last()));
  }

  @Bean(destroyMethod = "close")
  Backtests backtests(EventStore events, Rulebook rulebook, Settings settings, Clock clock) {
    BacktestSettings standard = BacktestSettings.DEFAULT;
    DetectionSettings.BacktestBounds bounds = settings.detection().backtest();
    return new Backtests(
        events,
        new BacktestSettings(
            bounds.events(),
            bounds.alerts(),
            bounds.time(),
            bounds.range(),
            standard.samples(),
            standard.topValues(),
            standard.differentValues(),
            standard.eventsAtOnce(),
            bounds.atOnce(),
            standard.waiting(),
            standard.kept(),
            DetectionBounds.correlation(settings.detection())),
        rulebook::moderation,
        clock);
  }

  /** Keeps what was learned; see {@link CoverageKeeper}. */
  @Bean(destroyMethod = "save")
  CoverageKeeper coverageKeeper(
      FieldCoverage coverage, GapLedger ledger, EventStore events, Settings settings, Clock clock) {
    return new CoverageKeeper(
        coverage, ledger, coverageFile(settings), ledgerFile(settings), events, clock);
  }
}
