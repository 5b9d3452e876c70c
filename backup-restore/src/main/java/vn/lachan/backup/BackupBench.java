package vn.lachan.backup;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.source.BackupSource;

/**
 * How fast backups and restores are here and now, beside stock restic where it is installed.
 *
 * <p>A set like a one-stop store is generated: scans that do not compress, small JSON files and a
 * text dump. Ours and restic's runs alternate, so that other load on the machine meets both.
 * Compare CPU within one run only; wall times on a busy machine are noise.
 */
public final class BackupBench {

  private static final Path RESTIC = Path.of("/usr/bin/restic");
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s");
  private static final int ROUNDS = 2;

  /** One measured step. */
  public record Row(String tool, String step, double wallSeconds, double cpuSeconds, long bytes) {

    public double megabytesPerCpuSecond() {
      return bytes / 1e6 / cpuSeconds;
    }

    public double megabytesPerSecond() {
      return bytes / 1e6 / wallSeconds;
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private final Path work;
  private final Clock clock;
  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private long bytes;

  /**
   * @param work an empty folder for the set, the repositories and what is restored; emptied
   *     afterwards
   */
  public BackupBench(Path work, Clock clock, PrintStream out) {
    this.work = work;
    this.clock = clock;
    this.out = out;
  }

  /** Generates about {@code megabytes}, measures, prints each step and the comparison last. */
  public List<Row> run(int megabytes) throws IOException, InterruptedException {
    Path source = Files.createDirectories(work.resolve("source"));
    bytes = generate(source, megabytes);
    boolean judge = Files.isExecutable(RESTIC);
    for (int round = 1; round <= ROUNDS; round++) {
      ours(source, round);
      if (judge) {
        restic(source, round);
      }
    }
    compare("backup " + ROUNDS);
    compare("restore " + ROUNDS);
    Scratch.empty(work);
    return List.copyOf(rows);
  }

  private void compare(String step) {
    Row ours = row("lachan", step);
    Row theirs = row("restic", step);
    if (ours != null && theirs != null) {
      out.printf(
          Locale.ROOT,
          "%s: lachan %.0f MB per CPU second, restic %.0f; ratio of CPU %.2f%n",
          step,
          ours.megabytesPerCpuSecond(),
          theirs.megabytesPerCpuSecond(),
          ours.cpuSeconds() / theirs.cpuSeconds());
    }
  }

  private @Nullable Row row(String tool, String step) {
    return rows.stream()
        .filter(row -> row.tool().equals(tool) && row.step().equals(step))
        .findFirst()
        .orElse(null);
  }

  private void ours(Path source, int round) throws IOException, InterruptedException {
    Path kho = work.resolve("lachan-" + round);
    Path password = work.resolve("lachan-password-" + round);
    BackupSettings settings = BackupSettings.DEFAULT;
    new BackupRepository(kho, password, settings, clock).create(true);
    BackupHistory history = new FileBackupHistory(work.resolve("history-" + round));
    Duration day = Duration.ofDays(1);
    BackupPlan plan =
        new BackupPlan(
            "bench",
            "bench",
            "",
            "",
            List.of(new BackupSource.Folders(List.of(source), List.of())),
            List.of(new BackupTarget(kho, password)),
            "",
            "",
            new RecoveryObjective(day, day));
    Backup backup = new Backup(history, entry -> {}, settings, clock);
    measure("lachan", "backup " + round, () -> demand(backup.run(plan, Actor.PLATFORM)));
    measure("lachan", "unchanged " + round, () -> demand(backup.run(plan, Actor.PLATFORM)));
    Path target = work.resolve("restored-lachan");
    Restore restore = new Restore(entry -> {}, settings, clock);
    measure(
        "lachan",
        "restore " + round,
        () -> demand(restore.run(kho, password, "latest", target, List.of(), Actor.PLATFORM)));
    Scratch.empty(target);
  }

  private static void demand(BackupOutcome outcome) {
    switch (outcome) {
      case BackupOutcome.Completed completed -> {}
      case BackupOutcome.Failed failed -> throw new IllegalStateException(failed.reason());
    }
  }

  private static void demand(RestoreOutcome outcome) {
    switch (outcome) {
      case RestoreOutcome.Restored restored -> {}
      case RestoreOutcome.Refused refused -> throw new IllegalStateException(refused.reason());
    }
  }

  private void measure(String tool, String step, Step code)
      throws IOException, InterruptedException {
    long cpu = processCpuNanos();
    long wall = System.nanoTime();
    code.run();
    add(tool, step, (System.nanoTime() - wall) / 1e9, (processCpuNanos() - cpu) / 1e9);
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void add(String tool, String step, double wall, double cpu) {
    Row row = new Row(tool, step, wall, Math.max(cpu, 0.01), bytes);
    rows.add(row);
    out.printf(
        Locale.ROOT,
        "%-7s %-12s %7.2f s wall %6.0f MB/s   %7.2f s CPU %6.0f MB per CPU second%n",
        tool,
        step,
        wall,
        row.megabytesPerSecond(),
        row.cpuSeconds(),
        row.megabytesPerCpuSecond());
  }

  private void restic(Path source, int round) throws IOException, InterruptedException {
    Path password = work.resolve("lachan-password-" + round);
    Path kho = work.resolve("restic-" + round);
    Path target = Files.createDirectories(work.resolve("restored-restic"));
    call(kho, password, "init");
    step(round, "backup", call(kho, password, "backup", source.toString()));
    step(round, "unchanged", call(kho, password, "backup", source.toString()));
    step(round, "restore", call(kho, password, "restore", "latest", "--target", "" + target));
    Scratch.empty(target);
  }

  private void step(int round, String name, double[] wallAndCpu) {
    add("restic", name + " " + round, wallAndCpu[0], wallAndCpu[1]);
  }

  /** Runs restic below a shell whose {@code times} tells the CPU its children used. */
  private static double[] call(Path repository, Path password, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" && times", "sh"));
    command.addAll(List.of(RESTIC.toString(), "-q", "--no-cache"));
    command.addAll(List.of("-r", repository.toString(), "-p", password.toString()));
    command.addAll(List.of(words));
    long wall = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text;
    try (InputStream in = process.getInputStream()) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("restic failed: " + text);
    }
    double cpu = 0;
    Matcher times = TIMES.matcher(text);
    while (times.find()) {
      cpu += 60 * Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    }
    return new double[] {(System.nanoTime() - wall) / 1e9, cpu};
  }

