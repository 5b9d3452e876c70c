package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.app.coverage.CanaryWatch;
import vn.lachan.detection.backtest.Backtests;
import vn.lachan.detection.coverage.FieldCoverage;
import vn.lachan.detection.coverage.GapLedger;

/** Canary, gaps, trials and field coverage as numbers. */
@Component
class CoverageMetrics implements MeterBinder {
  private final CanaryWatch canary;
  private final GapLedger ledger;
  private final Backtests backtests;
  private final FieldCoverage coverage;

  CoverageMetrics(
      CanaryWatch canary, GapLedger ledger, Backtests backtests, FieldCoverage coverage) {
    this.canary = canary;
    this.ledger = ledger;
    this.backtests = backtests;
    this.coverage = coverage;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("lachan.canary.sent", canary, CanaryWatch::sentHere)
        .description("canaries that this process sent")
        .register(registry);
    FunctionCounter.builder("lachan.canary.seen", canary, CanaryWatch::seenHere)
        .description("canaries, of whatever process, that this one found")
        .register(registry);
    Gauge.builder("lachan.canary.seconds", canary, c -> seconds(c.health().lastTook()))
        .description("from sending a canary of any process to the hit; NaN before the first")
        .register(registry);
    Gauge.builder("lachan.canary.missing", canary, c -> c.health().missing() ? 1 : 0)
        .description("1 when a canary of any process was not found within two periods")
        .register(registry);
    Gauge.builder("lachan.gaps.open", ledger, l -> l.stats().open()).register(registry);
    Gauge.builder("lachan.gaps.failed", ledger, l -> l.stats().failed()).register(registry);
    FunctionCounter.builder("lachan.backtests.started", backtests, b -> b.stats().started())
        .register(registry);
    Gauge.builder("lachan.backtests.running", backtests, b -> b.stats().running())
        .register(registry);
    Gauge.builder("lachan.backtests.waiting", backtests, b -> b.stats().waiting())
        .register(registry);
    Gauge.builder("lachan.coverage.kinds", coverage, c -> c.stats().kinds()).register(registry);
    FunctionCounter.builder("lachan.coverage.forgotten.kinds", coverage, c -> c.stats().forgotten())
        .register(registry);
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toMillis() / 1_000.0;
  }
}
