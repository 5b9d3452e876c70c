package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
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
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.repository.KeptKeys;

/**
 * Plans, their targets and their drills as numbers, taken as often as plans are watched ({@code
 * lachan.backup.watch-every}).
 */
@Component
class BackupMetrics implements MeterBinder {
  private final PlansInForce plans;
  private final BackupHistory history;
  private final DutyLedger ledger;
  private final Approvals approvals;
  private final DrillHistory drills;
  private final KeptKeys keys;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();
  private final List<MultiGauge> gauges = new ArrayList<>();

  BackupMetrics(
      PlansInForce plans,
      BackupHistory history,
      DutyLedger ledger,
      Approvals approvals,
      DrillHistory drills,
      KeptKeys keys,
      Clock clock) {
    this.drills = drills;
    this.keys = keys;
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
    Gauge.builder("lachan.backup.keys.kept", keys, k -> k.stats().kept())
        .description("repositories whose derived key is in memory")
        .register(registry);
    FunctionCounter.builder("lachan.backup.keys.derived", keys, k -> k.stats().derived())
        .register(registry);
    FunctionCounter.builder("lachan.backup.keys.spared", keys, k -> k.stats().spared())
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
            "target.ok",
            "rpo.target.seconds",
            "rto.target.seconds",
            "drill.rpo.seconds",
            "drill.rto.seconds",
            "drill.ok",
            "drill.last.passed.age.seconds",
            "drill.results")) {
      gauges.add(MultiGauge.builder("lachan.backup." + name).register(registry));
    }
    take();
  }

  @Scheduled(
      initialDelayString = "${lachan.backup.watch-every:30s}",
      fixedDelayString = "${lachan.backup.watch-every:30s}")
  void take() {
    List<List<Row<?>>> rows = new ArrayList<>();
    gauges.forEach(_ -> rows.add(new ArrayList<>()));
    if (gauges.isEmpty()) {
      return;
    }
    for (BackupPlan plan : plans.plans()) {
      plan(plan, rows);
      drill(plan, rows);
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

  /** What was promised, and what the newest drills showed of it. */
  private void drill(BackupPlan plan, List<List<Row<?>>> rows) {
    Tags tags = Tags.of("plan", plan.id());
    rows.get(8).add(Row.of(tags, plan.objective().point().toSeconds()));
    rows.get(9).add(Row.of(tags, plan.objective().time().toSeconds()));
    List<DrillResult> all =
        drills.drills(Integer.MAX_VALUE).stream()
            .filter(result -> result.report().planId().equals(plan.id()))
            .toList();
    long passed = all.stream().filter(DrillResult.Passed.class::isInstance).count();
    rows.get(14).add(Row.of(tags.and("result", "passed"), passed));
    rows.get(14).add(Row.of(tags.and("result", "failed"), all.size() - passed));
    if (all.isEmpty()) {
      return;
    }
    DrillResult last = all.getFirst();
    rows.get(10).add(Row.of(tags, last.report().recoveryPoint().toSeconds()));
    rows.get(11).add(Row.of(tags, last.report().recoveryTime().toMillis() / 1_000.0));
    rows.get(12).add(Row.of(tags, last instanceof DrillResult.Passed ? 1 : 0));
    all.stream()
        .filter(DrillResult.Passed.class::isInstance)
        .findFirst()
        .map(result -> Duration.between(result.report().startedAt(), clock.instant()))
        .ifPresent(age -> rows.get(13).add(Row.of(tags, age.toSeconds())));
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
