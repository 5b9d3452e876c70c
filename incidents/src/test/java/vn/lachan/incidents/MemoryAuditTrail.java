package vn.lachan.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditRecord;
import vn.lachan.audit.AuditTrail;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.audit.Verification;

/** A trail in memory that can be told to refuse. */
public final class MemoryAuditTrail implements AuditTrail {
  private final List<AuditRecord> records = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  /** From now on (or no longer) every append fails. */
  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  /** The actions appended so far, oldest first. */
  public List<String> actions() {
    return records.stream().map(record -> record.entry().action()).toList();
  }

  @Override
  public synchronized AuditRecord append(AuditEntry entry) {
    if (refusing) {
      throw new AuditTrailException("the trail refuses", new IllegalStateException());
    }
    AuditRecord record = new AuditRecord(records.size() + 1, Instant.EPOCH, entry, "", "");
    records.add(record);
    return record;
  }

  @Override
  public List<AuditRecord> read(AuditFilter filter) {
    return new ArrayList<>(records).reversed();
  }

  @Override
  public Verification verify() {
    return new Verification.Intact(records.size(), "");
  }

  @Override
  public void close() {}
}
