package vn.lachan.app.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillProof;
import vn.lachan.backup.drill.DrillReport;
import vn.lachan.backup.drill.DrillResult;

/** Drills as the screens show them. */
final class DrillViews {

  /** What a row of the list says; {@code state} is PASSED, FAILED, RUNNING or INTERRUPTED. */
  record Drill(
      String id,
      int number,
      String planId,
      String planName,
      String snapshot,
      Instant startedAt,
      String state,
      boolean ok,
      boolean whole,
      long files,
      List<String> differing,
      List<String> missing,
      long bytes,
      long rpoSeconds,
      long rpoTargetSeconds,
      long rtoSeconds,
      long rtoTargetSeconds,
      boolean controlFound,
      String about,
      @Nullable String problem,
      LiveFeed.@Nullable DrillAt progress) {}

  /** Times of one restore, milliseconds; null: it never came so far. */
  record Measures(@Nullable Long first, @Nullable Long most, long all, long whole, int pauses) {}

  record Target(
      int number,
      String location,
      String snapshot,
      long files,
      long bytes,
      int missing,
      int differing,
      int unexpected,
      Measures measures,
      List<String> problems,
      String resticVerdict,
      long resticFiles,
      long resticMillis,
      String resticVersion,
      String resticWhy) {}

  record Detail(
      Drill drill,
      String planDigest,
      @Nullable Instant publishedAt,
      String seed,
      String sampleDigest,
      List<String> includes,
      int units,
      int ofUnits,
      List<DrillPlan.Stratum> strata,
      List<Target> targets,
      List<DrillProof.Control> controls,
      boolean signaturesChecked,
      String signaturesWhy,
      int signaturesValid,
      int signaturesInvalid,
      int signaturesUndecidable,
      int signaturesExpected,
      Map<String, DrillProof.Tally> byFamily,
      Map<String, DrillProof.Tally> bySigner,
      List<String> signatureProblems,
      List<DrillProof.Database> databases,
      @Nullable Instant newestTransaction,
      String transactionSource,
      long comparedWithLive,
      List<String> unexpected,
      List<String> reasons,
      int pauses,
      String by) {}

  /** A plan and when it must be drilled. */
  record Due(
      String planId,
      String planName,
      int level,
      @Nullable Instant last,
      @Nullable Boolean passed,
      Instant dueAt,
      boolean overdue) {}

  private DrillViews() {}

  static Drill row(DrillResult result) {
    DrillReport report = result.report();
    List<String> reasons = reasons(result);
    DrillProof proof = report.proof();
    return new Drill(
        report.id(),
        proof.number(),
        report.planId(),
        report.planName(),
        report.snapshot(),
        report.startedAt(),
        reasons.isEmpty() ? "PASSED" : "FAILED",
        reasons.isEmpty(),
        proof.whole(),
        report.files(),
        report.differing(),
        report.missing(),
        report.bytes(),
        report.recoveryPoint().toSeconds(),
        report.objective().point().toSeconds(),
        report.recoveryTime().toSeconds(),
        report.objective().time().toSeconds(),
        report.plantFound(),
        proof.about(),
        reasons.isEmpty() ? null : String.join("; ", reasons),
        null);
  }

  private static List<String> reasons(DrillResult result) {
    return switch (result) {
      case DrillResult.Passed _ -> List.of();
      case DrillResult.Failed failed -> failed.reasons();
    };
  }

  /** A drill that has no result yet. */
  static Drill open(DrillPlan plan, LiveFeed.@Nullable DrillAt progress) {
    boolean runs = progress != null && progress.drill().equals(plan.id());
    return new Drill(
        plan.id(),
        plan.number(),
        plan.planId(),
        plan.planName(),
        plan.snapshot(),
        plan.publishedAt(),
        runs ? "RUNNING" : "INTERRUPTED",
        false,
        plan.whole(),
        plan.files(),
        List.of(),
        List.of(),
        plan.bytes(),
        0,
        plan.rpoTargetMillis() / 1000,
        0,
        plan.rtoTargetMillis() / 1000,
        false,
        plan.about(),
        null,
        runs ? progress : null);
  }

  static Detail detail(DrillResult result) {
    DrillReport report = result.report();
    DrillProof proof = report.proof();
    DrillProof.Signatures signatures = proof.signatures();
    return new Detail(
        row(result),
        proof.planDigest(),
        proof.publishedAt(),
        proof.seed(),
        proof.sampleDigest(),
        proof.includes(),
        proof.units(),
        proof.ofUnits(),
        proof.strata(),
        proof.targets().stream().map(DrillViews::target).toList(),
        proof.controls(),
        signatures.checked(),
        signatures.why(),
        signatures.valid(),
        signatures.invalid(),
        signatures.undecidable(),
        signatures.expected(),
        signatures.byFamily(),
        signatures.bySigner(),
        signatures.problems(),
        proof.databases(),
        proof.recoveryPoint().newest(),
        proof.recoveryPoint().source(),
        report.comparedWithLive(),
        report.unexpected(),
        reasons(result),
        proof.pauses(),
        proof.by());
  }

  private static Target target(DrillProof.Target target) {
    return new Target(
        target.number(),
        target.location(),
        target.snapshot(),
        target.files(),
        target.bytes(),
        target.missing(),
        target.differing(),
        target.unexpected(),
        new Measures(
            millis(target.measures().first()),
            millis(target.measures().most()),
            target.measures().all().toMillis(),
            target.measures().whole().toMillis(),
            target.measures().pauses()),
        target.problems(),
        target.restic().verdict().name(),
        target.restic().files(),
        target.restic().took().toMillis(),
        target.restic().version(),
        target.restic().why());
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
