package vn.lachan.app.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobExecutionContext;
import org.springframework.scheduling.quartz.QuartzJobBean;
import vn.lachan.audit.Actor;

/** Backs up one plan, then drills it when asked to; missed runs are caught up once. */
@DisallowConcurrentExecution
class BackupJob extends QuartzJobBean {
  static final String PLAN = "plan";
  static final String DRILL = "drill";

  private final BackupRunner runner;

  BackupJob(BackupRunner runner) {
    this.runner = runner;
  }

  @Override
  protected void executeInternal(JobExecutionContext context) {
    String id = context.getMergedJobDataMap().getString(PLAN);
    boolean drill = Boolean.parseBoolean(context.getMergedJobDataMap().getString(DRILL));
    runner
        .plan(id)
        .ifPresent(
            plan -> {
              if (drill) {
                runner.drill(plan, Actor.PLATFORM);
              } else {
                runner.backUp(plan, Actor.PLATFORM);
              }
            });
  }
}
