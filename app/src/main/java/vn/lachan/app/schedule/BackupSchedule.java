package vn.lachan.app.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.CronTexts;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.PlanDuty;

/**
 * Keeps Quartz's jobs the same as the plans in force. A bell whose text did not change is left
 * alone, so that what was missed while the platform was down is still known. Jobs of plans that are
 * gone are removed.
 */
@Component
public class BackupSchedule {
  private static final String GROUP = "backup";

  private final Scheduler scheduler;
  private final PlansInForce plans;

  BackupSchedule(Scheduler scheduler, PlansInForce plans) {
    this.scheduler = scheduler;
    this.plans = plans;
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void apply() throws SchedulerException {
    Set<JobKey> wanted = new HashSet<>();
    for (BackupPlan plan : plans.plans()) {
      for (PlanDuty duty : PlanDuty.values()) {
        Optional<String> cron = plan.policy().schedule().cron(duty);
        if (cron.isPresent()) {
          wanted.add(job(plan.id(), duty));
          schedule(plan.id(), duty, cron.get());
        }
      }
    }
    for (JobKey known : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
      if (!wanted.contains(known)) {
        scheduler.deleteJob(known);
      }
    }
  }

  /** When {@code plan} is backed up next. */
  public Optional<Instant> next(String planId) {
    return next(planId, PlanDuty.BACKUP);
  }

  /** When a duty is done next, by its schedule or because it was put off. */
  public Optional<Instant> next(String planId, PlanDuty duty) {
    return Stream.of(bell(planId, duty), again(planId, duty))
        .flatMap(key -> nextOf(key).stream())
        .min(Instant::compareTo);
  }

  private Optional<Instant> nextOf(TriggerKey key) {
    return trigger(key).map(Trigger::getNextFireTime).map(Date::toInstant);
  }

  private Optional<Trigger> trigger(TriggerKey key) {
    try {
      return BellReading.of(() -> scheduler.getTrigger(key));
    } catch (SchedulerException e) {
      throw new ScheduleException("cannot ask when " + key + " rings", e);
    }
  }

  /** Why a duty that rang is done later; empty when none waits. */
  public Optional<PutOff> putOff(String planId, PlanDuty duty) {
    return trigger(again(planId, duty))
        .filter(trigger -> trigger.getNextFireTime() != null)
        .filter(trigger -> trigger.getJobDataMap().containsKey(BackupJob.CAUSE))
        .map(BackupSchedule::putOff);
  }

  private static PutOff putOff(Trigger trigger) {
    JobDataMap data = trigger.getJobDataMap();
    return new PutOff(
        PutOff.Cause.valueOf(data.getString(BackupJob.CAUSE)),
        Instant.parse(data.getString(BackupJob.DUE)),
        trigger.getNextFireTime().toInstant(),
        Integer.parseInt(data.getString(BackupJob.ATTEMPT)));
  }

  /** Rings once more; a bell put off before is replaced. Survives a restart. */
  void again(BackupPlan plan, PlanDuty duty, PutOff putOff) {
    TriggerKey key = again(plan.id(), duty);
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(key)
            .forJob(job(plan.id(), duty))
            .usingJobData(BackupJob.ATTEMPT, String.valueOf(putOff.attempt()))
            .usingJobData(BackupJob.DUE, putOff.due().toString())
            .usingJobData(BackupJob.CAUSE, putOff.cause().name())
            .startAt(Date.from(putOff.at()))
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
            .build();
    try {
      if (scheduler.checkExists(key)) {
        scheduler.rescheduleJob(key, trigger);
      } else {
        scheduler.scheduleJob(trigger);
      }
    } catch (SchedulerException e) {
      throw new ScheduleException("cannot put off " + key, e);
    }
  }

  private void schedule(String plan, PlanDuty duty, String cron) throws SchedulerException {
    JobKey job = job(plan, duty);
    if (!scheduler.checkExists(job)) {
      scheduler.addJob(
          JobBuilder.newJob(BackupJob.class)
              .withIdentity(job)
              .usingJobData(BackupJob.PLAN, plan)
              .usingJobData(BackupJob.DUTY, duty.name())
              .requestRecovery()
              .storeDurably()
              .build(),
          false);
    }
    TriggerKey key = bell(plan, duty);
    Trigger known = scheduler.getTrigger(key);
    if (known instanceof CronTrigger old
        && old.getCronExpression().equals(cron)
        && old.getTimeZone().equals(CronTexts.ZONE)) {
      return;
    }
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(key)
            .forJob(job)
            .withSchedule(
                CronScheduleBuilder.cronSchedule(cron)
                    .inTimeZone(CronTexts.ZONE)
                    .withMisfireHandlingInstructionFireAndProceed())
            .build();
    if (known == null) {
      scheduler.scheduleJob(trigger);
    } else {
      scheduler.rescheduleJob(key, trigger);
    }
  }

  private static JobKey job(String plan, PlanDuty duty) {
    return JobKey.jobKey(plan + "/" + duty.word(), GROUP);
  }

  private static TriggerKey bell(String plan, PlanDuty duty) {
    return TriggerKey.triggerKey(plan + "/" + duty.word(), GROUP);
  }

  private static TriggerKey again(String plan, PlanDuty duty) {
    return TriggerKey.triggerKey(plan + "/" + duty.word() + "/again", GROUP);
  }
}
