package vn.lachan.backup;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.lachan.audit.Actor;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.repository.KeyRing;
import vn.lachan.backup.repository.ScryptParameters;
import vn.lachan.backup.source.BackupSource;

/** A program that backs up, as {@link BackupBench} uses it: one repository in a fresh folder. */
interface BackupBenchTool {

  String name();

  /** Makes the repository. */
  void create(Path folder) throws IOException, InterruptedException;

  BackupBenchProcess.Cost backup(Path folder, Path source) throws IOException, InterruptedException;

  /** Restores the newest into {@code target}, an empty folder. */
  BackupBenchProcess.Cost restore(Path folder, Path target)
      throws IOException, InterruptedException;

  /** Reads everything. */
  BackupBenchProcess.Cost check(Path folder) throws IOException, InterruptedException;

  /** Stock restic. */
  final class Restic implements BackupBenchTool {
    static final Path PROGRAM = Path.of("/usr/bin/restic");

    @Override
    public String name() {
      return "restic";
    }

    @Override
    public void create(Path folder) throws IOException, InterruptedException {
      Files.writeString(folder.resolve("password"), "bench");
      call(folder, "init");
    }

    @Override
    public BackupBenchProcess.Cost backup(Path folder, Path source)
        throws IOException, InterruptedException {
      return call(folder, "backup", source.toString());
    }

    @Override
    public BackupBenchProcess.Cost restore(Path folder, Path target)
        throws IOException, InterruptedException {
      return call(folder, "restore", "latest", "--target", target.toString());
    }

    @Override
    public BackupBenchProcess.Cost check(Path folder) throws IOException, InterruptedException {
      return call(folder, "check", "--read-data");
    }

    /** What a key costs that restic makes: it measures how much half a second allows. */
    ScryptParameters keyCost(Path folder) throws IOException, InterruptedException {
      create(folder);
      try (Stream<Path> keys = Files.list(folder.resolve("repository").resolve("keys"))) {
        return KeyRing.costOf(Files.readAllBytes(keys.findFirst().orElseThrow()))
            .orElseThrow(() -> new IOException("restic made a key we cannot read"));
      }
    }

