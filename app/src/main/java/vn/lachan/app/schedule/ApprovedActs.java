package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quartz.SchedulerException;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.Approval;
import vn.lachan.app.plans.Approvals;
import vn.lachan.app.plans.DutyRun.Problem;
import vn.lachan.app.plans.PlanLeases;
import vn.lachan.app.plans.PlanLeases.Lease;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.TargetDuties.Found;
import vn.lachan.audit.Actor;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.Upkeep;
import vn.lachan.backup.UpkeepException;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.retention.PruneOutcome;

/** Does what two people agreed on, once, and writes down what came of it. */
@Component
public class ApprovedActs {
  private final Approvals approvals;
  private final PlansInForce plans;
  private final PlanLeases leases;
  private final UpkeepDuty upkeep;
  private final TargetDuties targets;
  private final BackupSchedule schedule;
  private final Upkeep acts;

  ApprovedActs(
      Approvals approvals,
      PlansInForce plans,
      PlanLeases leases,
      UpkeepDuty upkeep,
      TargetDuties targets,
      BackupSchedule schedule,
      FileAuditTrail trail,
      Clock clock) {
    this.approvals = approvals;
    this.plans = plans;
    this.leases = leases;
    this.upkeep = upkeep;
    this.targets = targets;
    this.schedule = schedule;
    this.acts = new Upkeep(trail::append, clock);
  }

  /** Does it now, on this thread. What goes wrong is the result of the approval. */
  public void carryOut(Approval approval, Actor by) {
    Optional<BackupPlan> plan = plans.plan(approval.plan());
    if (plan.isEmpty()) {
      approvals.finish(approval.id(), false, "Không còn kế hoạch " + approval.plan());
      return;
    }
    Optional<Lease> lease = leases.take(approval.plan(), approval.action().name());
    if (lease.isEmpty()) {
      approvals.finish(
          approval.id(), false, "Kế hoạch đang chạy việc khác; hãy đề nghị lại khi việc đó xong");
      return;
    }
    try (Lease _ = lease.get()) {
      Found found = act(approval, plan.get(), by);
      approvals.finish(approval.id(), found.problem() == Problem.NONE, found.summary());
    } catch (UpkeepException e) {
      approvals.finish(approval.id(), false, String.valueOf(e.getMessage()));
    }
  }

  private Found act(Approval approval, BackupPlan plan, Actor by) {
    if (approval.action() == Approval.Action.PLAN_CHANGE) {
      return changePlan(approval, by);
    }
    Optional<BackupTarget> target = plan.target(approval.target());
    if (target.isEmpty()) {
      return refused("Không còn nơi lưu " + approval.target());
    }
    return switch (approval.action()) {
      case PLAN_CHANGE -> refused("");
      case FORGET ->
          upkeep.forget(
              plan, target.get(), approval.subject().getOrDefault("snapshots", List.of()), by);
      case PRUNE ->
          switch (upkeep.prune(target.get(), Duration.ZERO, false, by)) {
            case PruneOutcome.Refused refused -> refused(refused.reason());
            case PruneOutcome.Pruned pruned ->
                done("Đã giải phóng %d byte".formatted(pruned.removedBytes()));
          };
      case UNLOCK -> done(acts.unlock(targets.place(target.get()), true, by));
      case REMOVE_KEY ->
          done(
              acts.removeKey(
                  targets.place(target.get()),
                  approval.subject().getOrDefault("key", List.of("")).getFirst(),
                  by));
    };
  }

  private Found changePlan(Approval approval, Actor by) {
    String digest = approval.subject().getOrDefault("digest", List.of("")).getFirst();
    if (!plans.accept(approval.plan(), digest, by)) {
      return refused("Tệp kế hoạch đã đổi từ khi đề nghị");
    }
    try {
      schedule.apply();
    } catch (SchedulerException e) {
      throw new ScheduleException("cannot ring the bells of " + approval.plan() + " anew", e);
    }
    return done("Kế hoạch mới có hiệu lực");
  }

  private static Found done(String summary) {
    return new Found(Problem.NONE, summary, Map.of());
  }

  private static Found refused(String reason) {
    return new Found(Problem.REFUSED, reason, Map.of());
  }
}
