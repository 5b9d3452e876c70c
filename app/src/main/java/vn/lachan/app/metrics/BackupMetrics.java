package vn.lachan.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.plans.Approvals;
import vn.lachan.app.plans.DutyLedger;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;

/** Plans and their targets as numbers, taken once a minute. */
@Component
class BackupMetrics implements MeterBinder {
  private final PlansInForce plans;
  private final BackupHistory history;
  private final DutyLedger ledger;
  private final Approvals approvals;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();
  private final List<MultiGauge> gauges = new ArrayList<>();

  BackupMetrics(
      PlansInForce plans,
      BackupHistory history,
      DutyLedger ledger,
      Approvals approvals,
      Clock clock) {
    this.plans = plans;
    this.history = history;
    this.ledger = ledger;
    this.approvals = approvals;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("lachan.backup.approvals.waiting", approvals, Approvals::waiting)
        .register(registry);
    Gauge.builder("lachan.backup.plans", plans, p -> p.plans().size()).register(registry);
    Gauge.builder("lachan.backup.plans.held", plans, p -> p.view().held().size())
        .description("changes of the file of plans that wait for a second person")
        .register(registry);
    for (String name :
        List.of(
            "last.success.age.seconds",
            "last.bytes",
            "last.added.bytes",
            "last.duration.seconds",
            "target.coverage.share",
            "target.missing",
            "target.differing",
            "target.ok")) {
      gauges.add(MultiGauge.builder("lachan.backup." + name).register(registry));
    }
    take();
  }

  @Scheduled(initialDelay = 60_000, fixedRate = 60_000)
  void take() {
    List<List<Row<?>>> rows = new ArrayList<>();
    gauges.forEach(_ -> rows.add(new ArrayList<>()));
    if (gauges.isEmpty()) {
      return;
    }
    for (BackupPlan plan : plans.plans()) {
      plan(plan, rows);
      plan.targets().forEach(target -> target(plan, target, rows));
    }
    for (int i = 0; i < gauges.size(); i++) {
      gauges.get(i).register(rows.get(i), true);
    }
  }

  private void plan(BackupPlan plan, List<List<Row<?>>> rows) {
    Tags tags = Tags.of("plan", plan.id());
    Optional<BackupOutcome.Completed> last =
        PlanStatus.of(plan, history, clock.instant()).lastSnapshot();
    if (last.isPresent()) {
      BackupOutcome.Completed run = last.get();
      Duration age = Duration.between(run.startedAt(), clock.instant());
      rows.get(0).add(Row.of(tags, age.toSeconds()));
      rows.get(1).add(Row.of(tags, run.bytes()));
      rows.get(2).add(Row.of(tags, run.addedBytes()));
      rows.get(3).add(Row.of(tags, run.took().toMillis() / 1_000.0));
    }
  }

  private void target(BackupPlan plan, BackupTarget target, List<List<Row<?>>> rows) {
    Tags tags = Tags.of("plan", plan.id(), "target", target.name());
    Optional<DutyRun> check = ledger.latest(plan.id(), DutyRun.Kind.CHECK, target.name());
    Optional<DutyRun> copy = ledger.latest(plan.id(), DutyRun.Kind.COPY, target.name());
    check.ifPresent(run -> {
      JsonNode percent = json.readTree(run.detail()).path("coveredPercent");
      rows.get(4).add(Row.of(tags, percent.asDouble(0) / 100));
    });
    copy.ifPresent(run -> {
      JsonNode detail = json.readTree(run.detail());
      rows.get(5).add(Row.of(tags, detail.path("missing").size()));
      rows.get(6).add(Row.of(tags, detail.path("differing").size()));
    });
    boolean ok = check.map(DutyRun::ok).orElse(true) && copy.map(DutyRun::ok).orElse(true);
    rows.get(7).add(Row.of(tags, ok ? 1 : 0));
  }
}
