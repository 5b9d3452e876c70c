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
import vn.lachan.backup.repository.TestRepositories;

/** A plan, a repository, a history and a clock below one temporary folder. */
final class Fixture {

  static final Actor OPERATOR = new Actor("van-hanh", "H60", List.of("VAN_HANH"));
  static final Instant START = Instant.parse("2026-10-01T08:00:00Z");
  static final BackupSettings SETTINGS =
      new BackupSettings(
          TestRepositories.SMALL, ArchiveSettings.DEFAULT, 100, Duration.ofDays(1), true);

  final Path folder;
  final Path source;
  final Path location;
  final Path passwordFile;
  final Path historyFolder;
  final AtomicReference<Instant> now = new AtomicReference<>(START);
  final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  final List<AuditEntry> audit = new ArrayList<>();
  final FileBackupHistory history;
  final BackupPlan plan;

  Fixture(Path folder) {
    this.folder = folder;
    this.source = folder.resolve("ho-so");
    this.location = folder.resolve("kho");
    this.passwordFile = folder.resolve("password");
    this.historyFolder = folder.resolve("lich-su");
    this.history = new FileBackupHistory(historyFolder);
    this.plan =
        new BackupPlan(
            "mot-cua",
            "Hồ sơ một cửa",
            "HT-MOTCUA",
            "H60",
            List.of(source),
            List.of("*.tmp"),
            location,
            passwordFile,
            "0 0 1 * * ?",
            "30 ngày",
            new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(4)));
    if (place().create(true).isPresent()) {
      throw new IllegalStateException("repository not created");
    }
  }

  BackupRepository place() {
    return new BackupRepository(location, passwordFile, SETTINGS, clock);
  }

  void dossier(String path, String content) {
    try {
      Path file = source.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void dossiers(long seed, int entries) {
    try {
      TestTrees.random(source, seed, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BackupOutcome run() {
    return new Backup(history, audit::add, SETTINGS, clock).run(plan, OPERATOR);
  }

  BackupOutcome.Completed backup() {
    return switch (run()) {
      case BackupOutcome.Completed completed -> completed;
      case BackupOutcome.Failed failed -> throw new AssertionError(failed.reason());
    };
  }

  RestoreOutcome restore(String snapshot, Path target) {
    return new Restore(audit::add, SETTINGS, clock)
        .run(location, passwordFile, snapshot, target, List.of(), OPERATOR);
  }

  CheckResult check(boolean readData) {
    return new Check(SETTINGS, clock).run(location, passwordFile, readData);
  }

  DrillResult drill(Path scratch) {
    return new RestoreDrill(history, audit::add, SETTINGS, clock)
        .run(plan, "latest", scratch, OPERATOR);
  }
}
