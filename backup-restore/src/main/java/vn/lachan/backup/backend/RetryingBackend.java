package vn.lachan.backup.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ObjectLock;

/**
 * Tries again what failed for a passing reason, with growing pauses of random length, and gives up
 * after a bounded number of attempts. Lasting failures come through at once.
 *
 * <p>When the answer to a {@link #save} was lost, the file may be there: it is then read and
 * compared, and only a difference is a failure.
 */
public final class RetryingBackend implements Backend {

  /**
   * What was tried again since the start.
   *
   * @param retries attempts after the first
   * @param gaveUp acts that failed on every attempt
   */
  public record Stats(long retries, long gaveUp) {}

  private static final Logger LOG = LoggerFactory.getLogger(RetryingBackend.class);

  private final Backend backend;
  private final RetrySettings settings;
  private final RandomGenerator random;
  private final LongAdder retries = new LongAdder();
  private final LongAdder gaveUp = new LongAdder();

  /**
   * @param random for the lengths of the pauses
   */
  public RetryingBackend(Backend backend, RetrySettings settings, RandomGenerator random) {
    this.backend = backend;
    this.settings = settings;
    this.random = random;
  }

  public Stats stats() {
    return new Stats(retries.sum(), gaveUp.sum());
  }

  private <T> T retry(Supplier<T> act) {
    for (int attempt = 1; ; attempt++) {
      try {
        return act.get();
      } catch (BackendException e) {
        if (!e.isTemporary()) {
          throw e;
        }
        if (attempt >= settings.attempts()) {
          gaveUp.increment();
          throw e;
        }
        retries.increment();
        pause(attempt, e);
      }
    }
  }

  private void pause(int attempt, BackendException failure) {
    long longest =
        Math.min(
            settings.longest().toMillis(),
            settings.first().toMillis() << Math.min(attempt - 1, 20));
    Duration pause = Duration.ofMillis(random.nextLong(longest / 2, longest + 1));
    LOG.warn("{}; trying again in {} ms", failure.getMessage(), pause.toMillis());
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(failure.getMessage() + "; interrupted", failure);
    }
  }

  private void retry(Runnable act) {
    retry(() -> {
      act.run();
      return true;
    });
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public void create() {
    retry(backend::create);
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return retry(() -> backend.exists(kind, name));
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    boolean[] tried = new boolean[1];
    retry(() -> {
      if (tried[0] && backend.exists(kind, name)) {
        requireSame(kind, name, content);
        return;
      }
      tried[0] = true;
      backend.save(kind, name, content);
    });
  }

  private void requireSame(FileKind kind, String name, byte[] content) {
    if (!Arrays.equals(backend.load(kind, name), content)) {
      throw new BackendException(
          "another file is there already: " + location() + "/" + kind.folder() + "/" + name, null);
    }
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    return retry(() -> backend.load(kind, name));
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    return retry(() -> backend.load(kind, name, offset, length));
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    return retry(() -> backend.list(kind));
  }

  @Override
  public Optional<Instant> storedAt(FileKind kind, String name) {
    return retry(() -> backend.storedAt(kind, name));
  }

  @Override
  public void remove(FileKind kind, String name) {
    retry(() -> backend.remove(kind, name));
  }

  @Override
  public int removeAbandoned(Instant limit) {
    return retry(() -> backend.removeAbandoned(limit));
  }

  @Override
  public Optional<ObjectLock> objectLock() {
    return backend.objectLock().map(Lock::new);
  }

  private final class Lock implements ObjectLock {
    private final ObjectLock lock;

    Lock(ObjectLock lock) {
      this.lock = lock;
    }

    @Override
    public Duration retention() {
      return lock.retention();
    }

    @Override
    public Optional<Instant> keptUntil(FileKind kind, String name) {
      return retry(() -> lock.keptUntil(kind, name));
    }

    @Override
    public boolean keepUntil(FileKind kind, String name, Instant date) {
      return retry(() -> lock.keepUntil(kind, name, date));
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
