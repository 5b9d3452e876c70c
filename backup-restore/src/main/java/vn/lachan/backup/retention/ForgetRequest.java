package vn.lachan.backup.retention;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import vn.lachan.backup.archive.StoredSnapshot;

/**
 * What is to be forgotten.
 *
 * @param ids only these snapshots, and copies of those whose whole id is given, whatever the policy
 *     says; empty: the policy decides
 * @param groupBy the policy is applied to snapshots that agree in these; restic's default is host
 *     and paths
 * @param hosts look only at snapshots of these hosts; empty for all
 * @param tags look only at snapshots with all these tags
 * @param paths look only at snapshots with all these paths
 * @param keepDrilled in each group at least so many snapshots that a drill has proven remain; when
 *     there are fewer, nothing is forgotten
 * @param tolerance how much earlier than its file a snapshot may say it began; longer than the
 *     longest backup
 * @param acceptTimes do not compare the times of snapshots with those of the server
 */
public record ForgetRequest(
    RetentionPolicy policy,
    List<String> ids,
    Set<GroupBy> groupBy,
    List<String> hosts,
    List<String> tags,
    List<String> paths,
    int keepDrilled,
    Duration tolerance,
    boolean acceptTimes,
    boolean dryRun) {

  /** What the snapshots of one group have in common. */
  public enum GroupBy {
    HOST,
    PATHS,
    TAGS
  }

  public static final Duration LONGEST_BACKUP = Duration.ofHours(24);

  public ForgetRequest {
    ids = List.copyOf(ids);
    groupBy = Set.copyOf(groupBy);
    hosts = List.copyOf(hosts);
    tags = List.copyOf(tags);
    paths = List.copyOf(paths);
    if (keepDrilled < 0 || tolerance.isNegative()) {
      throw new IllegalArgumentException("keepDrilled and tolerance are not negative");
    }
  }

  /** What {@code policy} says, in restic's groups, with this floor. */
  public static ForgetRequest of(RetentionPolicy policy, int keepDrilled) {
    return new ForgetRequest(
        policy,
        List.of(),
        Set.of(GroupBy.HOST, GroupBy.PATHS),
        List.of(),
        List.of(),
        List.of(),
        keepDrilled,
        LONGEST_BACKUP,
        false,
        false);
  }

  boolean concerns(StoredSnapshot snapshot) {
    return (hosts.isEmpty() || hosts.contains(snapshot.hostname()))
        && snapshot.tags().containsAll(tags)
        && snapshot.paths().containsAll(paths);
  }

  List<Object> group(StoredSnapshot snapshot) {
    return List.of(
        groupBy.contains(GroupBy.HOST) ? snapshot.hostname() : "",
        groupBy.contains(GroupBy.PATHS) ? snapshot.paths().stream().sorted().toList() : "",
        groupBy.contains(GroupBy.TAGS) ? snapshot.tags().stream().sorted().toList() : "");
  }
}
