package vn.lachan.backup.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupHistoryException;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.CommandLog;
import vn.lachan.backup.Failures;
import vn.lachan.backup.drill.MinutesPrinter;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.source.PlatformDatabase;

/**
 * {@code lachan backup …}: everything with a repository, without the platform.
 *
 * <p>Results go to {@code out}, complaints to {@code err}. Exit 0: done. 1: it found what it was
 * asked to look for as a problem, refused for the sake of the data, or some files did not make it.
 * 2: wrong usage, or the repository cannot be used. Passwords are read from files, the environment
 * or the terminal, never from arguments.
 */
public final class BackupCommand {

  private static final String USAGE =
      """
      Mọi lệnh nhận --repo KHO và --password-file TỆP (hoặc --password-env BIẾN; nếu không có thì hỏi).
      KHO là thư mục, rest:https://..., sftp:người@máy:/..., hoặc s3:https://...; ba loại sau nhận --access-file TỆP.
      lachan backup init      [--new-password]
      lachan backup run       --plan TỆP.yml [--id MÃ] --history THƯ-MỤC
      lachan backup run       --history THƯ-MỤC [--include MẪU]... [--exclude MẪU]... THƯ-MỤC...
      lachan backup snapshots [--host MÁY] [--tag NHÃN] [--path ĐƯỜNG-DẪN]
      lachan backup ls        ẢNH-CHỤP [ĐƯỜNG-DẪN]...
      lachan backup find      MẪU...
      lachan backup diff      ẢNH-CHỤP ẢNH-CHỤP [--metadata]
      lachan backup stats     [ẢNH-CHỤP]...
      lachan backup dump      ẢNH-CHỤP TỆP > ĐÍCH | THƯ-MỤC > ĐÍCH.tar
      lachan backup restore   ẢNH-CHỤP --target THƯ-MỤC [--include ĐƯỜNG-DẪN]... [--verify] [--resume]
      lachan backup restore   ẢNH-CHỤP --in-place [--target THƯ-MỤC] [--include ĐƯỜNG-DẪN]...
      lachan backup check     [--read-data | --rolling --history THƯ-MỤC [--within 30d] [--share 5%]]
      lachan backup drill     --plan TỆP.yml [--id MÃ] --history THƯ-MỤC --scratch THƯ-MỤC [ẢNH-CHỤP]
                              [--all] [--trust THƯ-MỤC] [--restic CHƯƠNG-TRÌNH] [--json]
                              [--minutes THƯ-MỤC] [--seal-key TỆP.p12 --seal-password-file TỆP [--timestamps URL]]
                              biên bản của mọi đợt (đạt, không đạt, bị dừng) nối vào chuỗi, ký số nếu có khoá
      lachan backup drill     --plan TỆP.yml [--id MÃ] --history THƯ-MỤC --resume ĐỢT-DIỄN-TẬP
      lachan backup drill     --history THƯ-MỤC --prove ĐỢT-DIỄN-TẬP
      lachan backup forget    --history THƯ-MỤC --keep-last|hourly|daily|weekly|monthly|yearly N
                              [--keep-within[-hourly|...] 1y5m7d2h] [--keep-tag NHÃN,NHÃN] [--group-by host,paths,tags]
                              [--keep-drilled N] [--tolerance 24h] [--accept-times] [--dry-run] [ẢNH-CHỤP]...
      lachan backup prune     --history THƯ-MỤC [--grace 7d] [--max-unused 5%] [--max-repack MIB] [--join-small]
                              [--allow-empty] [--dry-run]
      lachan backup repair    index
      lachan backup repair    packs --save-to THƯ-MỤC MÃ-GÓI...
      lachan backup repair    snapshots [--read-data]
      lachan backup parity    create [--share 10%] | verify | heal [--to KHO --to-password-file TỆP]
                              [--parity THƯ-MỤC]: chống hỏng bit; heal --to lấy lại từ kho thứ hai trước
      lachan backup copy      --to KHO --to-password-file TỆP [--to-access-file TỆP] [--dry-run] [ẢNH-CHỤP]...
      lachan backup rekey     --to KHO --to-password-file TỆP [--new-password]
      lachan backup key       list | add --new-password-file TỆP | passwd --new-password-file TỆP | remove MÃ
      lachan backup unlock    [--all] [--dry-run]
      lachan backup verify-signatures THƯ-MỤC --trust THƯ-MỤC [--report THƯ-MỤC]
      lachan backup minutes   verify THƯ-MỤC --trust THƯ-MỤC [--expect SỐ-BIÊN-BẢN] [--history THƯ-MỤC] [--accept-unsigned]
      lachan backup wal-push  --source MÃ-NGUỒN [--keep 35d] TỆP       (archive_command của PostgreSQL: %p)
      lachan backup wal-fetch --source MÃ-NGUỒN TÊN ĐÍCH               (restore_command của PostgreSQL: %f %p)
      Trên màn hình lệnh, run, restore, check, copy cho biết đã làm được bao nhiêu (tệp, byte, tốc độ, còn bao lâu).
      Thêm --json để mỗi kết quả là một dòng JSON, và mỗi giây một dòng tiến độ. ẢNH-CHỤP là mã, phần đầu của mã, hoặc latest.\
      """;
  private static final Map<String, Word> WORDS =
      Map.ofEntries(
          Map.entry("init", new InitWord()),
          Map.entry("run", new RunWord()),
          Map.entry("snapshots", new SnapshotsWord()),
          Map.entry("ls", new LsWord()),
          Map.entry("find", new FindWord()),
          Map.entry("diff", new DiffWord()),
          Map.entry("stats", new StatsWord()),
          Map.entry("dump", new DumpWord()),
          Map.entry("restore", new RestoreWord()),
          Map.entry("check", new CheckWord()),
          Map.entry("drill", new DrillWord()),
          Map.entry("forget", new ForgetWord()),
          Map.entry("prune", new PruneWord()),
          Map.entry("repair", new RepairWord()),
          Map.entry("parity", new ParityWord()),
          Map.entry("copy", new CopyWord()),
          Map.entry("rekey", new RekeyWord()),
          Map.entry("key", new KeyWord()),
          Map.entry("unlock", new UnlockWord()),
          Map.entry("verify-signatures", new VerifySignaturesWord()),
          Map.entry("minutes", new MinutesWord()),
          Map.entry("wal-push", new WalPushWord()),
          Map.entry("wal-fetch", new WalFetchWord()));

