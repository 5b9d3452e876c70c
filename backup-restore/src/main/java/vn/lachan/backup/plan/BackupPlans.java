package vn.lachan.backup.plan;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The plans of one file.
 *
 * <pre>
 * plans:
 *   - id: mot-cua
 *     name: Hồ sơ một cửa
 *     system: HT-MOTCUA            # optional
 *     unit: H60                    # optional
 *     owner: van.hanh, 0207 3xx    # optional: an account, or a role and how to reach it
 *     level: 3                     # optional: else that of the system
 *     folders: [/srv/ho-so]
 *     exclude: ["*.tmp"]           # optional
 *     targets:                     # the first is backed up to, the others get copies
 *       - repository: /var/lib/lachan/kho   # or rest:, sftp:, s3:, see LocationText
 *         password-file: /etc/lachan/kho.password
 *       - name: Trung tâm dữ liệu 2         # optional
 *         repository: sftp:kho@may-2:/srv/kho
 *         access-file: kho.access.yml       # see BackendAccessFile
 *         password-file: /etc/lachan/kho-2.password
 *         offsite: true                     # optional
 *         immutable: true                   # optional
 *     schedule:                    # cron text, or "none"; check and drill have defaults
 *       {backup: "0 0 1 * * ?", copy: "0 0 6 * * ?", check: "0 30 4 * * ?",
 *        upkeep: "0 30 5 ? * SUN", drill: "0 30 2 ? * SUN"}
 *     retention: {last: 3, hourly: 0, daily: 7, weekly: 5, monthly: 12, yearly: 2, within: 30d,
 *                 keep-drilled: 1}
 *     blackout:                    # nothing is begun in it
 *       - {days: T2-T6, from: "07:30", to: "17:00"}
 *     retries: {times: 2, wait: 10m}
 *     late-after: 26h              # optional: else the rpo
 *     shrink-alert: 30%
 *     rpo: 24h                     # s, m, h, d
 *     rto: 4h
 *     dossier: {marker: meta.json} # optional: what makes a folder a dossier
 *     sample: all                  # optional: what drills restore, or {percent: 5, at-least: 3}
 *     transaction: {file: nhat-ky.json, field: t}   # optional: the newest entry is the RPO
 * </pre>
 *
 * <p>Short forms: {@code repository:}, {@code access-file:} and {@code password-file:} in the plan
 * itself for one target, {@code schedule:} as the cron text of the backup, {@code retention: 30
 * ngày}. Paths are taken from the folder of the file. A plan with a problem is left out and named;
 * the others count.
 */
public record BackupPlans(List<BackupPlan> plans, List<PlanProblem> problems) {

  public BackupPlans {
    plans = List.copyOf(plans);
    problems = List.copyOf(problems);
  }

  /** Reads {@code file}. A file that cannot be read is a problem too, never an exception. */
  public static BackupPlans load(Path file) {
    try {
      return parse(file, Files.readString(file, StandardCharsets.UTF_8), CronRule.FIELDS_ONLY);
    } catch (IOException e) {
      String reason = "không đọc được tệp: " + e.getClass().getSimpleName();
      return new BackupPlans(List.of(), List.of(new PlanProblem(file, 0, reason)));
    }
  }

  /**
   * Reads what stands in {@code file}, or stood there once.
   *
   * @param rule what cron text may be
   */
  public static BackupPlans parse(Path file, String text, CronRule rule) {
    List<BackupPlan> plans = new ArrayList<>();
    List<PlanProblem> problems = new ArrayList<>();
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Node root = new Yaml(options).compose(new StringReader(text));
      readAll(file, root, rule, plans, problems);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(new PlanProblem(file, line, "YAML không đúng cú pháp: " + e.getProblem()));
    }
    return new BackupPlans(plans, problems);
  }

  /** The plan with this id. */
  public Optional<BackupPlan> plan(String id) {
    return plans.stream().filter(plan -> plan.id().equals(id)).findFirst();
  }

  private static void readAll(
      Path file, Node root, CronRule rule, List<BackupPlan> plans, List<PlanProblem> problems) {
    if (!(root instanceof MappingNode top)) {
      problems.add(new PlanProblem(file, 1, "cần một khoá \"plans\""));
      return;
    }
    Set<String> ids = new HashSet<>();
    for (NodeTuple tuple : top.getValue()) {
      boolean isPlans =
          tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("plans");
      if (!isPlans || !(tuple.getValueNode() instanceof SequenceNode list)) {
        int line = tuple.getKeyNode().getStartMark().getLine() + 1;
        problems.add(new PlanProblem(file, line, "chỉ có khoá \"plans\" với một danh sách"));
        continue;
      }
      for (Node node : list.getValue()) {
        PlanReader reader = new PlanReader(file, node, rule);
        reader.read().filter(plan -> isFirst(plan, ids, reader)).ifPresent(plans::add);
        problems.addAll(reader.problems());
      }
    }
  }

  private static boolean isFirst(BackupPlan plan, Set<String> ids, PlanReader reader) {
    if (ids.add(plan.id())) {
      return true;
    }
    reader.problem("mã kế hoạch bị trùng: " + plan.id());
    return false;
  }
}
