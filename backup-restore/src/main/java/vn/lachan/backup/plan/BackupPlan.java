package vn.lachan.backup.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.source.BackupSource;

/**
 * What is backed up, where to, when, and how quickly it must be back.
 *
 * @param id unique in the platform, letters, digits and dashes
 * @param name for people
 * @param system code of the information system in the registry, may be empty
 * @param unit code of the unit it belongs to, empty for the province
 * @param sources all go into one snapshot
 * @param targets the first is backed up to, the others get copies of its snapshots
 * @param objective how quickly it must be back, and how old it may be then
 * @param policy by what rules it is carried out
 * @param drill what its drills restore
 */
public record BackupPlan(
    String id,
    String name,
    String system,
    String unit,
    List<BackupSource> sources,
    List<BackupTarget> targets,
    RecoveryObjective objective,
    PlanPolicy policy,
    DrillSample drill) {

  public BackupPlan {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("plan id is letters, digits and dashes: " + id);
    }
    if (sources.isEmpty() || targets.isEmpty()) {
      throw new IllegalArgumentException("plan " + id + " needs a source and a target");
    }
  }

  /**
   * A plan by the standard rules.
   *
   * @param schedule when it is backed up; blank for never
   * @param retention as {@link PlanRetention#parse} reads it; blank keeps everything
   */
  public BackupPlan(
      String id,
      String name,
      String system,
      String unit,
      List<BackupSource> sources,
      List<BackupTarget> targets,
      String schedule,
      String retention,
      RecoveryObjective objective) {
    this(
        id,
        name,
        system,
        unit,
        sources,
        targets,
        objective,
        PlanPolicy.of(
            PlanSchedule.standard(schedule, !retention.isBlank()),
            PlanRetention.parse(retention).orElseThrow()),
        DrillSample.DEFAULT);
  }

  /** When the newest snapshot is older than this, the plan is late. */
  public Duration lateAfter() {
    return policy.lateAfter().orElse(objective.point());
  }

  /** The tag its snapshots carry. */
  public String tag() {
    return "lachan-plan=" + id;
  }

  /** The target with this name. */
  public Optional<BackupTarget> target(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /** Where a run writes to. */
  public BackupTarget primary() {
    return targets.getFirst();
  }

  /** The folders among the sources. */
  public List<Path> folders() {
    return sources.stream().flatMap(source -> source.folders().stream()).distinct().toList();
  }

  /** What alone is taken of folders of some sources; empty: everything. */
  public List<String> includes() {
    return sources.stream().flatMap(source -> source.includes().stream()).distinct().toList();
  }

  /** What is left out of the folders. */
  public List<String> excludes() {
    return sources.stream().flatMap(source -> source.excludes().stream()).distinct().toList();
  }
}
