package vn.lachan.backup.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.FileBackupHistory;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.backend.LocationText;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.MinutesPrinter;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.source.PlatformDatabase;

/** One call of the command: what was given and what a word needs to answer. */
record Call(
    CommandArguments given,
    CommandOutput output,
    PrintStream out,
    PrintStream err,
    Secrets secrets,
    BackupSettings settings,
    Clock clock,
    Consumer<AuditEntry> audit,
    Optional<PlatformDatabase> platform,
    Optional<Supplier<MinutesPrinter>> minutes,
    IntSupplier columns) {

  /** Does it while how far it is can be seen: a line on a terminal, or lines of JSON. */
  <T> T watched(Supplier<T> task) {
    Progress progress = new Progress();
    try (ProgressLine _ = ProgressLine.start(progress, this)) {
      return progress.during(task);
    }
  }

  /**
   * The same; when the process is told to end before the task has ended, {@code words} are the last
   * it says, and nothing is returned.
   */
  <T> Optional<T> watched(Supplier<T> task, String words) {
    Progress progress = new Progress();
    try (ProgressLine line = ProgressLine.start(progress, this);
        LastWords last =
            LastWords.onSignal(() -> {
              line.end();
              err.println(words);
            })) {
      T result = progress.during(task);
      return last.first() ? Optional.of(result) : Optional.empty();
    }
  }

  static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }

  /** The repository of {@code --repo}. */
  BackupRepository place() {
    return place("repo", "");
  }

  /** The repository of {@code --to}. */
  BackupRepository target() {
    return place("to", "to-");
  }

  private BackupRepository place(String option, String prefix) {
    RepositoryLocation location = location(given, option);
    return new BackupRepository(
        location,
        accessFile(given, prefix),
        secrets.source(given, prefix, "Mật khẩu của kho " + location, false),
        () -> RepositoryPassword.createFile(path(given.required(prefix + "password-file"))),
        settings,
        clock);
  }

  /** Where {@code --repo} or {@code --to} is, written as for restic. */
  static RepositoryLocation location(CommandArguments given, String option) {
    return switch (LocationText.parse(given.required(option), Path.of("").toAbsolutePath())) {
      case LocationText.Result.Parsed(RepositoryLocation location) -> location;
      case LocationText.Result.Refused(String reason) ->
          throw new WrongUsageException("--" + option + ": " + reason);
    };
  }

  /** How that place is reached: {@code --access-file} or {@code --to-access-file}. */
  static @Nullable Path accessFile(CommandArguments given, String prefix) {
    return given.first(prefix + "access-file").map(Call::path).orElse(null);
  }

  BackupHistory history() {
    return new FileBackupHistory(path(given.required("history")));
  }

  DrillHistory drills() {
    return new FileDrillHistory(path(given.required("history")));
  }

  Actor actor() {
    return new Actor("os:" + System.getProperty("user.name", "?"), "", List.of("operator"));
  }

  static StoredSnapshot snapshot(Snapshots snapshots, String word) {
    return snapshots
        .find(word)
        .orElseThrow(() -> new WrongUsageException("không có ảnh chụp (duy nhất) nào là " + word));
  }

  /** The snapshots of {@code --host}, {@code --tag} and {@code --path}. */
  boolean wants(StoredSnapshot snapshot) {
    Optional<String> host = given.first("host");
    return (host.isEmpty() || given.all("host").contains(snapshot.hostname()))
        && snapshot.tags().containsAll(given.all("tag"))
        && snapshot.paths().containsAll(given.all("path"));
  }

  void complain(String line) {
    err.println("lachan backup: " + line);
  }
}
