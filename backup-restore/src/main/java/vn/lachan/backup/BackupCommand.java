package vn.lachan.backup;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.CommandArguments.WrongUsageException;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.archive.TreeWalk;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/**
 * {@code lachan backup …}: everything with a repository, without the platform.
 *
 * <p>Results go to {@code out}, complaints to {@code err}. Exit 0: done. 1: it found what it was
 * asked to look for as a problem, or some files did not make it. 2: wrong usage, or the repository
 * cannot be used. Passwords are only ever read from files.
 */
public final class BackupCommand {

  private static final Logger LOG = LoggerFactory.getLogger(BackupCommand.class);
  private static final String USAGE =
      """
      lachan backup init      --repo KHO --password-file TỆP [--new-password]
      lachan backup run       --plan TỆP.yml [--id MÃ] --history THƯ-MỤC
      lachan backup run       --repo KHO --password-file TỆP --history THƯ-MỤC [--exclude MẪU]... THƯ-MỤC...
      lachan backup snapshots --repo KHO --password-file TỆP
      lachan backup ls        --repo KHO --password-file TỆP ẢNH-CHỤP
      lachan backup restore   --repo KHO --password-file TỆP ẢNH-CHỤP --target THƯ-MỤC [--include ĐƯỜNG-DẪN]...
      lachan backup check     --repo KHO --password-file TỆP [--read-data]
      lachan backup drill     --plan TỆP.yml [--id MÃ] --history THƯ-MỤC --scratch THƯ-MỤC [ẢNH-CHỤP]
      Thêm --json để mỗi kết quả là một dòng JSON. ẢNH-CHỤP là mã, phần đầu của mã, hoặc latest.\
      """;

  private final BackupSettings settings;
  private final Clock clock;
  private final Consumer<AuditEntry> audit;

  /**
   * @param audit appends to the audit trail where there is one
   */
  public BackupCommand(BackupSettings settings, Clock clock, Consumer<AuditEntry> audit) {
    this.settings = settings;
    this.clock = clock;
    this.audit = audit;
  }

