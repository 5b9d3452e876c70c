package vn.lachan.detection;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code lachan rules check|test|list PATH...}: for the authors of rules; {@code lachan rules
 * conform [PATH...]}: whether this program runs the language as the specification says.
 */
public final class RulesCommand {
  private static final String USAGE =
      "usage: lachan rules check|test|list PATH... | lachan rules conform [PATH...] | lachan rules"
          + " import FILE|FOLDER";
  private static final int OK = 0;
  private static final int FOUND = 1;
  private static final int WRONG = 2;

  /**
   * Runs the command.
   *
   * @return 0 when all is well, 1 when a rule is refused or a test does not hold, 2 on wrong usage
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.size() < 2 && !args.equals(List.of("conform"))) {
      err.println(USAGE);
      return WRONG;
    }
    List<Path> paths = args.stream().skip(1).map(Path::of).toList();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        err.println(path + ": no such file or folder");
        return WRONG;
      }
    }
    return switch (args.getFirst()) {
      case "check" -> check(paths, out);
      case "test" -> test(paths, out);
      case "list" -> list(paths, out, err);
      case "conform" -> conform(paths, out);
      default -> {
        err.println("unknown command " + args.getFirst());
        err.println(USAGE);
        yield WRONG;
      }
    };
  }

  private static int check(List<Path> paths, PrintStream out) {
    long start = System.nanoTime();
    RuleSet rules = RuleSet.load(paths);
    rules.rejected().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%d rules can run, %d refused (%.1f s)%n",
        rules.rules().size(),
        rules.rejected().size(),
        (System.nanoTime() - start) / 1e9);
    return rules.rejected().isEmpty() ? OK : FOUND;
  }

  private static int test(List<Path> paths, PrintStream out) {
    RuleTests.Report report = RuleTests.run(paths);
    report.rejected().forEach(out::println);
    report.gaps().forEach(out::println);
    report.cases().stream().filter(result -> !result.holds()).forEach(result -> tell(result, out));
    long holding = report.cases().stream().filter(RuleTests.CaseResult::holds).count();
    out.printf(
        Locale.ROOT,
        "%d of %d cases hold, %d gaps, %d rules refused%n",
        holding,
        report.cases().size(),
        report.gaps().size(),
        report.rejected().size());
    return report.passed() ? OK : FOUND;
  }

  private static void tell(RuleTests.CaseResult result, PrintStream out) {
    String what =
        result.problem().isEmpty()
            ? "expected " + result.expected() + " alerts, got " + result.alerts()
            : result.problem();
    out.println(result.file() + ": " + result.name() + ": " + what);
  }

  private static int conform(List<Path> paths, PrintStream out) {
    Conformance.Report report = paths.isEmpty() ? Conformance.builtIn() : Conformance.run(paths);
    for (Conformance.Feature feature : report.features()) {
      out.printf(
          Locale.ROOT,
          "%-26s  %-4s  %3d cases  %s%n",
          feature.name(),
          feature.passed() ? "pass" : "FAIL",
          feature.cases(),
          feature.specification());
      feature.failures().forEach(failure -> out.println("    " + failure));
    }
    long passed = report.features().stream().filter(Conformance.Feature::passed).count();
    out.printf(
        Locale.ROOT,
        "%d of %d features pass, %d cases%n",
        passed,
        report.features().size(),
        report.features().stream().mapToInt(Conformance.Feature::cases).sum());
    return report.passed() ? OK : FOUND;
  }

  private static int list(List<Path> paths, PrintStream out, PrintStream err) {
    RuleSet rules = RuleSet.load(paths);
    for (RuleInfo info : rules.rules()) {
      out.printf(
          Locale.ROOT,
          "%-36s  %-13s  %-11s  %-40s  %s%n",
          info.id(),
          info.level().word(),
          info.silent() ? "part" : info.kind().name().toLowerCase(Locale.ROOT),
          info.logSource(),
          info.title());
    }
    rules.rejected().forEach(rejected -> err.println("refused " + rejected));
    return rules.rejected().isEmpty() ? OK : FOUND;
  }
}
