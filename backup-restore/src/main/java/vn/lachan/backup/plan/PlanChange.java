package vn.lachan.backup.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.lachan.backup.source.BackupSource;

/** In which ways a plan protects less than it did: what needs a second person. */
public final class PlanChange {

  private PlanChange() {}

  /**
   * One line each in Vietnamese; empty when nothing is weaker.
   *
   * @param now the plan as it would be; empty when it is gone
   */
  public static List<String> weakenings(BackupPlan before, Optional<BackupPlan> now) {
    if (now.isEmpty()) {
      return List.of("bỏ kế hoạch");
    }
    BackupPlan next = now.get();
    List<String> ways = new ArrayList<>();
    for (BackupTarget target : before.targets()) {
      Optional<BackupTarget> same =
          next.targets().stream().filter(t -> t.location().equals(target.location())).findFirst();
      if (same.isEmpty()) {
        ways.add("bỏ nơi lưu " + target.location());
      } else {
        if (target.offsite() && !same.get().offsite()) {
          ways.add("nơi lưu " + target.location() + " không còn là nơi tách rời");
        }
        if (target.immutable() && !same.get().immutable()) {
          ways.add("nơi lưu " + target.location() + " không còn là nơi không xoá được");
        }
      }
    }
    ways.addAll(next.policy().retention().weakerThan(before.policy().retention()));
    content(ways, before, next);
    rules(ways, before, next);
    return ways;
  }

  /** What is backed up no more from now on; the retention lets the copies there are go. */
  private static void content(List<String> ways, BackupPlan before, BackupPlan next) {
    List<String> left = next.sources().stream().map(BackupSource::id).toList();
    before.sources().stream()
        .filter(source -> source.streams() && !left.contains(source.id()))
        .forEach(source -> ways.add("bỏ nguồn " + source.id() + ": " + source.describe()));
    folders(before)
        .filter(folder -> folders(next).noneMatch(folder::startsWith))
        .forEach(folder -> ways.add("bỏ thư mục " + folder));
    next.excludes().stream()
        .filter(pattern -> !before.excludes().contains(pattern))
        .forEach(pattern -> ways.add("loại thêm " + pattern));
    if (before.includes().isEmpty() && !next.includes().isEmpty()) {
      ways.add("chỉ còn lấy " + String.join(", ", next.includes()));
    } else if (!next.includes().isEmpty()) {
      before.includes().stream()
          .filter(pattern -> !next.includes().contains(pattern))
          .forEach(pattern -> ways.add("không lấy nữa " + pattern));
    }
  }

  private static Stream<Path> folders(BackupPlan plan) {
    return plan.sources().stream()
        .filter(BackupSource.Folders.class::isInstance)
        .flatMap(source -> source.folders().stream())
        .distinct();
  }

  private static void rules(List<String> ways, BackupPlan before, BackupPlan next) {
    for (PlanDuty duty : List.of(PlanDuty.BACKUP, PlanDuty.CHECK, PlanDuty.DRILL)) {
      if (before.policy().schedule().cron(duty).isPresent()
          && next.policy().schedule().cron(duty).isEmpty()) {
        ways.add("bỏ lịch " + duty.word());
      }
    }
    int level = next.policy().level();
    if (level < before.policy().level()) {
      ways.add("cấp độ giảm từ " + before.policy().level() + " còn " + level);
    }
    if (!next.system().equals(before.system())) {
      ways.add("đổi hệ thống từ \"%s\" thành \"%s\"".formatted(before.system(), next.system()));
    }
    if (next.objective().point().compareTo(before.objective().point()) > 0) {
      ways.add("RPO dài ra: " + next.objective().point());
    }
    if (next.policy().shrinkAlert() > before.policy().shrinkAlert()) {
      ways.add("ngưỡng báo co nhỏ tăng lên " + next.policy().shrinkAlert() + "%");
    }
  }
}
