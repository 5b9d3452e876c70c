package vn.lachan.backup.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import vn.lachan.backup.backend.BackendAccessFile;
import vn.lachan.backup.backend.LocationText;
import vn.lachan.backup.backend.RepositoryLocation;

/** Reads the places of a plan: {@code targets:}, or the one of the short form. */
final class TargetReader {

  static final Set<String> SHORT = Set.of("repository", "access-file", "password-file");
  private static final Set<String> KEYS =
      Set.of("name", "repository", "access-file", "password-file", "offsite", "immutable");

  private final PlanFields plan;
  private final List<PlanProblem> problems;

  TargetReader(PlanFields plan, List<PlanProblem> problems) {
    this.plan = plan;
    this.problems = problems;
  }

  List<BackupTarget> read() {
    if (!plan.has("targets")) {
      return target(plan, false).toList();
    }
    SHORT.stream()
        .filter(plan::has)
        .sorted()
        .forEach(key -> plan.problem(plan.at(key), key + " không đi cùng targets"));
    List<BackupTarget> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<RepositoryLocation> places = new HashSet<>();
    for (Node item : plan.items("targets")) {
      PlanFields fields = new PlanFields(plan.file(), item, KEYS, problems);
      target(fields, true)
          .forEach(target -> {
            if (!places.add(target.location())) {
              fields.problem("nơi lưu bị trùng: " + target.location());
            } else if (!names.add(target.name())) {
              fields.problem("tên nơi lưu bị trùng: " + target.name());
            } else {
              targets.add(target);
            }
          });
    }
    if (targets.isEmpty() && problems.isEmpty()) {
      plan.problem(plan.at("targets"), "targets cần ít nhất một nơi lưu");
    }
    return targets;
  }

  private Stream<BackupTarget> target(PlanFields fields, boolean named) {
    Stream.of("repository", "password-file")
        .filter(key -> fields.text(key).isBlank())
        .forEach(key -> fields.problem(fields.has(key) ? key + " trống" : "thiếu khoá " + key));
    Optional<RepositoryLocation> location = location(fields);
    Optional<Path> access = fields.path("access-file");
    access.ifPresent(file -> checkAccess(fields, file));
    Optional<Path> password = fields.path("password-file");
    if (location.isEmpty() || password.isEmpty()) {
      return Stream.empty();
    }
    String name = named ? fields.text("name") : "";
    return Stream.of(
        new BackupTarget(
            location.get(),
            access.orElse(null),
            password.get(),
            name.isBlank() ? location.get().toString() : name,
            named && fields.flag("offsite"),
            named && fields.flag("immutable")));
  }

  private static Optional<RepositoryLocation> location(PlanFields fields) {
    String text = fields.text("repository");
    if (text.isBlank()) {
      return Optional.empty();
    }
    return switch (LocationText.parse(text, fields.folder())) {
      case LocationText.Result.Parsed(RepositoryLocation location) -> Optional.of(location);
      case LocationText.Result.Refused(String reason) -> {
        fields.problem(fields.at("repository"), reason);
        yield Optional.empty();
      }
    };
  }

  private static void checkAccess(PlanFields fields, Path accessFile) {
    if (BackendAccessFile.read(accessFile)
        instanceof BackendAccessFile.Result.Refused(List<String> reasons)) {
      reasons.forEach(
          reason -> fields.problem(fields.at("access-file"), accessFile + ":" + reason));
    }
  }
}
