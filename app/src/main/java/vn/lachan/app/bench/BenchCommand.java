package vn.lachan.app.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code lachan bench pipeline [--events N]}, {@code lachan bench backtest [--events N]}. */
public final class BenchCommand {
  private static final int DONE = 0;
  private static final int PROBLEM = 1;
  private static final int USAGE = 2;
  private static final int EVENTS = 200_000;
  private static final int YEAR = 1_000_000;
  private static final int FEWEST = 1_000;
  private static final String BACKTEST = "backtest";

  private final Clock clock;

  public BenchCommand(Clock clock) {
    this.clock = clock;
  }

  /** Runs with the arguments after the word; returns the exit code. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    int events = events(arguments);
    if (events < FEWEST) {
      err.println("usage: lachan bench pipeline|backtest [--events N]; N is at least " + FEWEST);
      return USAGE;
    }
    try {
      Path folder = Files.createTempDirectory("lachan-bench");
      try {
        boolean done =
            arguments.getFirst().equals(BACKTEST)
                ? new BacktestBench(folder, events, clock, out, err).run()
                : new PipelineBench(folder, events, clock, out, err).run();
        return done ? DONE : PROBLEM;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      err.println("lachan bench: " + e.getMessage());
      return PROBLEM;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PROBLEM;
    }
  }

  /** How many events; -1 when the arguments do not fit. */
  private static int events(List<String> arguments) {
    boolean known =
        !arguments.isEmpty() && List.of("pipeline", BACKTEST).contains(arguments.getFirst());
    if (known && arguments.size() == 1) {
      return arguments.getFirst().equals(BACKTEST) ? YEAR : EVENTS;
    }
    boolean fits =
        known
            && arguments.size() == 3
            && arguments.get(1).equals("--events")
            && arguments.get(2).matches("[0-9]{1,8}");
    return fits ? Integer.parseInt(arguments.get(2)) : -1;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
