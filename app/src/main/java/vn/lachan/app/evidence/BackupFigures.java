package vn.lachan.app.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.DutyLedger;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillReport;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.CopySpread;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;
import vn.lachan.reports.Figure;
import vn.lachan.reports.Figure.Assessment;

/** Backups by the 3-2-1 rule, and drills with their RPO and RTO. */
@Component
class BackupFigures implements FigureGroup {
  private static final Duration DRILL_WITHIN = Duration.ofDays(183);
  private static final int LEVEL = 3;

  private final PlansInForce plans;
  private final BackupHistory history;
  private final DrillHistory drills;
  private final DutyLedger ledger;
  private final Registry registry;

  BackupFigures(
      PlansInForce plans,
      BackupHistory history,
      DrillHistory drills,
      DutyLedger ledger,
      Registry registry) {
    this.plans = plans;
    this.history = history;
    this.drills = drills;
    this.ledger = ledger;
    this.registry = registry;
  }

  @Override
  public List<Figure> measure(Instant now) {
    List<BackupPlan> all = plans.plans();
    List<InformationSystem> systems =
        registry.systems().stream().filter(system -> system.level() >= LEVEL).toList();
    long covered =
        systems.stream()
            .filter(s -> all.stream().anyMatch(plan -> plan.system().equals(s.code())))
            .count();
    long late = all.stream().filter(plan -> isLate(plan, now)).count();
    return List.of(
        FigureGroup.share(
            "backup.plans",
            "Hệ thống cấp độ 3 có kế hoạch sao lưu",
            covered,
            systems.size(),
            100,
            "/backups"),
        all.isEmpty()
            ? noData("backup.late", "Kế hoạch sao lưu trễ hoặc lỗi", "0")
            : FigureGroup.none("backup.late", "Kế hoạch sao lưu trễ hoặc lỗi", late, "/backups"),
        copies(all),
        all.isEmpty()
            ? noData("backup.encrypted", "Bản sao được mã hóa (AES-256)", "100%")
            : new Figure(
                "backup.encrypted",
                "Bản sao được mã hóa (AES-256)",
                "100%",
                "100%",
                Assessment.MET,
                "/backups"),
        drills("drill.recent", "Kế hoạch đã diễn tập trong 6 tháng", r -> recent(r, now)),
        drills("drill.passed", "Lần diễn tập gần nhất đạt", DrillResult.Passed.class::isInstance),
        drills("drill.rpo", "Đạt RPO ở lần diễn tập gần nhất", BackupFigures::keptPoint),
        drills("drill.rto", "Đạt RTO ở lần diễn tập gần nhất", BackupFigures::keptTime));
  }

  /**
   * Plans that keep three copies on two kinds of places, one of them apart, and whose last copy to
   * each other target went well.
   */
  private Figure copies(List<BackupPlan> plans) {
    long enough = plans.stream().filter(this::followsTheRule).count();
    long apart =
        plans.stream().filter(p -> p.targets().stream().anyMatch(BackupTarget::offsite)).count();
    if (plans.isEmpty()) {
      return noData("backup.copies", "Kế hoạch đủ 3 bản, 2 loại, 1 tách rời", "tất cả");
    }
    Assessment assessment =
        enough == plans.size()
            ? Assessment.MET
            : enough > 0 || apart > 0 ? Assessment.PARTLY : Assessment.UNMET;
    return new Figure(
        "backup.copies",
        "Kế hoạch đủ 3 bản, 2 loại, 1 tách rời",
        "%d/%d kế hoạch đủ; %d có bản tách rời".formatted(enough, plans.size(), apart),
        "%d/%d".formatted(plans.size(), plans.size()),
        assessment,
        "/backups");
  }

  private boolean followsTheRule(BackupPlan plan) {
    return CopySpread.of(plan).isEnough()
        && plan.targets().stream()
            .skip(1)
            .allMatch(target ->
                ledger
                    .latest(plan.id(), DutyRun.Kind.COPY, target.name())
                    .filter(DutyRun::ok)
                    .isPresent());
  }

  private boolean isLate(BackupPlan plan, Instant now) {
    Optional<BackupOutcome> last = history.lastRun(plan.id());
    return last.isEmpty()
        || last.get() instanceof BackupOutcome.Failed
        || last.get().startedAt().plus(plan.lateAfter()).isBefore(now);
  }

  private Figure drills(String id, String name, Predicate<DrillResult> good) {
    List<BackupPlan> all = plans.plans();
    long kept =
        all.stream().filter(plan -> drills.lastDrill(plan.id()).filter(good).isPresent()).count();
    return FigureGroup.share(id, name, kept, all.size(), 100, "/backups");
  }

  private static boolean recent(DrillResult result, Instant now) {
    return result.report().startedAt().plus(DRILL_WITHIN).isAfter(now);
  }

  private static boolean keptPoint(DrillResult result) {
    DrillReport report = result.report();
    return report.recoveryPoint().compareTo(report.objective().point()) <= 0;
  }

  private static boolean keptTime(DrillResult result) {
    DrillReport report = result.report();
    return report.recoveryTime().compareTo(report.objective().time()) <= 0;
  }

  private static Figure noData(String id, String name, String target) {
    return new Figure(id, name, "chưa có kế hoạch", target, Assessment.NO_DATA, "/backups");
  }
}
