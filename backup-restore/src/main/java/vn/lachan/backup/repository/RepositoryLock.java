package vn.lachan.backup.repository;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that tells other writers, ours or stock restic, that we are at work.
 *
 * <p>Many shared locks may be held at once, for example by several backups; an exclusive one only
 * alone, for example by a prune. Taking a lock: look for others, write ours, wait, look again, and
 * give up when somebody conflicts. A held lock is renewed in the background: a new file first, then
 * the old one goes.
 *
 * <p>Somebody may remove a lock that was not renewed for long, so a process that was suspended must
 * not go on: the repository asks {@link #requireHeld()} before it writes an index or a snapshot or
 * removes anything, and so should every step that others rely on. A lock counts as abandoned when
 * it is stale or when its process on this same host is gone, and is then removed. Processes in
 * different containers should not share a host name.
 */
public final class RepositoryLock implements AutoCloseable {

  /** So long a process that was told to end waits for its lock to be removed. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  /**
   * A lock in the repository.
   *
   * @param name of its file
   * @param holder who took it, for people; empty when the file cannot be read
   * @param abandoned whether its holder is gone for certain, or has not renewed it for too long
   */
  public record Held(String name, String holder, boolean exclusive, boolean abandoned) {}

  /** The document in a lock file. */
  record Document(
      @Nullable String time,
      boolean exclusive,
      @Nullable String hostname,
      @Nullable String username,
      long pid,
      @Nullable Long uid,
      @Nullable Long gid) {}

  private final Repository repository;
  private final Machine machine;
  private final boolean exclusive;
  private final ScheduledExecutorService renewals;
  private final Thread atExit = new Thread(this::leave, "repository-lock-exit");
  private String name;
  private Instant renewed;
  private boolean gone;

  private RepositoryLock(Repository repository, Machine machine, boolean exclusive) {
    this.repository = repository;
    this.machine = machine;
    this.exclusive = exclusive;
    this.renewed = repository.clock().instant();
    this.name = write();
    atExit(true);
    this.renewals =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("repository-lock").factory());
    long every = repository.settings().lock().refresh().toMillis();
    var _ = renewals.scheduleWithFixedDelay(this::tryRenew, every, every, TimeUnit.MILLISECONDS);
  }

  /** Takes a lock that others may share, or throws {@link RepositoryLockedException}. */
  public static RepositoryLock shared(Repository repository, Machine machine) {
    return take(repository, machine, false, () -> {});
  }

  /**
   * The same, using the time of the wait for {@code reading}, which must write nothing. Our lock is
   * there before it begins, so that whoever would remove something sees it and gives up, or is seen
   * by us: then this throws, and what was read counts for nothing. On a line so slow that somebody
   * could have taken a lock, removed something and gone in between, it is read after the wait.
   */
  public static RepositoryLock shared(Repository repository, Machine machine, Runnable reading) {
    return take(repository, machine, false, reading);
  }

  /** Takes a lock that excludes all others, or throws {@link RepositoryLockedException}. */
  public static RepositoryLock exclusive(Repository repository, Machine machine) {
    return take(repository, machine, true, () -> {});
  }

  /** All locks there are. A lock that cannot be read is listed as exclusive and not abandoned. */
  public static List<Held> list(Repository repository, Machine machine) {
    List<Held> locks = new ArrayList<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.LOCK)) {
      try {
        read(repository, file.name())
            .ifPresent(lock ->
                locks.add(
                    new Held(
                        file.name(),
                        describe(lock),
                        lock.exclusive(),
                        isAbandoned(lock, repository, machine))));
      } catch (CorruptRepositoryException e) {
        locks.add(new Held(file.name(), "", true, false));
      }
    }
    return locks;
  }

  /**
   * Removes locks and returns their names: those abandoned, or {@code all}, which is only right
   * when nobody is at work.
   */
  public static List<String> unlock(Repository repository, Machine machine, boolean all) {
    List<String> removed = new ArrayList<>();
    for (Held lock : list(repository, machine)) {
      if (all || lock.abandoned()) {
        repository.backend().remove(FileKind.LOCK, lock.name());
        removed.add(lock.name());
      }
    }
    return removed;
  }

  private static RepositoryLock take(
      Repository repository, Machine machine, boolean exclusive, Runnable reading) {
    Duration settle = repository.settings().lock().settle();
    long looked = System.nanoTime();
    refuseIfConflicting(repository, machine, exclusive, null);
    RepositoryLock lock = new RepositoryLock(repository, machine, exclusive);
    try {
      long written = System.nanoTime();
      // Who took a lock after we looked sees ours when it has settled, if ours came before that.
      boolean seen = written - looked < settle.toNanos() / 2;
      Optional<RepositoryException> failure = seen ? attempt(reading) : Optional.empty();
      Duration waited = Duration.ofNanos(System.nanoTime() - written);
      if (waited.compareTo(settle) < 0) {
        Thread.sleep(settle.minus(waited));
      }
      refuseIfConflicting(repository, machine, exclusive, lock.name);
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (!seen) {
        reading.run();
      }
      repository.guardedBy(lock::requireHeld);
    } catch (InterruptedException e) {
      lock.close();
      Thread.currentThread().interrupt();
      throw new RepositoryLockedException("interrupted while taking a lock");
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return lock;
  }

  /** What fails may fail because somebody is at work, which is the better reason to give. */
  private static Optional<RepositoryException> attempt(Runnable reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (RepositoryException e) {
      return Optional.of(e);
    }
  }

  private static void refuseIfConflicting(
      Repository repository, Machine machine, boolean exclusive, @Nullable String own) {
    for (Backend.StoredFile file : repository.backend().list(FileKind.LOCK)) {
      if (file.name().equals(own)) {
        continue;
      }
      Optional<Document> other = read(repository, file.name());
      if (other.isPresent() && isAbandoned(other.get(), repository, machine)) {
        log().warn("removing abandoned lock {} of {}", file.name(), describe(other.get()));
        repository.backend().remove(FileKind.LOCK, file.name());
      } else if (other.isPresent() && (exclusive || other.get().exclusive())) {
        throw new RepositoryLockedException(
            "repository is locked by " + describe(other.get()) + " (locks/" + file.name() + ")");
      }
    }
  }

  /** Empty when the lock has been removed meanwhile. A lock that cannot be read is a refusal. */
  private static Optional<Document> read(Repository repository, String name) {
    if (!repository.backend().exists(FileKind.LOCK, name)) {
      return Optional.empty();
    }
    try {
      byte[] json = repository.loadDocument(FileKind.LOCK, name);
      return Optional.of(
          ResticJson.read(json, Document.class)
              .orElseThrow(
                  () -> new CorruptRepositoryException("lock makes no sense", "locks/" + name)));
    } catch (BackendException e) {
      if (repository.backend().exists(FileKind.LOCK, name)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean isAbandoned(Document other, Repository repository, Machine machine) {
    if (machine.hostname().equals(other.hostname()) && ProcessHandle.of(other.pid()).isEmpty()) {
      return true;
    }
    try {
      String time = other.time();
      Instant renewed = time == null ? Instant.EPOCH : OffsetDateTime.parse(time).toInstant();
      Duration age = Duration.between(renewed, repository.clock().instant());
      return age.compareTo(repository.settings().lock().stale()) > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String describe(Document lock) {
    return "%s@%s, process %d, since %s%s"
        .formatted(
            lock.username(),
            lock.hostname(),
            lock.pid(),
            lock.time(),
            lock.exclusive() ? ", exclusively" : "");
  }

  private String write() {
    String now =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.now(repository.clock()));
    Document document =
        new Document(
            now,
            exclusive,
            machine.hostname(),
            machine.username(),
            machine.pid(),
            machine.uid(),
            machine.gid());
    return repository.saveDocument(FileKind.LOCK, ResticJson.write(document)).toString();
  }

  private void tryRenew() {
    try {
      renew();
    } catch (RepositoryException e) {
      log().warn("could not renew lock {}: {}", name, e.getMessage());
    }
  }

  /** Renews the lock now. A lock somebody removed is not taken again: it counts as lost. */
  synchronized void renew() {
    if (gone) {
      return;
    }
    requireHeld();
    if (!repository.backend().exists(FileKind.LOCK, name)) {
      gone = true;
      throw new RepositoryLockedException("our lock was removed by somebody (locks/" + name + ")");
    }
    Instant now = repository.clock().instant();
    String next = write();
    repository.backend().remove(FileKind.LOCK, name);
    name = next;
    renewed = now;
  }

  /** Throws {@link RepositoryLockedException} when others may have taken our lock for abandoned. */
  public synchronized void requireHeld() {
    Duration age = Duration.between(renewed, repository.clock().instant());
    if (gone || age.compareTo(repository.settings().lock().lost()) > 0) {
      throw new RepositoryLockedException(
          "our lock was not renewed for "
              + age.toMinutes()
              + " minutes; stopping, because others"
              + " may have removed what we rely on (locks/"
              + name
              + ")");
    }
  }

  /** Has {@link #leave} called, or not any more, when this process ends. */
  private void atExit(boolean wanted) {
    try {
      if (wanted) {
        Runtime.getRuntime().addShutdownHook(atExit);
      } else {
        Runtime.getRuntime().removeShutdownHook(atExit);
      }
    } catch (IllegalStateException e) {
      log().debug("this process is ending already", e);
    }
  }

  /**
   * The process was told to end, by Ctrl-C for example: takes the lock away, so that nobody waits
   * for it to get stale. Whoever still works here cannot write an index or a snapshot any more.
   */
  private void leave() {
    Thread removal = Thread.ofVirtual().name("repository-lock-removal").unstarted(this::removeOwn);
    removal.start();
    try {
      removal.join(LEAVING); // a line that is broken must not keep the process
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void removeOwn() {
    if (gone) {
      return;
    }
    gone = true;
    try {
      repository.backend().remove(FileKind.LOCK, name);
    } catch (BackendException e) {
      log().warn("could not remove lock {}: {}", name, e.getMessage());
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    atExit(false);
    renewals.shutdownNow();
    synchronized (this) {
      gone = true;
      repository.guardedBy(() -> {});
      try {
        repository.backend().remove(FileKind.LOCK, name);
      } catch (BackendException e) {
        log().warn("could not remove lock {}: {}", name, e.getMessage());
      }
    }
  }

  /**
   * Asked for only when there is something to say: finding the log is a tenth of a short command.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(RepositoryLock.class);
  }
}
