package vn.lachan.backup.drill;

import java.time.Duration;
import java.util.List;

/** What a drill had proven when it was stopped: the targets it was done with. */
final class StoppedReport {

  private StoppedReport() {}

  static DrillReport of(
      DrillPlan published, List<DrillProof.Target> done, String scratch, int starts) {
    return new DrillReport(
        published.id(),
        published.planId(),
        published.planName(),
        published.snapshot(),
        published.publishedAt(),
        done.stream().mapToLong(DrillProof.Target::files).findFirst().orElse(0),
        done.stream().mapToLong(DrillProof.Target::bytes).findFirst().orElse(0),
        List.of(),
        List.of(),
        List.of(),
        Duration.between(published.snapshotAt(), published.publishedAt()),
        done.stream()
            .map(target -> target.measures().whole())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO),
        published.objective(),
        "",
        false,
        0,
        scratch,
        proof(published, done, Math.max(0, starts - 1)));
  }

  private static DrillProof proof(DrillPlan from, List<DrillProof.Target> done, int pauses) {
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
        done,
        List.of(),
        DrillProof.Signatures.NONE,
        List.of(),
        DrillProof.RecoveryPoint.NONE,
        pauses,
        from.about(),
        from.by(),
        from.includes());
  }
}
