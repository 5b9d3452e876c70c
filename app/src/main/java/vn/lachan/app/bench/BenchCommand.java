package vn.lachan.app.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.BackupBenchWord;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.command.BackupRehearsal;
import vn.lachan.backup.signature.sample.SignatureBench;
import vn.lachan.collector.kafka.KafkaConnection;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.detection.CorrelationBench;
import vn.lachan.detection.MatchBench;
import vn.lachan.detection.RegexBench;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleSources;
import vn.lachan.detection.StartBench;
import vn.lachan.detection.evtx.EvtxBench;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;

/** {@code lachan bench ...}: what every claim about speed is printed by. */
public final class BenchCommand {
  private static final int DONE = 0;
  private static final int PROBLEM = 1;
  private static final int USAGE = 2;
  private static final int EVENTS = 200_000;
  private static final int YEAR = 1_000_000;
  private static final int FORWARDED = 100_000;
  private static final int FEWEST = 1_000;
  private static final int MOST_IN_MEMORY = 200_000;

  /** Characters of a value that is made against an expression. */
  private static final int LONG_VALUE = 32_768;

  private static final int EVTX_WARM_UP = 3;
  private static final int EVTX_PASSES = 5;

  /** Lines of each round of {@code parse}. */
  private static final int PARSED = 60_000;

  /** Runs of playbooks under way at once. */
  private static final int RUNS = 1_000;

  private static final int CORRELATIONS = 1_000;
  private static final int GROUPS = 1_000_000;
  private static final int MATCHES = 2_000_000;

  private final Clock clock;

  public BenchCommand(Clock clock) {
    this.clock = clock;
  }

  /**
   * {@code --kafka HOST:PORT} first: with topics of its own there, beside the journal. {@code
   * --rate} and {@code --minutes} say what is sent after the capacity was measured.
   */
  private int pipeline(List<String> rest, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    boolean kafka = rest.size() >= 2 && rest.getFirst().equals("--kafka");
    Optional<KafkaSettings> shared =
        kafka
            ? Optional.of(
                KafkaSettings.of(
                    KafkaConnection.plain(rest.get(1)), "lachan-bench-" + clock.millis(), "bench"))
            : Optional.empty();
    List<String> left = new ArrayList<>(kafka ? rest.subList(2, rest.size()) : rest);
    boolean json = left.remove("--json");
    int rate = number(left, "--rate");
    int minutes = number(left, "--minutes");
    return measured(
        left,
        EVENTS,
        (folder, events, time, to, progress) ->
            kafka
                ? () ->
                    beside(
                        folder,
                        new PipelineBench.Load(events, rate, minutes, json),
                        shared,
                        to,
                        progress)
                : new PipelineBench(
                        folder,
                        new PipelineBench.Load(events, rate, minutes, json),
                        shared,
                        time,
                        to,
                        progress)
                    ::run,
        out,
        err);
  }

  /** Takes the number behind {@code name} out of {@code arguments}; 0 without it. */
  private static int number(List<String> arguments, String name) {
    int at = arguments.indexOf(name);
    if (at < 0 || at + 1 >= arguments.size() || !arguments.get(at + 1).matches("[0-9]{1,6}")) {
      return 0;
    }
    int number = Integer.parseInt(arguments.get(at + 1));
    arguments.subList(at, at + 2).clear();
    return number;
  }

  /** The journal first, then Kafka, and how they compare. */
  private boolean beside(
      Path folder,
      PipelineBench.Load load,
      Optional<KafkaSettings> shared,
      PrintStream out,
      PrintStream progress)
      throws InterruptedException {
    PipelineBench journal =
        new PipelineBench(folder.resolve("journal"), load, Optional.empty(), clock, out, progress);
    journal.run();
    PipelineBench kafka =
        new PipelineBench(folder.resolve("kafka"), load, shared, clock, out, progress);
    boolean inTime = kafka.run();
    progress.printf(
        Locale.ROOT,
        "Kafka/journal  capacity %.2f (%.0f / %.0f events/s), sustained %.2f (%.0f / %.0f events/s)%n",
        kafka.capacity() / journal.capacity(),
        kafka.capacity(),
        journal.capacity(),
        kafka.sustained() / journal.sustained(),
        kafka.sustained(),
        journal.sustained());
    return inTime;
  }

