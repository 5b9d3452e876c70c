package vn.lachan.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.repository.CodecBench;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.ScryptParameters;

/**
 * What backups and restores cost here and now, beside stock restic and borg where those are
 * installed.
 *
 * <p>Every tool backs up the same files, backs them up again after each got another time (all is
 * read, nothing is new), backs up again with nothing changed, restores and reads everything back.
 * The tools take turns, and the whole is repeated, so that other load on the machine meets all of
 * them; of each figure the median counts. Nothing is deleted until all is measured: ext4 searches
 * long for an inode that was not deleted in the last minutes, which tripled the CPU time of whoever
 * restored next. Our own runs inside this warmed-up process, as in a server, and as a new process.
 * Look at ratios within one run only: the load is not ours to choose.
 */
public final class BackupBench {

  /**
   * What to measure.
   *
   * @param megabytes size of the set
   * @param rounds so often everything is measured
   * @param warmUps so often everything is done before, unless the compiler is quiet sooner
   * @param generator the Python program that makes the set; empty for our own generator
   * @param coldOptions JVM options of the new processes
   */
  public record Settings(
      int megabytes, int rounds, int warmUps, Optional<Path> generator, List<String> coldOptions) {

    /**
     * Memory as the {@code lachan} script gives it; the script adds the choices of the compiler.
     */
    public static final List<String> COLD_OPTIONS =
        List.of("-Xmx1g", "-Xmn48m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    /** In so many rounds the compiler has taken what it will take. */
    public static final int WARM_UPS = 8;

    public Settings {
      coldOptions = List.copyOf(coldOptions);
      if (megabytes < 1 || rounds < 1 || warmUps < 0) {
        throw new IllegalArgumentException(
            "megabytes and rounds are at least 1, warm-ups at least 0");
      }
    }
  }

  /** One measured step. */
  public record Row(
      String tool, String step, double wallSeconds, double cpuSeconds, long peakBytes) {}

  /**
   * One line of the table of goals.
   *
   * @param ratio ours to the other's, or megabytes where {@code against} is empty
   */
  public record Goal(
      String goal, String against, double ratio, double must, double aim, String met) {}

  /** The compiler's share of a round at which it counts as quiet. */
  private static final double LITTLE = 0.1;

  private final Path work;
  private final Clock clock;
  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
  private Map<String, Long> ceilings = Map.of();

  /**
   * @param work an empty folder for the set, the repositories and what is restored; emptied
   *     afterwards
   * @param out told of each step
   */
  public BackupBench(Path work, Clock clock, PrintStream out) {
    this.work = work;
    this.clock = clock;
    this.out = out;
  }

  /** Generates the set and measures; returns every row. */
  public List<Row> run(Settings settings) throws IOException, InterruptedException {
    Path source = Files.createDirectories(work.resolve("source"));
    if (settings.generator().isPresent()) {
      BackupBenchSet.generate(settings.generator().get(), source, settings.megabytes());
    } else {
      BackupBenchSet.generate(source, settings.megabytes());
    }
    out.printf(
        Locale.ROOT, "set: %.0f MB; load %.1f%n", BackupBenchSet.bytes(source) / 1e6, load());
    BackupBenchTool.Warm warm = new BackupBenchTool.Warm(clock, keyCost());
    warmUp(warm, source, settings.warmUps());
    List<BackupBenchTool> tools = tools(settings, warm);
    for (int round = 1; round <= settings.rounds(); round++) {
      for (int i = 0; i < tools.size(); i++) {
        measure(tools.get(i), source, Files.createDirectory(work.resolve(round + "-" + i)));
      }
    }
    Scratch.empty(work);
    return List.copyOf(rows);
  }

  /**
   * What opening a repository costs: that of restic's keys, which restic chooses by what the
   * processor does in half a second, so that nobody wins by a cheaper key.
   */
  private ScryptParameters keyCost() throws IOException, InterruptedException {
    ScryptParameters cost = ScryptParameters.DEFAULT;
    if (Files.isExecutable(BackupBenchTool.Restic.PROGRAM)) {
      cost = new BackupBenchTool.Restic().keyCost(Files.createDirectory(work.resolve("key")));
    }
    out.printf(
        "keys of all repositories like restic's: %s; ours usually %s%n",
        cost, ScryptParameters.DEFAULT);
    return cost;
  }

  private List<BackupBenchTool> tools(Settings settings, BackupBenchTool.Warm warm) {
    List<BackupBenchTool> tools = new ArrayList<>();
    tools.add(warm);
    tools.add(new BackupBenchTool.Cold(settings.coldOptions(), warm));
    if (Files.isExecutable(BackupBenchTool.Restic.PROGRAM)) {
      tools.add(new BackupBenchTool.Restic());
    }
    if (Files.isExecutable(BackupBenchTool.Borg.PROGRAM)) {
      tools.add(new BackupBenchTool.Borg());
    }
    return tools;
  }

  /**
   * Everything is done on the whole set until the compiler has little left to do, as in a server
   * that has backed up every night.
   */
  private void warmUp(BackupBenchTool.Warm warm, Path source, int most) throws IOException {
    HashEngines.Trial trial = HashEngines.ofProcess().tried();
    out.println(said(trial));
    ceilings = CodecBench.run();
    out.println("one thread alone, MB per CPU second: " + ceilings);
    double share = 1;
    for (int round = 1; round <= most && share > LITTLE; round++) {
      long compiled = compiler.getTotalCompilationTime();
      double cpu = everything(warm, source, Files.createDirectory(work.resolve("warm-" + round)));
      share = (compiler.getTotalCompilationTime() - compiled) / 1e3 / cpu;
      out.printf(
          Locale.ROOT, "warm-up %d: %.1f s CPU, compiler %.0f %%%n", round, cpu, 100 * share);
    }
  }

  private static double everything(BackupBenchTool.Warm warm, Path source, Path folder)
      throws IOException {
    warm.create(folder);
    double cpu = warm.backup(folder, source).cpuSeconds();
    BackupBenchSet.touch(source);
    cpu += warm.backup(folder, source).cpuSeconds();
    cpu += warm.backup(folder, source).cpuSeconds();
    cpu += warm.restore(folder, Files.createDirectory(folder.resolve("target"))).cpuSeconds();
    return cpu + warm.check(folder).cpuSeconds();
  }

  /** What the trial found; rates only where they were measured. */
  static String said(HashEngines.Trial trial) {
    String engine = "hashing with " + trial.chosen() + ", because " + trial.reason();
    if (trial.jdk() > 0 && trial.vector() > 0) {
      engine +=
          String.format(
              Locale.ROOT,
              "; MB per CPU second: %.0f with many lanes, %.0f the JDK",
              trial.vector(),
              trial.jdk());
    }
    return engine;
  }

  private void measure(BackupBenchTool tool, Path source, Path folder)
      throws IOException, InterruptedException {
    tool.create(folder);
    add(tool, "first", tool.backup(folder, source));
    BackupBenchSet.touch(source);
    add(tool, "re-read", tool.backup(folder, source));
    add(tool, "no change", tool.backup(folder, source));
    Path target = Files.createDirectory(folder.resolve("target"));
    add(tool, "restore", tool.restore(folder, target));
    add(tool, "check", tool.check(folder));
  }

  private void add(BackupBenchTool tool, String step, BackupBenchProcess.Cost cost) {
    rows.add(new Row(tool.name(), step, cost.wallSeconds(), cost.cpuSeconds(), cost.peakBytes()));
    out.printf(
        Locale.ROOT,
        "%-12s %-10s %7.2f s wall %7.2f s CPU %5.0f MiB; load %.1f%n",
        tool.name(),
        step,
        cost.wallSeconds(),
        cost.cpuSeconds(),
        cost.peakBytes() / 1048576.0,
        load());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** The goals, as far as there is something to compare with. */
  public List<Goal> goals() {
    return new BackupBenchGoals(rows).all();
  }

  /** Prints the goals for people. */
  public void print(PrintStream to) {
    to.printf("%-36s %-8s %8s %6s %6s  %s%n", "goal", "against", "measured", "must", "aim", "met");
    for (Goal goal : goals()) {
      to.printf(
          Locale.ROOT,
          "%-36s %-8s %8.2f %6.1f %6.1f  %s%n",
          goal.goal(),
          goal.against(),
          goal.ratio(),
          goal.must(),
          goal.aim(),
          goal.met());
    }
  }

  /** Goals and rows as one JSON object on a line. */
  public void printJson(PrintStream to) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hash_engine", HashEngines.ofProcess().trial());
    document.put("ceilings", ceilings);
    document.put("goals", goals());
    document.put("rows", rows);
    to.writeBytes(ResticJson.write(document));
    to.println();
  }
}
