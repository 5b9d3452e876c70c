package vn.lachan.backup.backend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ObjectLock;

/**
 * Moves no more than a rate that depends on the time of the week, both ways together.
 *
 * <p>A file goes at the speed of the line once its turn has come; what holds is the mean over the
 * files, so that a line is free for others most of the time but not within one pack (16 MiB by
 * default). Outside all windows nothing is held back.
 */
public final class ThrottledBackend implements Backend {

  /** How the pauses are made; tests make none. */
  interface Pause {
    void rest(Duration duration) throws InterruptedException;
  }

  /**
   * What was held back since the start.
   *
   * @param bytes moved in all
   * @param waited sum of the pauses of all threads
   */
  public record Stats(long bytes, Duration waited) {}

  private final Backend backend;
  private final List<RateWindow> windows;
  private final Clock clock;
  private final Pause pause;
  private final LongAdder bytes = new LongAdder();
  private final LongAdder waited = new LongAdder();
  private Instant free = Instant.MIN;

  /**
   * @param windows the first that fits counts
   * @param clock its zone is the one the windows are meant in
   */
  public ThrottledBackend(Backend backend, List<RateWindow> windows, Clock clock) {
    this(backend, windows, clock, Thread::sleep);
  }

  ThrottledBackend(Backend backend, List<RateWindow> windows, Clock clock, Pause pause) {
    this.backend = backend;
    this.windows = List.copyOf(windows);
    this.clock = clock;
    this.pause = pause;
  }

  public Stats stats() {
    return new Stats(bytes.sum(), Duration.ofMillis(waited.sum()));
  }

  private OptionalLong rate(Instant now) {
    LocalDateTime local = LocalDateTime.ofInstant(now, clock.getZone());
    return windows.stream()
        .filter(w -> w.holds(local))
        .mapToLong(RateWindow::bytesPerSecond)
        .findFirst();
  }

  /** Waits until the line is free of what was moved before, then takes it for {@code length}. */
  private void takeTurn(long length) {
    bytes.add(length);
    Instant now = clock.instant();
    Duration wait = reserve(now, length);
    if (!wait.isPositive()) {
      return;
    }
    waited.add(wait.toMillis());
    try {
      pause.rest(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while waiting for the line to " + location(), e);
    }
  }

  private synchronized Duration reserve(Instant now, long length) {
    OptionalLong rate = rate(now);
    if (rate.isEmpty()) {
      free = now;
      return Duration.ZERO;
    }
    Instant start = free.isBefore(now) ? now : free;
    free = start.plusMillis(length * 1000 / rate.getAsLong());
    return Duration.between(now, start);
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public void create() {
    backend.create();
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return backend.exists(kind, name);
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    takeTurn(content.length);
    backend.save(kind, name, content);
  }

  /** Its length is known only afterwards, so it is the next one that waits for it. */
  @Override
  public byte[] load(FileKind kind, String name) {
    takeTurn(0);
    byte[] content = backend.load(kind, name);
    bytes.add(content.length);
    reserve(clock.instant(), content.length);
    return content;
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    takeTurn(length);
    return backend.load(kind, name, offset, length);
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    return backend.list(kind);
  }

  @Override
  public Optional<Instant> storedAt(FileKind kind, String name) {
    return backend.storedAt(kind, name);
  }

  @Override
  public void remove(FileKind kind, String name) {
    backend.remove(kind, name);
  }

  @Override
  public int removeAbandoned(Instant limit) {
    return backend.removeAbandoned(limit);
  }

  @Override
  public Optional<ObjectLock> objectLock() {
    return backend.objectLock();
  }

  @Override
  public void close() {
    backend.close();
  }
}
