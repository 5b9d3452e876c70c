package vn.lachan.backup.plan;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 *     folders: [/srv/ho-so]
 *     exclude: ["*.tmp"]           # optional
 *     repository: /var/lib/lachan/kho   # or rest:, sftp:, s3:, see LocationText
 *     access-file: kho.access.yml       # for those, see BackendAccessFile
 *     password-file: /etc/lachan/kho.password
 *     schedule: "0 0 1 * * ?"      # optional
 *     retention: 30 ngày           # optional
 *     rpo: 24h                     # s, m, h, d
 *     rto: 4h
 *     dossier: {marker: meta.json} # optional: what makes a folder a dossier
 *     sample: all                  # optional: what drills restore, or {percent: 5, at-least: 3}
 *     transaction: {file: nhat-ky.json, field: t}   # optional: the newest entry is the RPO
 * </pre>
 *
 * <p>Paths are taken from the folder of the file. A plan with a problem is left out and named; the
 * others count.
 */
public record BackupPlans(List<BackupPlan> plans, List<PlanProblem> problems) {

  public BackupPlans {
    plans = List.copyOf(plans);
    problems = List.copyOf(problems);
  }

  /** Reads {@code file}. A file that cannot be read is a problem too, never an exception. */
  public static BackupPlans load(Path file) {
    List<BackupPlan> plans = new ArrayList<>();
    List<PlanProblem> problems = new ArrayList<>();
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Node root = new Yaml(options).compose(new StringReader(text));
      readAll(file, root, plans, problems);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(new PlanProblem(file, line, "YAML không đúng cú pháp: " + e.getProblem()));
    } catch (IOException e) {
      problems.add(new PlanProblem(file, 0, "không đọc được tệp: " + e.getClass().getSimpleName()));
    }
    return new BackupPlans(plans, problems);
  }

  private static void readAll(
      Path file, Node root, List<BackupPlan> plans, List<PlanProblem> problems) {
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
        PlanReader reader = new PlanReader(file, node);
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
