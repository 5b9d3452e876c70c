package vn.lachan.backup.drill;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import vn.lachan.audit.Actor;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.Failures;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.DrillSample;
import vn.lachan.backup.repository.RepositoryException;

/** Draws the sample of a drill, looks where it can be had, and publishes both. */
final class DrillPublishing {

  private static final int SEED_BYTES = 16;

  private final DrillHistory drills;
  private final BackupSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  DrillPublishing(DrillHistory drills, BackupSettings settings, Clock clock) {
    this.drills = drills;
    this.settings = settings;
    this.clock = clock;
  }

  /** Durable on return. */
  DrillPlan publish(
      BackupPlan plan,
      DrillOrder order,
      String id,
      BackupOutcome.Completed run,
      BackupManifest manifest,
      Actor actor) {
    byte[] bytes = new byte[SEED_BYTES];
    random.nextBytes(bytes);
    String seed = HexFormat.of().formatHex(bytes);
    DrillSample rule = order.whole() ? plan.drill().whole() : plan.drill();
    StratifiedSample sample = StratifiedSample.draw(manifest, rule, seed);
    List<ManifestEntry> entries = sample.entries();
    List<DrillPlan.Target> targets = targets(plan, manifest.snapshot());
    return drills.publish((number, previous) ->
        new DrillPlan(
            id,
            number,
            previous,
            plan.id(),
            plan.name(),
            clock.instant(),
            manifest.snapshot(),
            manifest.at(),
            run.manifest(),
            seed,
            rule.isWhole(manifest.entries().size()),
            new DrillPlan.Rule(rule.marker(), rule.percent(), rule.atLeast()),
            sample.strata(),
            sample.units().stream().map(StratifiedSample.Unit::path).toList(),
            entries.size(),
            entries.stream().mapToLong(ManifestEntry::size).sum(),
            manifest.bytes(),
            sample.digest(),
            targets,
            plan.objective().point().toMillis(),
            plan.objective().time().toMillis(),
            order.about(),
            actor.id(),
            manifest.includes()));
  }

  private List<DrillPlan.Target> targets(BackupPlan plan, String snapshot) {
    List<DrillPlan.Target> targets = new ArrayList<>();
    for (BackupTarget target : plan.targets()) {
      String found = "";
      String problem = "Không có ảnh chụp " + snapshot.substring(0, 8) + " ở đích này";
      try {
        found = new TargetRestore(target, settings, clock).find(snapshot).orElse("");
      } catch (RepositoryException e) {
        problem = Failures.describe(e);
      }
      targets.add(
          new DrillPlan.Target(
              targets.size() + 1,
              target.location().toString(),
              found,
              found.isEmpty() ? problem : ""));
    }
    return targets;
  }

  static Map<String, String> detail(DrillPlan published) {
    return Map.of(
        "drill", published.id(),
        "number", Integer.toString(published.number()),
        "plan", published.digest(),
        "snapshot", published.snapshot(),
        "seed", published.seed(),
        "sample", published.sampleDigest(),
        "files", Long.toString(published.files()),
        "about", published.about());
  }
}
