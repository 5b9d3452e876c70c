package vn.lachan.backup.drill;

import java.util.ArrayList;
import java.util.List;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.DrillSample;

/** Variations of a plan. */
public final class DrillFixture {

  private DrillFixture() {}

  /** The same with another sample. */
  public static BackupPlan with(BackupPlan plan, DrillSample sample) {
    return with(plan, sample, plan.targets());
  }

  /** The same with one more target. */
  public static BackupPlan and(BackupPlan plan, BackupTarget target) {
    List<BackupTarget> targets = new ArrayList<>(plan.targets());
    targets.add(target);
    return with(plan, plan.drill(), targets);
  }

  private static BackupPlan with(BackupPlan plan, DrillSample sample, List<BackupTarget> targets) {
    return new BackupPlan(
        plan.id(),
        plan.name(),
        plan.system(),
        plan.unit(),
        plan.sources(),
        targets,
        plan.objective(),
        plan.policy(),
        sample);
  }
}
