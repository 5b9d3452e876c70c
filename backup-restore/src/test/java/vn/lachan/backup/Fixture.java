package vn.lachan.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.archive.ArchiveSettings;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.repository.TestRepositories;
import vn.lachan.backup.source.BackupSource;

/** A plan, a repository, a history and a clock below one temporary folder. */
public final class Fixture {

  public static final Actor OPERATOR = new Actor("van-hanh", "H60", List.of("VAN_HANH"));
  public static final Instant START = Instant.parse("2026-10-01T08:00:00Z");
  public static final BackupSettings SETTINGS =
      new BackupSettings(
          TestRepositories.SMALL,
          ArchiveSettings.DEFAULT,
          100,
          Duration.ofDays(1),
          true,
          KeptKeys.NONE);

  public final Path folder;
  public final Path source;
  public final Path location;
  public final Path passwordFile;
  public final Path historyFolder;
  public final AtomicReference<Instant> now = new AtomicReference<>(START);
  public final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  public final List<AuditEntry> audit = new ArrayList<>();
  public final FileBackupHistory history;
  public final FileDrillHistory drills;
  public final BackupPlan plan;

  public Fixture(Path folder) {
    this.folder = folder;
    this.source = folder.resolve("ho-so");
    this.location = folder.resolve("kho");
    this.passwordFile = folder.resolve("password");
    this.historyFolder = folder.resolve("lich-su");
    this.history = new FileBackupHistory(historyFolder);
    this.drills = new FileDrillHistory(historyFolder);
    this.plan = plan("mot-cua", List.of(source));
    if (place().create(true).isPresent()) {
      throw new IllegalStateException("repository not created");
    }
  }

  public BackupPlan plan(String id, List<Path> folders) {
    return new BackupPlan(
        id,
        "Hồ sơ một cửa",
        "HT-MOTCUA",
        "H60",
        List.of(new BackupSource.Folders(folders, List.of("*.tmp"))),
        List.of(new BackupTarget(location, passwordFile)),
        "0 0 1 * * ?",
        "30 ngày",
        new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(4)));
  }

  /** A plan of the source of which only what {@code patterns} match is taken. */
  public BackupPlan withIncludes(String id, List<String> patterns) {
    return new BackupPlan(
        id,
        "Chọn",
        "",
        "H60",
        List.of(new BackupSource.Folders(List.of(source), List.of(), patterns)),
        plan.targets(),
        "",
        "",
        plan.objective());
  }

  public BackupRepository place() {
    return new BackupRepository(location, passwordFile, SETTINGS, clock);
  }

  public void dossier(String path, String content) {
    try {
      Path file = source.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void dossiers(long seed, int entries) {
    try {
      TestTrees.random(source, seed, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public BackupOutcome run() {
    return new Backup(history, audit::add, SETTINGS, clock).run(plan, OPERATOR);
  }

  public BackupOutcome.Completed backup() {
    return switch (run()) {
      case BackupOutcome.Completed completed -> completed;
      case BackupOutcome.Failed failed -> throw new AssertionError(failed.reason());
    };
  }

  public RestoreOutcome restore(String snapshot, Path target) {
    return new Restore(audit::add, SETTINGS, clock)
        .run(location, passwordFile, snapshot, target, List.of(), OPERATOR);
  }

  public CheckResult check(boolean readData) {
    return new Check(SETTINGS, clock).run(location, passwordFile, readData);
  }

  public DrillResult drill(Path scratch) {
    return new RestoreDrill(history, drills, audit::add, SETTINGS, clock)
        .run(plan, "latest", scratch, OPERATOR);
  }
}
