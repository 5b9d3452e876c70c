package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.RecoveryObjective;

/** The report of a drill while it is filled in, and the judgement at its end. */
final class DrillSheet {

  private final String id;
  private final BackupPlan plan;
  private final Path scratch;
  private final Instant startedAt;
  private final @Nullable DrillPlan published;
  final List<String> reasons = new ArrayList<>();
  final List<DrillProof.Target> targets = new ArrayList<>();
  final List<DrillProof.Control> controls = new ArrayList<>();
  final Set<String> missing = new TreeSet<>();
  final Set<String> differing = new TreeSet<>();
  final Set<String> unexpected = new TreeSet<>();
  DrillProof.Signatures signatures = DrillProof.Signatures.NONE;
  DrillProof.RecoveryPoint recoveryPoint = DrillProof.RecoveryPoint.NONE;
  final List<DrillProof.Database> databases = new ArrayList<>();
  long comparedWithLive;
  int pauses;

  DrillSheet(
      String id, BackupPlan plan, Path scratch, Instant startedAt, @Nullable DrillPlan published) {
    this.id = id;
    this.plan = plan;
    this.scratch = scratch;
    this.startedAt = startedAt;
    this.published = published;
  }

  DrillResult failed(String reason) {
    return new DrillResult.Failed(report(), List.of(reason));
  }

  /** What the backup could not read cannot come back, however well the rest does. */
  void incomplete(long troubles) {
    reasons.add("Bản sao lưu chưa đầy đủ: " + troubles + " tệp hoặc nguồn không lấy được trọn vẹn");
  }

  DrillResult judged() {
    boolean several = targets.size() > 1;
    for (DrillProof.Target target : targets) {
      String where = several ? "Đích " + target.number() + " (" + target.location() + "): " : "";
      target.problems().forEach(problem -> reasons.add(where + problem));
      because(
          target.restic().verdict() == DrillProof.Verdict.FAILED,
          where + "khôi phục bằng restic: " + target.restic().why());
    }
    because(files() == 0, "Ảnh chụp không có tệp nào nên không chứng minh được gì");
    judgeControls();
    because(
        !signatures.problems().isEmpty(),
        signatures.problems().size() + " chữ ký không hợp lệ hoặc bị thiếu");
    databases.stream().flatMap(database -> database.problems().stream()).forEach(reasons::add);
    RecoveryObjective objective = plan.objective();
    because(
        point().compareTo(objective.point()) > 0,
        "RPO %s vượt mục tiêu %s".formatted(text(point()), text(objective.point())));
    because(
        time().compareTo(objective.time()) > 0,
        "RTO %s vượt mục tiêu %s".formatted(text(time()), text(objective.time())));
    return reasons.isEmpty()
        ? new DrillResult.Passed(report())
        : new DrillResult.Failed(report(), reasons);
  }

  private void judgeControls() {
    if (files() == 0) {
      return;
    }
    for (DrillProof.Control control : controls) {
      because(
          control.caught() == DrillProof.Caught.MISSED,
          "Đối chứng \"" + control.name() + "\" " + control.how());
    }
    because(
        controls.stream().noneMatch(c -> c.caught() == DrillProof.Caught.CAUGHT),
        "Không có đối chứng nào chứng minh được là chỗ hỏng sẽ bị phát hiện");
  }

  private void because(boolean wrong, String reason) {
    if (wrong) {
      reasons.add(reason);
    }
  }

  private static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? seconds + " giây"
        : seconds < 7200 ? seconds / 60 + " phút" : seconds / 3600 + " giờ";
  }

  private long files() {
    return published == null ? 0 : published.files();
  }

  /** What would be lost. */
  private Duration point() {
    if (published == null) {
      return Duration.ZERO;
    }
    Instant newest = recoveryPoint.newest();
    Instant from = recoveryPoint.declared() && newest != null ? newest : published.snapshotAt();
    return Duration.between(from, published.publishedAt());
  }

  /** How long it takes from the slowest repository. */
  private Duration time() {
    return targets.stream()
        .map(target -> target.measures().whole())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private DrillReport report() {
    Optional<DrillProof.Control> corruption =
        controls.stream().filter(c -> c.kind().equals("corruption")).findFirst();
    return new DrillReport(
        id,
        plan.id(),
        plan.name(),
        published == null ? "" : published.snapshot(),
        startedAt,
        files(),
        targets.isEmpty() ? 0 : targets.getFirst().bytes(),
        List.copyOf(missing),
        List.copyOf(differing),
        List.copyOf(unexpected),
        point(),
        time(),
        plan.objective(),
        corruption.map(DrillProof.Control::subject).orElse(""),
        corruption.filter(c -> c.caught() == DrillProof.Caught.CAUGHT).isPresent(),
        comparedWithLive,
        scratch.toString(),
        published == null ? DrillProof.NONE : proof(published));
  }

  private DrillProof proof(DrillPlan from) {
    return new DrillProof(
        from.number(),
        from.digest(),
        from.publishedAt(),
        from.seed(),
        from.sampleDigest(),
        from.whole(),
        from.units().size(),
        from.strata().stream().mapToInt(DrillPlan.Stratum::population).sum(),
        from.strata(),
        targets,
        controls,
        signatures,
        databases,
        recoveryPoint,
        pauses,
        from.about(),
        from.by(),
        from.includes());
  }
}
