package vn.lachan.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code lachan bench backup}. */
public final class BackupBenchWord {

  /** For the message of whoever finds the word. */
  public static final String USAGE =
      "lachan bench backup [--megabytes N] [--rounds N] [--generator FILE.py] [--work FOLDER] [--json]";

  private static final int MEGABYTES = 1384;
  private static final int ROUNDS = 3;

  private BackupBenchWord() {}

  /** Measures and prints; returns the exit code. */
  public static int run(List<String> arguments, Clock clock, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    boolean json = arguments.contains("--json");
    BackupBench.Settings settings;
    Path parent;
    try {
      settings =
          new BackupBench.Settings(
              number(arguments, "--megabytes", MEGABYTES),
              number(arguments, "--rounds", ROUNDS),
              after(arguments, "--generator").map(Path::of),
              BackupBench.Settings.COLD_OPTIONS);
      parent = Path.of(after(arguments, "--work").orElse(System.getProperty("java.io.tmpdir")));
    } catch (IllegalArgumentException e) {
      err.println("usage: " + USAGE);
      return 2;
    }
    Path work = Files.createTempDirectory(parent, "lachan-bench");
    try {
      PrintStream progress = json ? err : out;
      BackupBench bench = new BackupBench(work, clock, progress);
      var _ = bench.run(settings);
      if (json) {
        bench.printJson(out);
      } else {
        bench.print(out);
      }
    } finally {
      Scratch.empty(work);
      Files.deleteIfExists(work);
    }
    return 0;
  }

  private static int number(List<String> arguments, String name, int otherwise) {
    return after(arguments, name).map(Integer::parseInt).orElse(otherwise);
  }

  private static Optional<String> after(List<String> arguments, String name) {
    int at = arguments.indexOf(name);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 >= arguments.size()) {
      throw new IllegalArgumentException(name + " wants a value");
    }
    return Optional.of(arguments.get(at + 1));
  }
}