  private final BackupSettings settings;
  private final Clock clock;
  private final Consumer<AuditEntry> audit;
  private final Secrets secrets;
  private final Optional<PlatformDatabase> platform;
  private final Optional<Supplier<MinutesPrinter>> minutes;

  /**
   * @param audit appends to the audit trail where there is one
   */
  public BackupCommand(BackupSettings settings, Clock clock, Consumer<AuditEntry> audit) {
    this(settings, clock, audit, Secrets.ofProcess());
  }

  /**
   * @param audit appends to the audit trail where there is one
   * @param platform the database of a platform that rests, for plans of kind {@code platform}
   * @param minutes lays out the minutes of drills; made when there is one
   */
  public BackupCommand(
      BackupSettings settings,
      Clock clock,
      Consumer<AuditEntry> audit,
      Optional<PlatformDatabase> platform,
      Supplier<MinutesPrinter> minutes) {
    this(settings, clock, audit, Secrets.ofProcess(), platform, Optional.of(minutes));
  }

  BackupCommand(BackupSettings settings, Clock clock, Consumer<AuditEntry> audit, Secrets secrets) {
    this(settings, clock, audit, secrets, Optional.empty(), Optional.empty());
  }

  private BackupCommand(
      BackupSettings settings,
      Clock clock,
      Consumer<AuditEntry> audit,
      Secrets secrets,
      Optional<PlatformDatabase> platform,
      Optional<Supplier<MinutesPrinter>> minutes) {
    this.minutes = minutes;
    this.platform = platform;
    this.settings = settings;
    this.clock = clock;
    this.audit = audit;
    this.secrets = secrets;
  }

  /** Runs alone: no platform, no audit trail but the log. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    BackupCommand command =
        new BackupCommand(
            BackupSettings.DEFAULT,
            Clock.system(ZoneId.systemDefault()),
            entry ->
                log().info("{} {} by {}", entry.action(), entry.subject(), entry.actor().id()));
    System.exit(command.run(List.of(arguments), out, err));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Beside the trail, if there is one, the history folder remembers what was done. */
  private Consumer<AuditEntry> recorded(CommandArguments given) {
    return given
        .first("history")
        .map(folder -> new CommandLog(Call.path(folder), clock))
        .map(log -> audit.andThen(log::add))
        .orElse(audit);
  }

  /** Runs one command and returns its exit code. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || arguments.contains("--help")) {
      (arguments.isEmpty() ? err : out).println(USAGE);
      return arguments.isEmpty() ? 2 : 0;
    }
    try {
      Word word = WORDS.get(arguments.getFirst());
      if (word == null) {
        throw new WrongUsageException("không có lệnh " + arguments.getFirst());
      }
      CommandArguments given =
          CommandArguments.parse(arguments.subList(1, arguments.size()), word.accepted());
      CommandOutput output = new CommandOutput(out, given.has("json"));
      return word.run(
          new Call(
              given,
              output,
              out,
              err,
              secrets,
              settings,
              clock,
              recorded(given),
              platform,
              minutes,
              ErrorTerminal::columns));
    } catch (WrongUsageException | BackupHistoryException | SignatureException e) {
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

  /**
   * Asked for only when there is something to say: finding the log is a tenth of a short command.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(BackupCommand.class);
  }
}
