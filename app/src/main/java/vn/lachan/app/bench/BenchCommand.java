package vn.lachan.app.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.CorrelationBench;
import vn.lachan.detection.MatchBench;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleSources;

/** {@code lachan bench ...}: what every claim about speed is printed by. */
public final class BenchCommand {
  private static final int DONE = 0;
  private static final int PROBLEM = 1;
  private static final int USAGE = 2;
  private static final int EVENTS = 200_000;
  private static final int YEAR = 1_000_000;
  private static final int FEWEST = 1_000;
  private static final int MOST_IN_MEMORY = 200_000;

  private static final int CORRELATIONS = 1_000;
  private static final int GROUPS = 1_000_000;
  private static final int MATCHES = 2_000_000;

  private final Clock clock;

  public BenchCommand(Clock clock) {
    this.clock = clock;
  }

  /** Runs with the arguments after the word; returns the exit code. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    try {
      return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "pipeline" ->
            measured(
                rest,
                EVENTS,
                (folder, events, time, to, progress) ->
                    new PipelineBench(folder, events, time, to, progress)::run,
                out,
                err);
        case "backtest" ->
            measured(
                rest,
                YEAR,
                (folder, events, time, to, progress) ->
                    new BacktestBench(folder, events, time, to, progress)::run,
                out,
                err);
        case "match" -> match(rest, out, err);
        case "correlation" -> {
          out.println(CorrelationBench.run(CORRELATIONS, GROUPS, MATCHES));
          yield DONE;
        }
        default -> {
          err.println("usage: lachan bench pipeline|backtest [--events N]");
          err.println("       lachan bench match --rules PATH... --events FILE... [--json]");
          err.println("       lachan bench correlation");
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
      err.println("usage: lachan bench pipeline|backtest [--events N]; N is at least " + FEWEST);
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

  private static int match(List<String> arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    List<Path> rules = new ArrayList<>();
    List<Path> events = new ArrayList<>();
    boolean json = false;
    List<Path> into = rules;
    for (String argument : arguments) {
      switch (argument) {
        case "--rules" -> into = rules;
        case "--events" -> into = events;
        case "--json" -> json = true;
        default -> into.add(Path.of(argument));
      }
    }
    if (rules.isEmpty() || events.isEmpty()) {
      err.println("usage: lachan bench match --rules PATH... --events FILE... [--json]");
      return USAGE;
    }
    long start = System.nanoTime();
    RuleSet set = RuleSet.load(new RuleSources(false, rules, List.of(), Map.of()));
    err.printf(
        "bench: %d rules loaded in %.1f s%n",
        set.rules().size(), (System.nanoTime() - start) / 1e9);
    Map<String, Object> figures = MatchBench.run(set, events, MOST_IN_MEMORY);
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(figures));
    } else {
      figures.forEach((name, value) -> out.printf("%-32s %12s%n", name, value));
    }
    return DONE;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
