package vn.lachan.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.backup.repository.IndexBench;
import vn.lachan.backup.repository.ResticJson;

/** {@code lachan bench backup} and {@code lachan bench index}. */
public final class BackupBenchWord {

  /** For the message of whoever finds the word. */
  public static final String USAGE =
      "lachan bench backup [--megabytes N] [--rounds N] [--generator FILE.py] [--work FOLDER] [--json]";

  /** The same for the index. */
  public static final String INDEX_USAGE = "lachan bench index [--blobs N] [--json]";

  private static final int FEWEST_BLOBS = 100;
  private static final int MOST_BLOBS = 20_000_000;

  /** As many as a repository of 10 TB has. */
  private static final int BLOBS = 10_000_000;

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
              BackupBench.Settings.WARM_UPS,
              after(arguments, "--generator").map(Path::of),
              BackupBench.Settings.COLD_OPTIONS);
      parent = Path.of(after(arguments, "--work").orElse(System.getProperty("java.io.tmpdir")));
    } catch (IllegalArgumentException e) {
      err.println("usage: " + USAGE);
      return 2;
    }
    Path work = Files.createTempDirectory(Files.createDirectories(parent), "lachan-bench");
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

  /** Fills an index in memory and prints what it takes; returns the exit code. */
  public static int index(List<String> arguments, PrintStream out, PrintStream err) {
    int blobs;
    try {
      blobs = number(arguments, "--blobs", BLOBS);
    } catch (IllegalArgumentException e) {
      blobs = 0;
    }
    if (blobs < FEWEST_BLOBS || blobs > MOST_BLOBS) {
      err.println("usage: " + INDEX_USAGE + "; N is 100 to 20000000");
      return 2;
    }
    Map<String, Object> figures = IndexBench.run(blobs);
    if (arguments.contains("--json")) {
      out.writeBytes(ResticJson.write(figures));
      out.println();
    } else {
      figures.forEach((name, value) -> out.printf("%-40s %12s%n", name, value));
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