    private static BackupBenchProcess.Cost call(Path folder, String... words)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-q", "--no-cache"));
      command.addAll(List.of("-r", folder.resolve("repository").toString()));
      command.addAll(List.of("-p", folder.resolve("password").toString()));
      command.addAll(List.of(words));
      return BackupBenchProcess.run(command, Map.of(), folder);
    }
  }

  /** Stock borg with its usual compression. */
  final class Borg implements BackupBenchTool {
    static final Path PROGRAM = Path.of("/usr/bin/borg");

    private int archives;

    @Override
    public String name() {
      return "borg";
    }

    @Override
    public void create(Path folder) throws IOException, InterruptedException {
      archives = 0;
      call(folder, folder, "init", "--encryption=repokey", repository(folder));
    }

    @Override
    public BackupBenchProcess.Cost backup(Path folder, Path source)
        throws IOException, InterruptedException {
      String archive = repository(folder) + "::a" + ++archives;
      return call(folder, folder, "create", archive, source.toString());
    }

    @Override
    public BackupBenchProcess.Cost restore(Path folder, Path target)
        throws IOException, InterruptedException {
      return call(folder, target, "extract", repository(folder) + "::a" + archives);
    }

    @Override
    public BackupBenchProcess.Cost check(Path folder) throws IOException, InterruptedException {
      return call(folder, folder, "check", "--verify-data", repository(folder));
    }

    private static String repository(Path folder) {
      return folder.resolve("repository").toString();
    }

    private static BackupBenchProcess.Cost call(Path folder, Path in, String... words)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
      command.addAll(List.of(words));
      Map<String, String> environment =
          Map.of("BORG_PASSPHRASE", "bench", "BORG_BASE_DIR", folder.resolve("home").toString());
      return BackupBenchProcess.run(command, environment, in);
    }
  }

  /** The command of this product as a new process, started as the {@code lachan} script does. */
  final class Cold implements BackupBenchTool {
    /** Set by the script: the JVM options of {@code lachan backup}. */
    private static final String OPTIONS = "lachan.backup.java";

    private final List<String> java;
    private final Warm maker;

    /**
     * @param options of the JVM, where the script did not say
     * @param maker makes the repositories, with keys like those of the others
     */
    Cold(List<String> options, Warm maker) {
      this.maker = maker;
      java = new ArrayList<>();
      java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      String given = System.getProperty(OPTIONS, "");
      java.addAll(given.isEmpty() ? options : List.of(given.split(" ")));
      java.addAll(List.of("-cp", System.getProperty("java.class.path")));
      if (given.isEmpty()) {
        java.add("vn.lachan.backup.command.BackupCommand");
      } else {
        java.addAll(List.of("vn.lachan.Application", "backup"));
      }
    }

    @Override
    public String name() {
      return "lachan cold";
    }

    @Override
    public void create(Path folder) {
      maker.create(folder);
    }

    @Override
    public BackupBenchProcess.Cost backup(Path folder, Path source)
        throws IOException, InterruptedException {
      return call(
          folder, "run", "--history", folder.resolve("history").toString(), source.toString());
    }

    @Override
    public BackupBenchProcess.Cost restore(Path folder, Path target)
        throws IOException, InterruptedException {
      return call(folder, "restore", "latest", "--target", target.toString());
    }

    @Override
    public BackupBenchProcess.Cost check(Path folder) throws IOException, InterruptedException {
      return call(folder, "check", "--read-data");
    }

    private BackupBenchProcess.Cost call(Path folder, String... words)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(java);
      command.addAll(List.of(words));
      command.addAll(List.of("--repo", folder.resolve("repository").toString()));
      command.addAll(List.of("--password-file", folder.resolve("password").toString()));
      return BackupBenchProcess.run(command, Map.of(), folder);
    }
  }

  /**
   * This product inside this process, whose code the compiler has seen and which keeps the keys of
   * the repositories it has opened: as in a server.
   */
  final class Warm implements BackupBenchTool {
    private static final int MOST_KEYS = 8;

    private final Clock clock;
    private final BackupSettings settings;

    /**
     * @param cost of the keys of the repositories made
     */
    Warm(Clock clock, ScryptParameters cost) {
      BackupSettings usual = BackupSettings.DEFAULT;
      this.clock = clock;
      this.settings =
          new BackupSettings(
              usual.repository().withNewKeyCost(cost),
              usual.archive(),
              usual.mostTroubles(),
              usual.abandonedAfter(),
              usual.compareWithLive(),
              new KeptKeys(MOST_KEYS, Duration.ofDays(1), clock));
    }

    @Override
    public String name() {
      return "lachan warm";
    }

    @Override
    public void create(Path folder) {
      place(folder)
          .create(true)
          .ifPresent(problem -> {
            throw new IllegalStateException(problem);
          });
    }

    private BackupRepository place(Path folder) {
      return new BackupRepository(
          folder.resolve("repository"), folder.resolve("password"), settings, clock);
    }

    @Override
    public BackupBenchProcess.Cost backup(Path folder, Path source) {
      Duration day = Duration.ofDays(1);
      BackupPlan plan =
          new BackupPlan(
              "bench",
              "bench",
              "",
              "",
              List.of(new BackupSource.Folders(List.of(source), List.of())),
              List.of(new BackupTarget(folder.resolve("repository"), folder.resolve("password"))),
              "",
              "",
              new RecoveryObjective(day, day));
      BackupHistory history = new FileBackupHistory(folder.resolve("history"));
      Backup backup = new Backup(history, entry -> {}, settings, clock);
      return measure(() -> {
        switch (backup.run(plan, Actor.PLATFORM)) {
          case BackupOutcome.Completed completed -> {}
          case BackupOutcome.Failed failed -> throw new IllegalStateException(failed.reason());
        }
      });
    }

    @Override
    public BackupBenchProcess.Cost restore(Path folder, Path target) {
      Restore restore = new Restore(entry -> {}, settings, clock);
      return measure(() -> {
        switch (restore.run(
            folder.resolve("repository"),
            folder.resolve("password"),
            "latest",
            target,
            List.of(),
            Actor.PLATFORM)) {
          case RestoreOutcome.Restored restored -> {}
          case RestoreOutcome.Refused refused -> throw new IllegalStateException(refused.reason());
        }
      });
    }

    @Override
    public BackupBenchProcess.Cost check(Path folder) {
      return measure(() -> {
        CheckResult result =
            new Check(settings, clock).run(place(folder), new CheckScope.Everything());
        if (!result.problems().isEmpty()) {
          throw new IllegalStateException(result.problems().toString());
        }
      });
    }

    private static BackupBenchProcess.Cost measure(Runnable step) {
      long cpu = processCpuNanos();
      long wall = System.nanoTime();
      step.run();
      return new BackupBenchProcess.Cost(
          (System.nanoTime() - wall) / 1e9, Math.max((processCpuNanos() - cpu) / 1e9, 0.01), 0);
    }

    private static long processCpuNanos() {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
  }
}