  /** 85 % scans, 5 % small JSON, 10 % dump; returns the bytes written. */
  private static long generate(Path folder, int megabytes) throws IOException {
    Random random = new Random(20261001);
    long written = 0;
    long scans = megabytes * 850_000L;
    for (int i = 0; written < scans; i++) {
      byte[] scan = new byte[100_000 + random.nextInt(2_000_000)];
      random.nextBytes(scan);
      Path dossier = Files.createDirectories(folder.resolve("H60-" + i / 4));
      Files.write(dossier.resolve("giay-to-" + i + ".pdf"), scan);
      written += scan.length;
    }
    Path small = Files.createDirectories(folder.resolve("tra-cuu"));
    for (int i = 0; i < megabytes * 50; i++) {
      byte[] json = row(random, i).repeat(10).getBytes(StandardCharsets.UTF_8);
      Files.write(small.resolve(i + ".json"), json);
      written += json.length;
    }
    Path dump = folder.resolve("mot-cua.sql");
    try (BufferedWriter sql = Files.newBufferedWriter(dump)) {
      for (int i = 0; i < megabytes * 1000; i++) {
        sql.write(row(random, i));
      }
    }
    return written + Files.size(dump);
  }

  private static String row(Random random, int i) {
    return "%d\tH60.%07d\tNguyễn Văn %c\t2026-%02d-%02d\t%016x\tđang xử lý\n"
        .formatted(
            i,
            i,
            'A' + random.nextInt(26),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextLong());
  }
}
