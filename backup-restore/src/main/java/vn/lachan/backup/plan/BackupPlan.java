package vn.lachan.backup.plan;

import java.nio.file.Path;
import java.util.List;
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
 * @param schedule cron text, understood by whoever rings the bell
 * @param retention how long snapshots are kept, in words; not yet carried out
 */
public record BackupPlan(
    String id,
    String name,
    String system,
    String unit,
    List<BackupSource> sources,
    List<BackupTarget> targets,
    String schedule,
    String retention,
    RecoveryObjective objective,
    DrillSample drill) {

  /** With what drills restore unless told otherwise. */
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
        schedule,
        retention,
        objective,
        DrillSample.DEFAULT);
  }

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

  /** Where a run writes to. */
  public BackupTarget primary() {
    return targets.getFirst();
  }

  /** The folders among the sources. */
  public List<Path> folders() {
    return sources.stream().flatMap(source -> source.folders().stream()).distinct().toList();
  }

  /** What is left out of the folders. */
  public List<String> excludes() {
    return sources.stream().flatMap(source -> source.excludes().stream()).distinct().toList();
  }
}
