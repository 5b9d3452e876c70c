package vn.lachan.audit;

import java.time.Clock;
import java.util.List;

/**
 * The append-only record of who did what.
 *
 * <p>Safe for use by several threads. A record is never changed or removed.
 */
public interface AuditTrail extends AutoCloseable {

  /**
   * Returns an empty trail that is kept in memory and lost with the process: for tests and for dry
   * runs. Chained like a real one, without checkpoints.
   */
  static AuditTrail inMemory(Clock clock) {
    return new MemoryAuditTrail(clock);
  }

  /**
   * Appends {@code entry}; returns only after the record would survive a crash of the machine.
   *
   * @throws AuditTrailException when the record could not be made durable; the act it was to
   *     describe must then not be carried out
   */
  AuditRecord append(AuditEntry entry);

  /** Returns the records that fit {@code filter}, newest first. */
  List<AuditRecord> read(AuditFilter filter);

  /** Checks every link from the first record to the last. */
  Verification verify();

  @Override
  void close();
}
