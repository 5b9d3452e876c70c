package vn.lachan.app.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;

/**
 * Keeps Quartz's jobs the same as the plans: a plan's cron text rings its backup, and the drill
 * follows every week. Jobs of plans that are gone are removed.
 */
@Component
public class BackupSchedule {
  private static final String GROUP = "backup";
  private static final String DRILLS = "0 30 2 ? * SUN";
  private static final TimeZone ZONE = TimeZone.getTimeZone("Asia/Ho_Chi_Minh");

  private final Scheduler scheduler;
  private final BackupPlans plans;

  BackupSchedule(Scheduler scheduler, BackupPlans plans) {
    this.scheduler = scheduler;
    this.plans = plans;
  }

  @EventListener(ApplicationReadyEvent.class)
  void apply() throws SchedulerException {
    for (JobKey known : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
      scheduler.deleteJob(known);
    }
    for (BackupPlan plan : plans.plans()) {
      schedule(plan, "run", plan.schedule(), false);
      schedule(plan, "drill", DRILLS, true);
    }
  }

  /** When {@code plan} is backed up next. */
  public Optional<Instant> next(String planId) {
    try {
      Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(planId + "-run", GROUP));
      return Optional.ofNullable(trigger)
          .map(Trigger::getNextFireTime)
          .map(java.util.Date::toInstant);
    } catch (SchedulerException e) {
      throw new ScheduleException("cannot ask when plan " + planId + " runs", e);
    }
  }

  private void schedule(BackupPlan plan, String kind, String cron, boolean drill)
      throws SchedulerException {
    JobDetail job =
        JobBuilder.newJob(BackupJob.class)
            .withIdentity(plan.id() + "-" + kind, GROUP)
            .usingJobData(BackupJob.PLAN, plan.id())
            .usingJobData(BackupJob.DRILL, String.valueOf(drill))
            .requestRecovery()
            .build();
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(plan.id() + "-" + kind, GROUP)
            .withSchedule(
                CronScheduleBuilder.cronSchedule(cron)
                    .inTimeZone(ZONE)
                    .withMisfireHandlingInstructionFireAndProceed())
            .build();
    scheduler.scheduleJob(job, trigger);
  }
}
