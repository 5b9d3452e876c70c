package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.quartz.QuartzJobBean;
import vn.lachan.app.plans.PlanDuties;
import vn.lachan.app.schedule.PutOff.Cause;
import vn.lachan.audit.Actor;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.PlanDuty;

/**
 * Does one duty of one plan. What falls into a blackout window is put off to its end; what fails is
 * tried again as the plan says; what was missed while the platform was down is caught up once,
 * whether the bell comes from recovery or from the schedule.
 */
@DisallowConcurrentExecution
class BackupJob extends QuartzJobBean {
  static final String PLAN = "plan";
  static final String DUTY = "duty";
  static final String ATTEMPT = "attempt";
  static final String DUE = "due";
  static final String CAUSE = "cause";

  private static final Logger LOG = LoggerFactory.getLogger(BackupJob.class);
  private static final Duration BUSY = Duration.ofMinutes(1);

  private final BackupRunner runner;
  private final BackupSchedule schedule;
  private final PlanDuties duties;
  private final Clock clock;

  BackupJob(BackupRunner runner, BackupSchedule schedule, PlanDuties duties, Clock clock) {
    this.runner = runner;
    this.schedule = schedule;
    this.duties = duties;
    this.clock = clock;
  }

  @Override
  protected void executeInternal(JobExecutionContext context) {
    JobDataMap data = context.getMergedJobDataMap();
    PlanDuty duty = PlanDuty.valueOf(data.getString(DUTY));
    int attempt = data.containsKey(ATTEMPT) ? Integer.parseInt(data.getString(ATTEMPT)) : 0;
    Instant due = due(context, data);
    runner.plan(data.getString(PLAN)).ifPresent(plan -> run(plan, duty, attempt, due));
  }

  private void run(BackupPlan plan, PlanDuty duty, int attempt, Instant due) {
    Instant now = clock.instant();
    switch (DutyTiming.decide(plan, due, now, duties.lastSuccess(plan.id(), duty))) {
      case DutyTiming.Never _ ->
          LOG.info("{} of plan {} due {} was done already", duty, plan.id(), due);
      case DutyTiming.Later(Instant at) ->
          schedule.again(plan, duty, new PutOff(Cause.BLACKOUT, due, at, attempt));
      case DutyTiming.Now _ -> {
        switch (runner.run(plan, duty, Actor.PLATFORM)) {
          case WELL -> {}
          case BUSY -> {
            Instant at = clock.instant().plus(BUSY);
            schedule.again(plan, duty, new PutOff(Cause.BUSY, due, at, attempt));
          }
          case BADLY ->
              DutyTiming.retry(plan.policy().retries(), attempt, clock.instant())
                  .map(at -> new PutOff(Cause.FAILED, due, at, attempt + 1))
                  .ifPresent(next -> schedule.again(plan, duty, next));
        }
      }
    }
  }

  /** When the bell should have rung; for one that a crash cut short, when it first did. */
  private static Instant due(JobExecutionContext context, JobDataMap data) {
    if (data.containsKey(DUE)) {
      return Instant.parse(data.getString(DUE));
    }
    if (context.isRecovering()) {
      Object first =
          data.get(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
      if (first instanceof String millis && millis.matches("[0-9]{1,18}")) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
      }
    }
    return context.getScheduledFireTime().toInstant();
  }
}
