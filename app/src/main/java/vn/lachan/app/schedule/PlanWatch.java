package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.Approval;
import vn.lachan.app.plans.Approvals;
import vn.lachan.app.plans.CronTexts;
import vn.lachan.app.plans.PlanDuties;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.KeptKeys;

/**
 * Looks, by default every half minute, whether the file of plans changed, and whether a plan is
 * late or owes a drill, and forgets keys nobody needs any more. An alarm is told once a day for as
 * long as it lasts; told twice, it is the same event.
 */
@Component
class PlanWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PlanWatch.class);

  private final PlansInForce plans;
  private final Approvals approvals;
  private final BackupSchedule schedule;
  private final BackupHistory history;
  private final PlanDuties duties;
  private final PlanEvents events;
  private final KeptKeys keys;
  private final Clock clock;
  private final AtomicReference<Set<String>> told = new AtomicReference<>(Set.of());

  PlanWatch(
      PlansInForce plans,
      Approvals approvals,
      BackupSchedule schedule,
      BackupHistory history,
      PlanDuties duties,
      PlanEvents events,
      KeptKeys keys,
      Clock clock) {
    this.keys = keys;
    this.plans = plans;
    this.approvals = approvals;
    this.schedule = schedule;
    this.history = history;
    this.duties = duties;
    this.events = events;
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    hold();
  }

  @Scheduled(
      initialDelayString = "${lachan.backup.watch-every:30s}",
      fixedDelayString = "${lachan.backup.watch-every:30s}")
  void look() throws SchedulerException {
    if (plans.read()) {
      schedule.apply();
      endSessions();
      plans.view().problems().forEach(problem -> LOG.warn("backup plans: {}", problem));
      hold();
    }
    keys.sweep();
    watch();
  }

  /** The session of a place that no plan names any more ends. */
  private void endSessions() {
    keys.retain(
        plans.plans().stream()
            .flatMap(plan -> plan.targets().stream())
            .map(target -> target.location().toString())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private void hold() {
    for (Approval approval : approvals.holdPlanChanges(plans.view().held())) {
      LOG.warn("plan {} would protect less: waits for approval", approval.plan());
      plans
          .plan(approval.plan())
          .ifPresent(
              plan -> events.alarm(plan, "ke_hoach_yeu_di", approval.id(), approval.reason()));
    }
  }

  /** Tells what is not as it should be. */
  void watch() {
    Instant now = clock.instant();
    Set<String> today = new HashSet<>();
    for (BackupPlan plan : plans.plans()) {
      Optional<Instant> since = plans.since(plan.id());
      PlanAlarms.late(plan, PlanStatus.of(plan, history, now), since, now)
          .ifPresent(reason -> alarm(plan, "tre_lich", reason, now, today));
      Optional<Instant> passed = duties.lastPassed(plan.id()).map(r -> r.report().startedAt());
      PlanAlarms.overdue(plans.level(plan), passed.or(() -> since), now)
          .ifPresent(reason -> alarm(plan, "qua_han_dien_tap", reason, now, today));
    }
    told.set(today);
  }

  private void alarm(
      BackupPlan plan, String action, String reason, Instant now, Set<String> today) {
    String id =
        action + "-" + plan.id() + "-" + LocalDate.ofInstant(now, CronTexts.ZONE.toZoneId());
    today.add(id);
    if (!told.get().contains(id)) {
      events.alarm(plan, action, id, reason);
    }
  }
}
