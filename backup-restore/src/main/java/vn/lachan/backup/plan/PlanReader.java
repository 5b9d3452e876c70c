package vn.lachan.backup.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import vn.lachan.backup.archive.Excludes;
import vn.lachan.backup.archive.Includes;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.SourceReader;

/** Reads one plan and gathers everything that is wrong with it, with lines. */
final class PlanReader {

  private static final Set<String> REQUIRED = Set.of("id", "name", "rpo", "rto");
  private static final Set<String> OPTIONAL =
      Set.of("system", "unit", "folders", "exclude", "include", "sources", "targets");
  private static final Set<String> KNOWN =
      Stream.of(REQUIRED, OPTIONAL, TargetReader.SHORT, PolicyReader.KEYS, DrillSampleReader.KEYS)
          .flatMap(Set::stream)
          .collect(Collectors.toSet());

  private final List<PlanProblem> problems = new ArrayList<>();
  private final PlanFields fields;
  private final CronRule rule;

  PlanReader(Path file, Node node, CronRule rule) {
    this.fields = new PlanFields(file, node, KNOWN, problems);
    this.rule = rule;
  }

  List<PlanProblem> problems() {
    return problems;
  }

  void problem(String message) {
    fields.problem(message);
  }

  /** The plan; empty when something is wrong with it. */
  Optional<BackupPlan> read() {
    REQUIRED.stream()
        .sorted()
        .filter(key -> !fields.has(key))
        .forEach(key -> problem("thiếu khoá " + key));
    List<Path> folders =
        fields.texts("folders").stream()
            .flatMap(text -> fields.path("folders", text).stream())
            .toList();
    List<String> excludes = fields.texts("exclude");
    excludes.forEach(this::checkExclude);
    List<String> includes = fields.texts("include");
    includes.forEach(this::checkInclude);
    checkId();
    List<BackupTarget> targets = new TargetReader(fields, problems).read();
    PlanPolicy policy = new PolicyReader(fields, problems, rule).read();
    DrillSample drill = new DrillSampleReader(fields).read();
    List<BackupSource> sources = sources(folders, excludes, includes);
    Optional<Duration> rpo = fields.duration("rpo");
    Optional<Duration> rto = fields.duration("rto");
    if (problems.isEmpty() && sources.isEmpty()) {
      problem("folders hoặc sources không được để trống");
    }
    if (!problems.isEmpty() || rpo.isEmpty() || rto.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupPlan(
            fields.text("id"),
            fields.text("name"),
            fields.text("system"),
            fields.text("unit"),
            sources,
            targets,
            new RecoveryObjective(rpo.get(), rto.get()),
            policy,
            drill));
  }

  /** The folders of the plan itself, then its list of sources. */
  private List<BackupSource> sources(
      List<Path> folders, List<String> excludes, List<String> includes) {
    List<BackupSource> sources = new ArrayList<>();
    if (!fields.has("folders") && !fields.has("sources")) {
      problem("thiếu khoá folders hoặc sources");
    }
    if (!folders.isEmpty()) {
      sources.add(new BackupSource.Folders(folders, excludes, includes));
    }
    Set<String> names = new HashSet<>();
    folders.forEach(folder -> names.add(first(folder)));
    for (Node item : fields.items("sources")) {
      Optional<BackupSource> read = SourceReader.read(fields.folder(), item, fields::problem);
      for (BackupSource source : read.stream().toList()) {
        source.folders().forEach(folder -> names.add(first(folder)));
        if (source.streams() && !names.add(source.id())) {
          fields.problem(
              item, "id của nguồn trùng với nguồn khác hoặc với một thư mục: " + source.id());
        }
        sources.add(source);
      }
    }
    return sources;
  }

  private static String first(Path folder) {
    return folder.getNameCount() == 0 ? "" : folder.getName(0).toString();
  }

  private void checkId() {
    if (fields.has("id") && !fields.text("id").matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      fields.problem(
          fields.at("id"), "id chỉ gồm chữ không dấu, số và gạch nối: " + fields.text("id"));
    }
  }

  private void checkInclude(String pattern) {
    Includes.problem(pattern)
        .ifPresent(reason ->
            fields.problem(fields.at("include"), "mẫu chỉ lấy sai: " + pattern + ": " + reason));
  }

  private void checkExclude(String pattern) {
    Excludes.problem(pattern)
        .ifPresent(reason ->
            fields.problem(fields.at("exclude"), "mẫu loại trừ sai: " + pattern + ": " + reason));
  }
}