  /** Runs alone: no platform, no audit trail but the log. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    BackupCommand command =
        new BackupCommand(
            BackupSettings.DEFAULT,
            Clock.system(ZoneId.systemDefault()),
            entry -> LOG.info("{} {} by {}", entry.action(), entry.subject(), entry.actor().id()));
    System.exit(command.run(List.of(arguments), out, err));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Runs one command and returns its exit code. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || arguments.contains("--help")) {
      (arguments.isEmpty() ? err : out).println(USAGE);
      return arguments.isEmpty() ? 2 : 0;
    }
    try {
      CommandArguments given = CommandArguments.parse(arguments.subList(1, arguments.size()));
      CommandOutput output = new CommandOutput(out, given.has("json"));
      return switch (arguments.getFirst()) {
        case "init" -> init(given, output);
        case "run" -> backup(given, output, err);
        case "snapshots" -> snapshots(given, output);
        case "ls" -> list(given, output, err);
        case "restore" -> restore(given, output, err);
        case "check" -> check(given, output);
        case "drill" -> drill(given, output, err);
        default -> throw new WrongUsageException("không có lệnh " + arguments.getFirst());
      };
    } catch (WrongUsageException | BackupHistoryException e) {
      err.println("lachan backup: " + e.getMessage());
      return 2;
    } catch (RepositoryException e) {
      err.println("lachan backup: " + Failures.describe(e));
      return 2;
    } catch (InvalidPathException e) {
      err.println("lachan backup: đường dẫn không hợp lệ: " + e.getInput());
      return 2;
    }
  }

  private BackupRepository place(CommandArguments given) {
    return new BackupRepository(
        path(given.required("repo")), path(given.required("password-file")), settings, clock);
  }

  private static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }

  private int init(CommandArguments given, CommandOutput output) {
    BackupRepository place = place(given);
    Optional<String> problem = place.create(given.has("new-password"));
    if (problem.isPresent()) {
      throw new WrongUsageException(problem.get());
    }
    output.write("Đã tạo kho " + place.location(), "repository", place.location().toString());
    return 0;
  }

  private List<BackupPlan> plans(CommandArguments given, PrintStream err) {
    if (!given.has("plan")) {
      List<Path> folders = given.words().stream().map(BackupCommand::path).toList();
      if (folders.isEmpty()) {
        throw new WrongUsageException("thiếu thư mục cần sao lưu, hoặc --plan");
      }
      return List.of(
          new BackupPlan(
              given.first("id").orElse("tay"),
              given.first("name").orElse("Chạy tay"),
              "",
              "",
              folders,
              given.all("exclude"),
              path(given.required("repo")),
              path(given.required("password-file")),
              "",
              "",
              new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(24))));
    }
    BackupPlans loaded = BackupPlans.load(path(given.required("plan")));
    loaded.problems().forEach(problem -> err.println("lachan backup: " + problem));
    Optional<String> id = given.first("id");
    List<BackupPlan> chosen =
        loaded.plans().stream().filter(p -> id.map(i -> p.id().equals(i)).orElse(true)).toList();
    if (chosen.isEmpty() || !loaded.problems().isEmpty()) {
      throw new WrongUsageException("tệp kế hoạch có lỗi hoặc không có kế hoạch cần chạy");
    }
    return chosen;
  }

  private static Actor actor() {
    return new Actor("os:" + System.getProperty("user.name", "?"), "", List.of("operator"));
  }

  private int backup(CommandArguments given, CommandOutput output, PrintStream err) {
    BackupHistory history = new FileBackupHistory(path(given.required("history")));
    Backup backup = new Backup(history, audit, settings, clock);
    int exit = 0;
    for (BackupPlan plan : plans(given, err)) {
      exit = Math.max(exit, CommandReports.show(backup.run(plan, actor()), output, err));
    }
    return exit;
  }

  private int snapshots(CommandArguments given, CommandOutput output) {
    return switch (place(given).snapshots()) {
      case SnapshotListing.Unavailable unavailable ->
          throw new WrongUsageException(unavailable.reason());
      case SnapshotListing.Listed listed -> CommandReports.show(listed, output);
    };
  }

  private int list(CommandArguments given, CommandOutput output, PrintStream err) {
    String word = given.word(0, "ảnh chụp");
    int[] exit = new int[1];
    try (Repository repository = place(given).open()) {
      StoredSnapshot snapshot =
          Snapshots.list(repository)
              .find(word)
              .orElseThrow(() -> new WrongUsageException("không có ảnh chụp " + word));
      repository.loadIndexTolerant();
      new TreeWalk(repository)
          .walk(
              snapshot.tree(),
              new TreeWalk.Visitor() {
                @Override
                public boolean entry(String path, TreeNode node) {
                  String type = node.type().toString();
                  output.write(path, "path", path, "type", type, "size", node.size());
                  return true;
                }

                @Override
                public void lost(String path, RepositoryException reason) {
                  err.println("lachan backup: " + path + ": " + reason.getMessage());
                  exit[0] = 1;
                }
              });
    }
    return exit[0];
  }

  private int restore(CommandArguments given, CommandOutput output, PrintStream err) {
    RestoreOutcome outcome =
        new Restore(audit, settings, clock)
            .run(
                path(given.required("repo")),
                path(given.required("password-file")),
                given.word(0, "ảnh chụp"),
                path(given.required("target")),
                given.all("include"),
                actor());
    return CommandReports.show(outcome, output, err);
  }

  private int check(CommandArguments given, CommandOutput output) {
    CheckResult result =
        new Check(settings, clock)
            .run(
                path(given.required("repo")),
                path(given.required("password-file")),
                given.has("read-data"));
    return CommandReports.show(result, output);
  }

  private int drill(CommandArguments given, CommandOutput output, PrintStream err) {
    BackupHistory history = new FileBackupHistory(path(given.required("history")));
    if (!given.has("plan")) {
      throw new WrongUsageException("thiếu --plan");
    }
    List<BackupPlan> plans = plans(given, err);
    if (plans.size() != 1) {
      throw new WrongUsageException("chọn một kế hoạch bằng --id");
    }
    String snapshot = given.words().isEmpty() ? "latest" : given.words().getFirst();
    DrillResult result =
        new RestoreDrill(history, audit, settings, clock)
            .run(plans.getFirst(), snapshot, path(given.required("scratch")), actor());
    return CommandReports.show(result, output, err);
  }
}
