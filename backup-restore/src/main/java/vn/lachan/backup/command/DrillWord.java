package vn.lachan.backup.command;

import java.util.List;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;

/** Proves that a snapshot comes back. */
final class DrillWord implements Word {

  @Override
  public int run(Call call) {
    CommandArguments given = call.given();
    RestoreDrill drill =
        new RestoreDrill(
            call.history(), call.drills(), call.audit(), call.settings(), call.clock());
    if (!given.has("plan")) {
      throw new WrongUsageException("thiếu --plan");
    }
    List<BackupPlan> plans = Plans.of(call);
    if (plans.size() != 1) {
      throw new WrongUsageException("chọn một kế hoạch bằng --id");
    }
    String snapshot = given.words().isEmpty() ? "latest" : given.words().getFirst();
    return CommandReports.show(
        drill.run(plans.getFirst(), snapshot, Call.path(given.required("scratch")), call.actor()),
        call.output(),
        call.err());
  }
}
