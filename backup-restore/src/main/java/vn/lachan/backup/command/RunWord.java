package vn.lachan.backup.command;

import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.plan.BackupPlan;

/** Backs up. */
final class RunWord implements Word {

  /** What the shell expects of a program that was told to end by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private static final String ENDED =
      "lachan backup: đã dừng theo yêu cầu, chưa xong: các ảnh chụp trước còn nguyên, không có ảnh chụp dở dang,"
          + " khoá của kho được gỡ; lần chạy sau dùng lại các gói đã ghi vào chỉ mục.";

  @Override
  public Accepted accepted() {
    return Accepted.of(Accepted.ANY, "exclude", "id", "include", "name", "plan");
  }

  @Override
  public int run(Call call) {
    CommandArguments given = call.given();
    if (given.has("plan")
        && (given.has("exclude") || given.has("include") || !given.words().isEmpty())) {
      throw new WrongUsageException(
          "thư mục, --include và --exclude viết trong tệp kế hoạch, không kèm --plan");
    }
    Backup backup =
        new Backup(call.history(), call.audit(), call.settings(), call.clock(), call.platform());
    int exit = 0;
    for (BackupPlan plan : Plans.of(call)) {
      exit =
          Math.max(
              exit,
              call.watched(() -> run(backup, plan, call), ENDED)
                  .map(outcome -> CommandReports.show(outcome, call.output(), call.err()))
                  .orElse(INTERRUPTED));
    }
    return exit;
  }

  /** The password of a plan is in the file it names; else it comes as for every other word. */
  private static BackupOutcome run(Backup backup, BackupPlan plan, Call call) {
    return call.given().has("plan")
        ? backup.run(plan, call.actor())
        : backup.run(plan, call.place(), call.actor());
  }
}
