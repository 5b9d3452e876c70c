package vn.lachan.backup.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.archive.Excludes;
import vn.lachan.backup.archive.Includes;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.source.BackupSource;

/** The plans a call is about: of a file, or made of its words. */
final class Plans {

  private Plans() {}

  static List<BackupPlan> of(Call call) {
    CommandArguments given = call.given();
    if (!given.has("plan")) {
      return List.of(ofWords(given));
    }
    BackupPlans loaded = BackupPlans.load(Call.path(given.required("plan")));
    loaded.problems().forEach(problem -> call.complain(problem.toString()));
    Optional<String> id = given.first("id");
    List<BackupPlan> chosen =
        loaded.plans().stream().filter(p -> id.map(i -> p.id().equals(i)).orElse(true)).toList();
    if (chosen.isEmpty() || !loaded.problems().isEmpty()) {
      throw new WrongUsageException("tệp kế hoạch có lỗi hoặc không có kế hoạch cần chạy");
    }
    return chosen;
  }

  private static BackupPlan ofWords(CommandArguments given) {
    List<Path> folders = given.words().stream().map(Call::path).toList();
    if (folders.isEmpty()) {
      throw new WrongUsageException("thiếu thư mục cần sao lưu, hoặc --plan");
    }
    List<String> excludes = given.all("exclude");
    List<String> includes = given.all("include");
    excludes.forEach(pattern -> check("exclude", pattern, Excludes.problem(pattern)));
    includes.forEach(pattern -> check("include", pattern, Includes.problem(pattern)));
    return new BackupPlan(
        given.first("id").orElse("tay"),
        given.first("name").orElse("Chạy tay"),
        "",
        "",
        List.of(new BackupSource.Folders(folders, excludes, includes)),
        List.of(
            new BackupTarget(
                Call.location(given, "repo"),
                Call.accessFile(given, ""),
                given.first("password-file").map(Call::path).orElse(Path.of("")))),
        "",
        "",
        new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(24)));
  }

  private static void check(String option, String pattern, Optional<String> problem) {
    problem.ifPresent(reason -> {
      throw new WrongUsageException("--" + option + ": mẫu sai: " + pattern + ": " + reason);
    });
  }
}
