package vn.lachan.app.plans;

import java.util.List;
import java.util.stream.Collectors;
import vn.lachan.backup.plan.PlanProblem;

/** The file of backup plans has mistakes and the platform is only starting. */
public final class PlansRefusedException extends RuntimeException {
  PlansRefusedException(List<PlanProblem> problems) {
    super(
        "the backup plans were refused:\n  "
            + problems.stream().map(Object::toString).collect(Collectors.joining("\n  ")));
  }
}
