package vn.lachan.backup.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import vn.lachan.backup.plan.RecoveryObjective;

/**
 * What a drill measured.
 *
 * @param id unique, {@code DT-} with the moment and the plan; the second of one second has {@code
 *     -2} behind
 * @param snapshot the snapshot restored; empty when it did not come so far
 * @param files files and links the manifest wants
 * @param bytes bytes restored
 * @param missing paths that did not come back from some repository
 * @param differing paths that came back with another content
 * @param unexpected paths that came back and are not in the manifest
 * @param recoveryPoint age of the newest transaction when the drill began where the plan says how
 *     to tell, else of the snapshot: changes since then are lost (RPO)
 * @param recoveryTime until everything was back from the slowest repository, estimated by bytes
 *     when a sample was restored (RTO)
 * @param planted the file damaged on purpose, which the comparison must find; empty when none was
 * @param plantFound whether it did
 * @param comparedWithLive files that had not changed on the live system and were compared with it
 * @param scratch where the files were restored; kept after a failure, else removed
 * @param proof everything else
 */
public record DrillReport(
    String id,
    String planId,
    String planName,
    String snapshot,
    Instant startedAt,
    long files,
    long bytes,
    List<String> missing,
    List<String> differing,
    List<String> unexpected,
    Duration recoveryPoint,
    Duration recoveryTime,
    RecoveryObjective objective,
    String planted,
    boolean plantFound,
    long comparedWithLive,
    String scratch,
    DrillProof proof) {

  /** Of a drill that proved no more than that files came back. */
  public DrillReport(
      String id,
      String planId,
      String planName,
      String snapshot,
      Instant startedAt,
      long files,
      long bytes,
      List<String> missing,
      List<String> differing,
      List<String> unexpected,
      Duration recoveryPoint,
      Duration recoveryTime,
      RecoveryObjective objective,
      String planted,
      boolean plantFound,
      long comparedWithLive,
      String scratch) {
    this(
        id,
        planId,
        planName,
        snapshot,
        startedAt,
        files,
        bytes,
        missing,
        differing,
        unexpected,
        recoveryPoint,
        recoveryTime,
        objective,
        planted,
        plantFound,
        comparedWithLive,
        scratch,
        DrillProof.NONE);
  }

  public DrillReport {
    missing = List.copyOf(missing);
    differing = List.copyOf(differing);
    unexpected = List.copyOf(unexpected);
  }
}