  /** Runs with the arguments after the word; returns the exit code. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    try {
      return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "pipeline" -> pipeline(rest, out, err);
        case "backtest" ->
            measured(
                rest,
                YEAR,
                (folder, events, time, to, progress) ->
                    new BacktestBench(folder, events, time, to, progress)::run,
                out,
                err);
        case "parse" -> parse(rest, out, err);
        case "forward" ->
            measured(
                rest,
                FORWARDED,
                (folder, events, time, to, _) -> new ForwardBench(folder, events, time, to)::run,
                out,
                err);
        case "index-size" -> indexSize(rest, out, err);
        case "playbooks" -> playbooks(rest, out, err);
        case "match" -> match(rest, out, err);
        case "start" -> start(rest, out, err);
        case "redos" -> redos(rest, out, err);
        case "evtx" -> evtx(rest, out, err);
        case "signatures" -> signatures(rest, out);
        case "backup" -> BackupBenchWord.run(rest, clock, out, err);
        case "index" -> BackupBenchWord.index(rest, out, err);
        case "rehearse" -> rehearse(rest);
        case "correlation" -> {
          out.println(CorrelationBench.run(CORRELATIONS, GROUPS, MATCHES));
          yield DONE;
        }
        default -> {
          err.println("usage: lachan bench backtest|forward [--events N]");
          err.println(
              "       lachan bench pipeline [--kafka HOST:PORT] [--rate N] [--minutes N] [--json]"
                  + " [--events N]");
          err.println("       lachan bench parse [--json]");
          err.println("       lachan bench index-size [--events N] [--json]");
          err.println("       lachan bench playbooks [--runs N] [--json]");
          err.println("       lachan bench match --rules PATH... --events FILE... [--json]");
          err.println("       lachan bench start --rules PATH... [--events FILE...] [--json]");
          err.println("       lachan bench redos --rules PATH... [--json]");
          err.println("       lachan bench evtx FILE...");
          err.println("       lachan bench correlation");
          err.println("       lachan bench signatures [--json]");
          err.println("       " + BackupBenchWord.USAGE);
          err.println(
              "       lachan bench rehearse [start]: for the cache that makes commands start faster");
          yield USAGE;
        }
      };
    } catch (IOException e) {
      err.println("lachan bench: " + e.getMessage());
      return PROBLEM;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PROBLEM;
    }
  }

  /** A measurement that writes below a folder of its own. */
  private interface Bench {
    boolean run() throws InterruptedException, IOException;
  }

  private interface Benches {
    Bench of(Path folder, int events, Clock clock, PrintStream out, PrintStream progress);
  }

  private int measured(
      List<String> arguments, int standard, Benches benches, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    int events = events(arguments, standard);
    if (events < FEWEST) {
      err.println(
          "usage: lachan bench pipeline|backtest|forward [--events N]; N is at least " + FEWEST);
      return USAGE;
    }
    Path folder = Files.createTempDirectory("lachan-bench");
    try {
      return benches.of(folder, events, clock, out, err).run() ? DONE : PROBLEM;
    } finally {
      delete(folder);
    }
  }

  /** How many events; -1 when the arguments do not fit. */
  private static int events(List<String> arguments, int standard) {
    if (arguments.isEmpty()) {
      return standard;
    }
    boolean fits =
        arguments.size() == 2
            && arguments.get(0).equals("--events")
            && arguments.get(1).matches("[0-9]{1,8}");
    return fits ? Integer.parseInt(arguments.get(1)) : -1;
  }

  /** What stands behind the words that name rules and events. */
  private record Given(List<Path> rules, List<Path> events, boolean json, boolean once) {
    static Given of(List<String> arguments) {
      List<Path> rules = new ArrayList<>();
      List<Path> events = new ArrayList<>();
      boolean json = false;
      boolean once = false;
      List<Path> into = rules;
      for (String argument : arguments) {
        switch (argument) {
          case "--rules" -> into = rules;
          case "--events" -> into = events;
          case "--json" -> json = true;
          case "--once" -> once = true;
          default -> into.add(Path.of(argument));
        }
      }
      return new Given(rules, events, json, once);
    }

    void print(Map<String, Object> figures, PrintStream out) {
      if (json) {
        out.println(JsonMapper.shared().writeValueAsString(figures));
      } else {
        figures.forEach((name, value) -> out.printf("%-54s %12s%n", name, value));
      }
    }
  }

