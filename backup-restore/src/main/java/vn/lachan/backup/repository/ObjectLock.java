package vn.lachan.backup.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps files of a {@link Backend} from being removed or changed by anybody until a date.
 *
 * <p>A date is only ever moved further away. Methods may be called by several threads and throw
 * {@link BackendException}.
 */
public interface ObjectLock {

  /** For how long a new file is kept, counted from when it was stored. */
  Duration retention();

  /** Until when the file is kept; empty when it is not locked. */
  Optional<Instant> keptUntil(FileKind kind, String name);

  /**
   * Keeps the file at least until {@code date}, to the second.
   *
   * @return whether the date was moved; false when the file is kept that long already
   */
  boolean keepUntil(FileKind kind, String name, Instant date);
}
