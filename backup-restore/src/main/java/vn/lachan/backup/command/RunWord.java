package vn.lachan.backup.command;

import vn.lachan.backup.Backup;
import vn.lachan.backup.plan.BackupPlan;

/** Backs up. */
final class RunWord implements Word {

  @Override
  public int run(Call call) {
    Backup backup =
        new Backup(call.history(), call.audit(), call.settings(), call.clock(), call.platform());
    int exit = 0;
    for (BackupPlan plan : Plans.of(call)) {
      exit =
          Math.max(
              exit,
              CommandReports.show(
                  call.watched(() -> backup.run(plan, call.actor())), call.output(), call.err()));
    }
    return exit;
  }
}
