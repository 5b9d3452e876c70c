package vn.lachan.app.backupserver;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import vn.lachan.app.settings.BackupServerSettings;
import vn.lachan.app.settings.BackupServerSettings.Account;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.backend.RepositoryFolder;

/** The repositories that are kept for others, with what is counted and what goes on record. */
public final class BackupServer {
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private static final Duration SAME_REFUSAL = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final BackupServerSettings settings;
  private final Path folder;
  private final AuditTrail trail;
  private final Clock clock;
  private final Map<String, RepositoryFolder> repositories = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<String, Instant> recorded = new ConcurrentHashMap<>();
  private final Semaphore receiving;
  private final LongAdder filesTaken = new LongAdder();
  private final LongAdder bytesTaken = new LongAdder();
  private final LongAdder bytesGiven = new LongAdder();
  private final LongAdder removed = new LongAdder();

  /**
   * @param folder of the repositories, used where the settings name none
   */
  public BackupServer(BackupServerSettings settings, Path folder, AuditTrail trail, Clock clock) {
    this.settings = settings;
    Path given = settings.folder();
    this.folder = given == null ? folder : given.toAbsolutePath().normalize();
    this.trail = trail;
    this.clock = clock;
    this.receiving = new Semaphore(settings.atOnce());
  }

  /** The repository {@code name}, which an account of the settings names. */
  RepositoryFolder repository(String name) {
    return repositories.computeIfAbsent(
        name,
        n ->
            new RepositoryFolder(
                folder.resolve(n),
                new RepositoryFolder.Limits(
                    settings.quota().toBytes(),
                    settings.largestFile().toBytes(),
                    settings.freeSpace().toBytes()),
                clock.instant().minus(ABANDONED_AFTER)));
  }

  long largestFile() {
    return settings.largestFile().toBytes();
  }

  /** Whether one more file may come in now; then {@link #endReceiving} must follow. */
  boolean beginReceiving() {
    return receiving.tryAcquire();
  }

  void endReceiving() {
    receiving.release();
  }

  void taken(long bytes) {
    filesTaken.increment();
    bytesTaken.add(bytes);
  }

  void given(long bytes) {
    bytesGiven.add(bytes);
  }

  void removedOne() {
    removed.increment();
  }

  /** Puts on record what was done; throws when that is not possible. */
  void record(Account account, String action, String repository, Map<String, String> detail) {
    trail.append(
        new AuditEntry(
            actor(account.name()), action, "backup-repository:" + repository, "", detail));
  }

  /** Counts a refusal and puts it on record, the same one at most once a minute. */
  void refused(String reason, String account, String repository, Map<String, String> detail) {
    refusals.computeIfAbsent(reason, r -> new LongAdder()).increment();
    Instant now = clock.instant();
    String same = reason + " " + account + " " + repository;
    if (recorded.size() > MOST_REMEMBERED) {
      recorded.values().removeIf(at -> at.plus(SAME_REFUSAL).isBefore(now));
    }
    Instant before = recorded.get(same);
    if (before == null || before.plus(SAME_REFUSAL).isBefore(now)) {
      recorded.put(same, now);
      String action = "backup-" + reason + ".refuse";
      String subject = "backup-repository:" + repository;
      trail.append(new AuditEntry(actor(account), action, subject, "", detail));
    }
  }

  private static Actor actor(String account) {
    return new Actor("backup:" + account, "", java.util.List.of("backup-agent"));
  }

  /** Numbers of this moment. */
  public BackupServerStats stats() {
    Map<String, Long> refused = new TreeMap<>();
    refusals.forEach((reason, count) -> refused.put(reason, count.sum()));
    Map<String, Long> used = new TreeMap<>();
    repositories.forEach((name, repository) -> used.put(name, repository.usedBytes()));
    return new BackupServerStats(
        filesTaken.sum(),
        bytesTaken.sum(),
        bytesGiven.sum(),
        removed.sum(),
        settings.atOnce() - receiving.availablePermits(),
        refused,
        used,
        settings.quota().toBytes());
  }
}