  private static int match(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Given given = Given.of(arguments);
    if (given.rules().isEmpty() || given.events().isEmpty()) {
      err.println("usage: lachan bench match --rules PATH... --events FILE... [--json]");
      return USAGE;
    }
    long start = System.nanoTime();
    RuleSet set = RuleSet.load(new RuleSources(false, given.rules(), List.of(), Map.of()));
    err.printf(
        "bench: %d rules loaded in %.1f s%n",
        set.rules().size(), (System.nanoTime() - start) / 1e9);
    given.print(MatchBench.run(set, given.events(), MOST_IN_MEMORY), out);
    return DONE;
  }

  private static int start(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Given given = Given.of(arguments);
    if (given.rules().isEmpty()) {
      err.println("usage: lachan bench start --rules PATH... [--events FILE...] [--json]");
      return USAGE;
    }
    Map<String, Object> figures = StartBench.run(given.rules(), given.events(), !given.once());
    if (!given.once()) {
      FreshStart.add(arguments, figures);
    }
    given.print(figures, out);
    return DONE;
  }

  private static int redos(List<String> arguments, PrintStream out, PrintStream err) {
    Given given = Given.of(arguments);
    if (given.rules().isEmpty()) {
      err.println("usage: lachan bench redos --rules PATH... [--json]");
      return USAGE;
    }
    RuleSet set = RuleSet.load(new RuleSources(true, given.rules(), List.of(), Map.of()));
    given.print(RegexBench.run(set, LONG_VALUE), out);
    return DONE;
  }

  private static int evtx(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException {
    if (arguments.isEmpty()) {
      err.println("usage: lachan bench evtx FILE...");
      return USAGE;
    }
    List<byte[]> files = new ArrayList<>();
    for (String file : arguments) {
      files.add(Files.readAllBytes(Path.of(file)));
    }
    out.println(EvtxBench.run(files, EVTX_WARM_UP, EVTX_PASSES));
    return DONE;
  }

  private int parse(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> left = new ArrayList<>(arguments);
    boolean json = left.remove("--json");
    if (!left.isEmpty()) {
      err.println("usage: lachan bench parse [--json]");
      return USAGE;
    }
    Given given = new Given(List.of(), List.of(), json, false);
    Registry registry = RegistryFiles.sampleRegistry();
    given.print(new ParseRates(PARSED, () -> registry, clock).run(), out);
    return DONE;
  }

  private int indexSize(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException {
    List<String> left = new ArrayList<>(arguments);
    boolean json = left.remove("--json");
    int events = events(left, EVENTS);
    if (events < FEWEST) {
      err.println("usage: lachan bench index-size [--events N] [--json]; N is at least " + FEWEST);
      return USAGE;
    }
    Path folder = Files.createTempDirectory("lachan-bench");
    try {
      Registry registry = RegistryFiles.sampleRegistry();
      Map<String, Object> figures = new IndexSizes(folder, events, registry, clock, err).run();
      new Given(List.of(), List.of(), json, false).print(figures, out);
      return DONE;
    } finally {
      delete(folder);
    }
  }

  private int playbooks(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    List<String> left = new ArrayList<>(arguments);
    boolean json = left.remove("--json");
    int runs = RUNS;
    if (left.size() == 2 && left.getFirst().equals("--runs") && left.get(1).matches("[0-9]{1,6}")) {
      runs = Integer.parseInt(left.get(1));
      left.clear();
    }
    if (!left.isEmpty() || runs < 1) {
      err.println("usage: lachan bench playbooks [--runs N] [--json]");
      return USAGE;
    }
    Path folder = Files.createTempDirectory("lachan-bench");
    try {
      Given given = new Given(List.of(), List.of(), json, false);
      given.print(new PlaybooksBench(folder, runs, clock, err).run(), out);
      return DONE;
    } finally {
      delete(folder);
    }
  }

  private int signatures(List<String> arguments, PrintStream out) throws IOException {
    Path folder = Files.createTempDirectory("lachan-bench");
    try {
      Given.of(arguments).print(new SignatureBench(folder, clock).run(), out);
      return DONE;
    } finally {
      delete(folder);
    }
  }

  private int rehearse(List<String> arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lachan-bench");
    try {
      if (arguments.equals(List.of("start"))) {
        StartRehearsal.run(folder);
        return DONE;
      }
      BackupCommand command = new BackupCommand(BackupSettings.DEFAULT, clock, entry -> {});
      return new BackupRehearsal(command, folder).run();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
