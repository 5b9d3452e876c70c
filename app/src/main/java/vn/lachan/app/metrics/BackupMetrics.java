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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final List<String> NAMES =
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
          "drill.results");

  /** A number that changes while its gauge stays, so that no scrape finds it missing. */
  private static final class Value {
    private volatile double number;
  }

  /** One row of a gauge. */
  private record Key(String name, Tags tags) {}

  /** Rows of the gauges, by name; numbers known before stay the same objects. */
  private static final class Table {
    private final Map<Key, Value> before;
    private final Map<Key, Value> now = new HashMap<>();
    private final Map<String, List<Row<?>>> rows = new HashMap<>();

    Table(Map<Key, Value> before) {
      this.before = before;
    }

    void add(String name, Tags tags, Number number) {
      Key key = new Key(name, tags);
      Value value = before.getOrDefault(key, new Value());
      value.number = number.doubleValue();
      now.put(key, value);
      rows.computeIfAbsent(name, _ -> new ArrayList<>()).add(Row.of(tags, value, v -> v.number));
    }

    List<Row<?>> of(String name) {
      return rows.getOrDefault(name, List.of());
    }
  }

  private final PlansInForce plans;
  private final BackupHistory history;
  private final DutyLedger ledger;
  private final Approvals approvals;
  private final DrillHistory drills;
  private final KeptKeys keys;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();
  private Map<Key, Value> values = Map.of();
  private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();

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
    for (String name : NAMES) {
      gauges.put(name, MultiGauge.builder("lachan.backup." + name).register(registry));
    }
    take();
  }

  @Scheduled(
      initialDelayString = "${lachan.backup.watch-every:30s}",
      fixedDelayString = "${lachan.backup.watch-every:30s}")
  synchronized void take() {
    Table rows = new Table(values);
    for (BackupPlan plan : plans.plans()) {
      plan(plan, rows);
      drill(plan, rows);
      plan.targets().forEach(target -> target(plan, target, rows));
    }
    gauges.forEach((name, gauge) -> gauge.register(rows.of(name)));
    values = rows.now;
  }

  private void plan(BackupPlan plan, Table rows) {
    Tags tags = Tags.of("plan", plan.id());
    Optional<BackupOutcome.Completed> last =
        PlanStatus.of(plan, history, clock.instant()).lastSnapshot();
    if (last.isPresent()) {
      BackupOutcome.Completed run = last.get();
      Duration age = Duration.between(run.startedAt(), clock.instant());
      rows.add("last.success.age.seconds", tags, age.toSeconds());
      rows.add("last.bytes", tags, run.bytes());
      rows.add("last.added.bytes", tags, run.addedBytes());
      rows.add("last.duration.seconds", tags, run.took().toMillis() / 1_000.0);
    }
  }

  /** What was promised, and what the newest drills showed of it. */
  private void drill(BackupPlan plan, Table rows) {
    Tags tags = Tags.of("plan", plan.id());
    rows.add("rpo.target.seconds", tags, plan.objective().point().toSeconds());
    rows.add("rto.target.seconds", tags, plan.objective().time().toSeconds());
    List<DrillResult> all =
        drills.drills(Integer.MAX_VALUE).stream()
            .filter(result -> result.report().planId().equals(plan.id()))
            .toList();
    long passed = all.stream().filter(DrillResult.Passed.class::isInstance).count();
    rows.add("drill.results", tags.and("result", "passed"), passed);
    rows.add("drill.results", tags.and("result", "failed"), all.size() - passed);
    if (all.isEmpty()) {
      return;
    }
    DrillResult last = all.getFirst();
    rows.add("drill.rpo.seconds", tags, last.report().recoveryPoint().toSeconds());
    rows.add("drill.rto.seconds", tags, last.report().recoveryTime().toMillis() / 1_000.0);
    rows.add("drill.ok", tags, last instanceof DrillResult.Passed ? 1 : 0);
    all.stream()
        .filter(DrillResult.Passed.class::isInstance)
        .findFirst()
        .map(result -> Duration.between(result.report().startedAt(), clock.instant()))
        .ifPresent(age -> rows.add("drill.last.passed.age.seconds", tags, age.toSeconds()));
  }

  private void target(BackupPlan plan, BackupTarget target, Table rows) {
    Tags tags = Tags.of("plan", plan.id(), "target", target.name());
    Optional<DutyRun> check = ledger.latest(plan.id(), DutyRun.Kind.CHECK, target.name());
    Optional<DutyRun> copy = ledger.latest(plan.id(), DutyRun.Kind.COPY, target.name());
    check.ifPresent(run -> {
      JsonNode percent = json.readTree(run.detail()).path("coveredPercent");
      rows.add("target.coverage.share", tags, percent.asDouble(0) / 100);
    });
    copy.ifPresent(run -> {
      JsonNode detail = json.readTree(run.detail());
      rows.add("target.missing", tags, detail.path("missing").size());
      rows.add("target.differing", tags, detail.path("differing").size());
    });
    boolean ok = check.map(DutyRun::ok).orElse(true) && copy.map(DutyRun::ok).orElse(true);
    rows.add("target.ok", tags, ok ? 1 : 0);
  }
}
