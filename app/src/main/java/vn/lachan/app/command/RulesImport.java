package vn.lachan.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;
import vn.lachan.detection.rulebook.Editor;
import vn.lachan.detection.rulebook.ImportReport;
import vn.lachan.detection.rulebook.ImportRequest;
import vn.lachan.detection.rulebook.RuleArchive;
import vn.lachan.detection.rulebook.RuleProblem;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.detection.rulebook.RulebookException;
import vn.lachan.detection.rulebook.RulebookSettings;

/**
 * {@code lachan rules import FILE|FOLDER}: what a release of rules would bring, or, with {@code
 * --data}, brings it into the rulebook of a platform that does not run at the moment. Ends with 1
 * when a rule was refused.
 */
final class RulesImport {
  static final String USAGE =
      "usage: lachan rules import FILE|FOLDER [--set NAME] [--licence TEXT] [--json]"
          + " [--data FOLDER [--settings FILE] [--dry-run] [--enable --reason TEXT] [--retire-missing]]";
  private static final Set<String> OPTIONS = Set.of("set", "licence", "data", "settings", "reason");
  private static final Set<String> FLAGS = Set.of("json", "dry-run", "enable", "retire-missing");
  private static final int SHOWN = 100;

  /** Whoever may write to the data folder may import; the trail keeps the account of the system. */
  private static final Editor OPERATOR =
      new Editor("os:" + System.getProperty("user.name", "?"), "", List.of("operator"));

  private final Clock clock;

  RulesImport(Clock clock) {
    this.clock = clock;
  }

  int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given = Arguments.parse(arguments, OPTIONS, FLAGS);
      if (given.rest().size() != 1) {
        throw new Arguments.UsageException(USAGE);
      }
      if (given.flag("enable") && given.option("reason").orElse("").isBlank()) {
        throw new Arguments.UsageException("--enable needs --reason: why untested rules may run");
      }
      Path source = Path.of(given.rest().getFirst());
      if (!Files.exists(source)) {
        throw new Arguments.UsageException(source + ": no such file or folder");
      }
      boolean dry = given.option("data").isEmpty() || given.flag("dry-run");
      ImportReport report = take(given, source, dry);
      tell(report, dry, given.flag("json"), output);
      return report.refused().isEmpty() ? Command.DONE : Command.PROBLEM;
    } catch (Arguments.UsageException | PlatformFailedException e) {
      output.err().println("lachan rules import: " + e.getMessage());
      return Command.USAGE;
    } catch (RulebookException e) {
      output.err().println("lachan rules import: " + words(e));
      return Command.USAGE;
    }
  }

  private ImportReport take(Arguments given, Path source, boolean dry) {
    Optional<Path> data = given.option("data").map(Path::of);
    if (data.isEmpty()) {
      try (TemporaryRulebook temporary = new TemporaryRulebook(clock)) {
        return take(given, source, true, temporary.rulebook(), RulebookSettings.DEFAULT);
      }
    }
    if (!Files.isDirectory(data.get())) {
      throw new Arguments.UsageException(data.get() + ": no platform has its data there");
    }
    List<Path> settings = given.all("settings").stream().map(Path::of).toList();
    try (Platform.Resting resting = Platform.resting(data.get(), Map.of(), settings)) {
      return take(
          given, source, dry, resting.get(Rulebook.class), resting.get(RulebookSettings.class));
    }
  }

  private static ImportReport take(
      Arguments given, Path source, boolean dry, Rulebook rulebook, RulebookSettings settings) {
    RuleArchive archive = RuleArchive.read(source, settings);
    ImportRequest request =
        new ImportRequest(
            given.option("set").orElse("SigmaHQ"),
            given.option("licence").orElse(""),
            given.flag("enable"),
            given.option("reason").orElse(""),
            given.flag("retire-missing"));
    return dry
        ? rulebook.imports().preview(request, archive)
        : rulebook.imports().take(OPERATOR, request, archive);
  }

  private static String words(RulebookException e) {
    return switch (e.reason()) {
      case IMPORT_UNREADABLE -> "cannot be read: " + e.subject();
      case IMPORT_TOO_LARGE -> "more than " + e.subject();
      default -> e.reason() + " " + e.subject();
    };
  }

  private static void tell(ImportReport report, boolean dry, boolean json, Commands.Output output) {
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("dry", dry);
      line.put("loaded", report.loaded());
      line.put("report", report);
      output.out().println(JsonMapper.shared().writeValueAsString(line));
      return;
    }
    for (RuleProblem problem : report.refused()) {
      output
          .out()
          .printf(
              "refused %s:%d:%d: %s: %s%n",
              problem.file(), problem.line(), problem.column(), problem.rule(), problem.reason());
    }
    items("duplicate", report.duplicates(), output);
    items("changed here, kept", report.edited(), output);
    items("no longer in the set", report.missing(), output);
    for (ImportReport.Change change : report.changed()) {
      output
          .out()
          .printf(
              "changed %s: %s: version %d to %d%n",
              change.file(), change.title(), change.from(), change.to());
      change.diff().forEach(line -> output.out().println("    " + line));
    }
    report.skipped().stream()
        .limit(SHOWN)
        .forEach(skipped -> output.out().println("left out " + skipped));
    output
        .out()
        .printf(
            "%s%s: %d rule files, %d loaded (%d new, %d changed, %d the same), %d refused,"
                + " %d duplicates, %d run now%n",
            dry ? "nothing was written; " : "",
            report.set(),
            report.files(),
            report.loaded(),
            report.added().size(),
            report.changed().size(),
            report.unchanged(),
            report.refused().size(),
            report.duplicates().size(),
            report.enabled());
  }

  private static void items(String what, List<ImportReport.Item> items, Commands.Output output) {
    items.forEach(item ->
        output.out().printf("%s %s: %s (%s)%n", what, item.file(), item.title(), item.note()));
  }
}
