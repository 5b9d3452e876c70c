package vn.lachan.app.command;

import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import vn.lachan.app.bench.BenchCommand;
import vn.lachan.app.selfbackup.DatabaseScript;
import vn.lachan.audit.AuditCommand;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.collector.ParseCommand;
import vn.lachan.collector.input.FileRecords;
import vn.lachan.collector.journal.JournalCommand;
import vn.lachan.detection.MatchCommand;
import vn.lachan.detection.RulesCommand;
import vn.lachan.events.EventJson;
import vn.lachan.registry.RegistryCommand;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.reports.PdfDrillMinutes;
import vn.lachan.simulator.SimulatorCommand;

/**
 * Finds the word and runs it. Words other than {@code start}, {@code demo} and {@code bench} need
 * no platform.
 */
public final class Commands {

  /**
   * Where a command writes.
   *
   * @param out results, for people or as one JSON object a line
   * @param err progress and diagnostics
   */
  public record Output(PrintStream out, PrintStream err) {
    /** The process's own streams. */
    public static Output system() {
      return new Output(System.out, System.err);
    }
  }

  private final Map<String, Command> words;

  private Commands(Map<String, Command> words) {
    this.words = words;
  }

  /** All words of the product. */
  public static Commands standard() {
    Map<String, Command> words = new LinkedHashMap<>();
    words.put("demo", new DemoCommand());
    words.put("start", new StartCommand());
    words.put(
        "parse",
        of(
            "raw log lines to ECS events: parse --dataset NAME FILE...",
            (given, to) ->
                new ParseCommand(
                        EventJson::toText,
                        RegistryFiles::sampleRegistry,
                        new FileRecords(),
                        Clock.systemUTC(),
                        System.in,
                        to.out(),
                        to.err())
                    .run(given)));
    words.put(
        "match",
        of(
            "Sigma rules over files: match --rules PATH... EVENTS...",
            (given, to) -> new MatchCommand(System.in).run(given, to.out(), to.err())));
    words.put(
        "rules",
        of(
            "rules check|test|list PATH; rules import FILE|FOLDER [--json] [--data FOLDER]",
            (given, to) ->
                given.isEmpty() || !given.getFirst().equals("import")
                    ? new RulesCommand().run(given, to.out(), to.err())
                    : new RulesImport(Clock.systemUTC()).run(given.subList(1, given.size()), to)));
    words.put("playbook", new PlaybookCommand(Clock.systemUTC()));
    words.put("vault", new VaultCommand());
    words.put(
        "backup",
        of(
            "backup init|run|restore|check|drill|forget|prune|... --repo PATH; works alone",
            (given, to) -> aloneBackup().run(given, to.out(), to.err())));
    words.put("platform-return", new PlatformReturnCommand());
    words.put("backup-account", new BackupAccountCommand());
    words.put(
        "audit",
        of(
            "audit verify FILE|DIR: offline verification of a trail",
            (given, to) -> new AuditCommand().run(given, to.out(), to.err())));
    words.put("evidence", new EvidenceCommand(Clock.systemUTC()));
    words.put(
        "registry",
        of(
            "registry check DIR",
            (given, to) -> new RegistryCommand().run(given, to.out(), to.err())));
    words.put(
        "journal",
        of(
            "journal check|dump|repair DIR",
            (given, to) -> new JournalCommand(to.out(), to.err()).run(given)));
    words.put(
        "simulate",
        of(
            "a day of the province, or a load, against a running platform",
            (given, to) -> new SimulatorCommand(Clock.systemUTC()).run(given, to.out(), to.err())));
    words.put("users", new UsersCommand(System.getenv()));
    words.put("tables", new TablesCommand());
    words.put("settings", new SettingsCommand());
    words.put("health", new HealthCommand());
    words.put(
        "bench",
        of(
            "what every claim about speed and size is printed by: pipeline, index-size, match, backtest",
            (given, to) -> new BenchCommand(Clock.systemUTC()).run(given, to.out(), to.err())));
    return new Commands(words);
  }

  /** Without the platform there is no trail to write to; the repository and history remain. */
  private static BackupCommand aloneBackup() {
    return new BackupCommand(
        BackupSettings.DEFAULT,
        Clock.systemUTC(),
        entry -> {},
        Optional.of(DatabaseScript.resting()),
        () -> new PdfDrillMinutes(Clock.systemUTC()));
  }

  /** A word whose work a module does. */
  static Command of(String summary, ToIntBiFunction<List<String>, Output> action) {
    return new Command() {
      @Override
      public String summary() {
        return summary;
      }

      @Override
      public int run(List<String> arguments, Output output) {
        return action.applyAsInt(arguments, output);
      }
    };
  }

  /** Runs {@code arguments}; returns the exit code. */
  public int run(List<String> arguments, Output output) {
    if (arguments.isEmpty() || List.of("help", "--help", "-h").contains(arguments.getFirst())) {
      printWords(arguments.isEmpty() ? output.err() : output.out());
      return arguments.isEmpty() ? Command.USAGE : Command.DONE;
    }
    Command command = words.get(arguments.getFirst());
    if (command == null) {
      output
          .err()
          .println("lachan: unknown word: " + arguments.getFirst() + " (lachan help lists them)");
      return Command.USAGE;
    }
    return command.run(arguments.subList(1, arguments.size()), output);
  }

  private void printWords(PrintStream stream) {
    stream.println("usage: lachan <word> [arguments]");
    words.forEach((word, command) -> stream.printf("  %-14s %s%n", word, command.summary()));
  }
}
