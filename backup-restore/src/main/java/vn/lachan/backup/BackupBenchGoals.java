package vn.lachan.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What {@link BackupBench} measured beside what must be and what is aimed at.
 *
 * @param rows every step of every tool, more than once when there were several rounds
 */
record BackupBenchGoals(List<BackupBench.Row> rows) {

  /** The goals, as far as there is something to compare with. */
  List<BackupBench.Goal> all() {
    List<BackupBench.Goal> goals = new ArrayList<>();
    for (String other : List.of("restic", "borg")) {
      cpu(goals, "first backup, CPU, warm", "lachan warm", "first", other, 0.6, 0.4);
      cpu(goals, "first backup, CPU, cold", "lachan cold", "first", other, 1.0, 0.8);
      cpu(goals, "re-read, nothing new, CPU, warm", "lachan warm", "re-read", other, 0.5, 0.3);
      cpu(goals, "re-read, nothing new, CPU, cold", "lachan cold", "re-read", other, 0.5, 0.3);
      wall(goals, "no change, wall, cold", "lachan cold", "no change", other, 1.5, 1.0);
      cpu(goals, "restore, CPU, warm", "lachan warm", "restore", other, 0.9, 0.6);
      cpu(goals, "restore, CPU, cold", "lachan cold", "restore", other, 0.9, 0.6);
      wall(goals, "restore, wall, warm", "lachan warm", "restore", other, 0.9, 0.6);
      wall(goals, "restore, wall, cold", "lachan cold", "restore", other, 0.9, 0.6);
      cpu(goals, "check with data, CPU, warm", "lachan warm", "check", other, 0.8, 0.5);
      cpu(goals, "check with data, CPU, cold", "lachan cold", "check", other, 0.8, 0.5);
    }
    for (String step : List.of("first", "restore", "check")) {
      double peak = median("lachan cold", step, BackupBench.Row::peakBytes) / 1048576.0;
      goals.add(
          new BackupBench.Goal(
              "peak memory, " + step + ", MiB", "", peak, 400, 250, met(peak, 400, 250)));
    }
    return goals;
  }

  private void cpu(
      List<BackupBench.Goal> to,
      String goal,
      String ours,
      String step,
      String other,
      double must,
      double aim) {
    compare(to, goal, ours, step, other, must, aim, BackupBench.Row::cpuSeconds);
  }

  private void wall(
      List<BackupBench.Goal> to,
      String goal,
      String ours,
      String step,
      String other,
      double must,
      double aim) {
    compare(to, goal, ours, step, other, must, aim, BackupBench.Row::wallSeconds);
  }

  private void compare(
      List<BackupBench.Goal> to,
      String goal,
      String ours,
      String step,
      String other,
      double must,
      double aim,
      ToDoubleFunction<BackupBench.Row> figure) {
    double theirs = median(other, step, figure);
    if (theirs > 0) {
      double ratio = median(ours, step, figure) / theirs;
      to.add(new BackupBench.Goal(goal, other, ratio, must, aim, met(ratio, must, aim)));
    }
  }

  private static String met(double figure, double must, double aim) {
    if (figure <= aim) {
      return "aim";
    }
    return figure <= must ? "must" : "no";
  }

  /** 0 when nothing was measured. */
  private double median(String tool, String step, ToDoubleFunction<BackupBench.Row> figure) {
    double[] all =
        rows.stream()
            .filter(row -> row.tool().equals(tool) && row.step().equals(step))
            .mapToDouble(figure)
            .sorted()
            .toArray();
    return all.length == 0 ? 0 : (all[(all.length - 1) / 2] + all[all.length / 2]) / 2;
  }
}
