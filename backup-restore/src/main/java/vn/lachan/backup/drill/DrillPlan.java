package vn.lachan.backup.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.plan.DrillSample;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.repository.Sha256;

/**
 * What a drill is going to restore, published before it begins.
 *
 * @param id {@code DT-} with the moment and the plan; the second of one second has {@code -2}
 *     behind
 * @param number counts the drills of all plans from 1: a missing number is a missing drill
 * @param previous digest of the plan published before this one; empty for the first
 * @param snapshot the snapshot as it was made; copies carry other ids, see {@code targets}
 * @param manifest SHA-256 of the manifest the sample is drawn from
 * @param seed 32 hexadecimal digits from a secure random source
 * @param whole whether everything is restored
 * @param units paths of the dossiers and files that are restored
 * @param files files and links in them
 * @param allBytes size of everything in the snapshot
 * @param sampleDigest SHA-256 over the lines {@code sha256 path} of all files
 * @param about why it is held, such as {@code incident:SC-2026-0042}; empty for the routine
 * @param by account of whoever ordered it
 * @param includes what alone the backup took of its folders; empty: everything. Not written when
 *     empty, so that plans published before keep their digests
 */
public record DrillPlan(
    String id,
    int number,
    String previous,
    String planId,
    String planName,
    Instant publishedAt,
    String snapshot,
    Instant snapshotAt,
    String manifest,
    String seed,
    boolean whole,
    Rule rule,
    List<Stratum> strata,
    List<String> units,
    long files,
    long bytes,
    long allBytes,
    String sampleDigest,
    List<Target> targets,
    long rpoTargetMillis,
    long rtoTargetMillis,
    String about,
    String by,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> includes) {

  /** How many units there are with the same folder, kind and size, and how many were drawn. */
  public record Stratum(String name, int population, int drawn) {}

  /** How the sample was drawn, see {@link DrillSample}. */
  public record Rule(String marker, int percent, int atLeast) {}

  /**
   * A repository it is restored from.
   *
   * @param number from 1 in the order of the plan
   * @param snapshot id there; empty when it could not be had
   * @param problem why not, in Vietnamese; empty when nothing is wrong
   */
  public record Target(int number, String location, String snapshot, String problem) {}

  public DrillPlan {
    strata = List.copyOf(strata);
    units = List.copyOf(units);
    targets = List.copyOf(targets);
    includes = includes == null ? List.of() : List.copyOf(includes);
  }

  /** What was promised when it was published. */
  public RecoveryObjective objective() {
    return new RecoveryObjective(
        Duration.ofMillis(rpoTargetMillis), Duration.ofMillis(rtoTargetMillis));
  }

  /** SHA-256 of this plan as it is published. */
  public String digest() {
    return Sha256.of(DrillJson.bytes(this));
  }

  /** The sample, drawn again. */
  StratifiedSample draw(BackupManifest from) {
    DrillSample how =
        new DrillSample(
            rule.marker(),
            whole ? DrillSample.Extent.ALL : DrillSample.Extent.SAMPLE,
            rule.percent(),
            rule.atLeast(),
            0,
            Optional.empty());
    return StratifiedSample.draw(from, how, seed);
  }

  /**
   * Draws the sample again from the manifest of the backup and the seed.
   *
   * @return why this is not the plan that follows from them, in Vietnamese; empty when it is
   */
  public Optional<String> doubt(BackupManifest from) {
    StratifiedSample again = draw(from);
    if (!from.snapshot().equals(snapshot)) {
      return Optional.of("bản kê là của ảnh chụp khác: " + from.snapshot());
    }
    if (!again.units().stream().map(StratifiedSample.Unit::path).toList().equals(units)) {
      return Optional.of("rút lại từ bản kê và số hạt giống ra mẫu khác");
    }
    return again.digest().equals(sampleDigest) && again.strata().equals(strata)
        ? Optional.empty()
        : Optional.of("mã băm của mẫu không khớp bản kê");
  }
}
