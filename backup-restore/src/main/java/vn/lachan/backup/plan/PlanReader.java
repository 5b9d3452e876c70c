package vn.lachan.backup.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import vn.lachan.backup.archive.Excludes;
import vn.lachan.backup.backend.BackendAccessFile;
import vn.lachan.backup.backend.LocationText;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.SourceReader;

/** Reads one plan and gathers everything that is wrong with it, with lines. */
final class PlanReader {

  private static final Set<String> REQUIRED =
      Set.of("id", "name", "repository", "password-file", "rpo", "rto");
  private static final Set<String> OPTIONAL =
      Set.of(
          "system",
          "unit",
          "folders",
          "exclude",
          "sources",
          "schedule",
          "retention",
          "access-file");

  private final Path file;
  private final Node node;
  private final Map<String, Node> values = new HashMap<>();
  private final List<PlanProblem> problems = new ArrayList<>();

  PlanReader(Path file, Node node) {
    this.file = file;
    this.node = node;
  }

  List<PlanProblem> problems() {
    return problems;
  }

  void problem(String message) {
    problem(node, message);
  }

  private void problem(Node at, String message) {
    problems.add(new PlanProblem(file, at.getStartMark().getLine() + 1, message));
  }

  /** The plan; empty when something is wrong with it. */
  Optional<BackupPlan> read() {
    if (!(node instanceof MappingNode mapping)) {
      problem("một kế hoạch là các cặp khoá: giá trị");
      return Optional.empty();
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!REQUIRED.contains(key)
          && !OPTIONAL.contains(key)
          && !DrillSampleReader.KEYS.contains(key)) {
        problem(tuple.getKeyNode(), "khoá không biết: " + key);
      }
      values.put(key, tuple.getValueNode());
    }
    REQUIRED.stream()
        .sorted()
        .filter(key -> !values.containsKey(key))
        .forEach(key -> problem("thiếu khoá " + key));
    return values();
  }

  private Optional<BackupPlan> values() {
    List<Path> folders = texts("folders").stream().flatMap(f -> path("folders", f)).toList();
    List<RepositoryLocation> repository = location().toList();
    Optional<Path> access = path("access-file", text("access-file")).findFirst();
    access.ifPresent(this::checkAccess);
    List<Path> password = path("password-file", text("password-file")).toList();
    List<String> excludes = texts("exclude");
    Duration rpo = duration("rpo");
    Duration rto = duration("rto");
    excludes.forEach(this::checkExclude);
    checkId();
    checkSchedule();
    DrillSample drill = new DrillSampleReader(values, this::problem).read();
    List<BackupSource> sources = sources(folders, excludes);
    if (problems.isEmpty() && (sources.isEmpty() || repository.isEmpty() || password.isEmpty())) {
      problem("folders hoặc sources, repository và password-file không được để trống");
    }
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupPlan(
            text("id"),
            text("name"),
            text("system"),
            text("unit"),
            sources,
            List.of(
                new BackupTarget(repository.getFirst(), access.orElse(null), password.getFirst())),
            text("schedule"),
            text("retention"),
            new RecoveryObjective(rpo, rto),
            drill));
  }

  /** The folders of the plan itself, then its list of sources. */
  private List<BackupSource> sources(List<Path> folders, List<String> excludes) {
    List<BackupSource> sources = new ArrayList<>();
    if (!values.containsKey("folders") && !values.containsKey("sources")) {
      problem("thiếu khoá folders hoặc sources");
    }
    if (!folders.isEmpty()) {
      sources.add(new BackupSource.Folders(folders, excludes));
    }
    if (!(values.get("sources") instanceof SequenceNode list)) {
      if (values.containsKey("sources")) {
        problem(at("sources"), "sources phải là một danh sách");
      }
      return sources;
    }
    Path parent = file.toAbsolutePath().getParent();
    Set<String> names = new HashSet<>();
    for (Path folder : folders) {
      names.add(first(folder));
    }
    for (Node item : list.getValue()) {
      SourceReader reader =
          new SourceReader(parent == null ? Path.of("/") : parent, item, this::problem);
      for (BackupSource source : reader.read().stream().toList()) {
        source.folders().forEach(folder -> names.add(first(folder)));
        if (source.streams() && !names.add(source.id())) {
          problem(item, "id của nguồn trùng với nguồn khác hoặc với một thư mục: " + source.id());
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
    if (values.containsKey("id") && !text("id").matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      problem(at("id"), "id chỉ gồm chữ không dấu, số và gạch nối: " + text("id"));
    }
  }

  private void checkSchedule() {
    int fields = text("schedule").isBlank() ? 6 : text("schedule").strip().split("\\s+").length;
    if (fields < 6 || fields > 7) {
      problem(at("schedule"), "lịch cron có 6 hoặc 7 trường (giây phút giờ ngày tháng thứ [năm])");
    }
  }

  private void checkExclude(String pattern) {
    Excludes.problem(pattern)
        .ifPresent(
            reason -> problem(at("exclude"), "mẫu loại trừ sai: " + pattern + ": " + reason));
  }

  private Node at(String key) {
    return values.getOrDefault(key, node);
  }

  private String text(String key) {
    Node value = values.get(key);
    if (value == null) {
      return "";
    }
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(value, key + " phải là một giá trị, không phải danh sách");
    return "";
  }

  private List<String> texts(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problem(value, key + " phải là một danh sách");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problem(item, key + " chỉ gồm các giá trị đơn");
      }
    }
    return texts;
  }

  private Stream<Path> path(String key, String text) {
    if (text.isBlank()) {
      return Stream.empty();
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      Path base = folder == null ? Path.of("/") : folder;
      return Stream.of(base.resolve(text).normalize());
    } catch (InvalidPathException e) {
      problem(at(key), "đường dẫn không hợp lệ: " + text);
      return Stream.empty();
    }
  }

  private Stream<RepositoryLocation> location() {
    if (text("repository").isBlank()) {
      return Stream.empty();
    }
    Path folder = file.toAbsolutePath().getParent();
    return switch (LocationText.parse(text("repository"), folder == null ? file : folder)) {
      case LocationText.Result.Parsed(RepositoryLocation location) -> Stream.of(location);
      case LocationText.Result.Refused(String reason) -> {
        problem(at("repository"), reason);
        yield Stream.empty();
      }
    };
  }

  private void checkAccess(Path accessFile) {
    if (BackendAccessFile.read(accessFile)
        instanceof BackendAccessFile.Result.Refused(List<String> reasons)) {
      reasons.forEach(reason -> problem(at("access-file"), accessFile + ":" + reason));
    }
  }

  private Duration duration(String key) {
    String text = text(key).strip().toLowerCase(Locale.ROOT);
    try {
      if (!text.matches("[0-9]{1,9}[smhd]")) {
        throw new DateTimeException(text);
      }
      String iso = text.endsWith("d") ? "P" + text : "PT" + text;
      Duration duration = Duration.parse(iso);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeException e) {
      // named below, like a duration of nothing
    }
    if (values.containsKey(key)) {
      problem(at(key), key + " là một khoảng thời gian như 30m, 24h hoặc 7d: " + text(key));
    }
    return Duration.ofSeconds(1);
  }
}
