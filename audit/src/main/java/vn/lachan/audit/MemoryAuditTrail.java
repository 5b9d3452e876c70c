package vn.lachan.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A trail in memory. */
final class MemoryAuditTrail implements AuditTrail {
  private final Clock clock;
  private final List<AuditRecord> records = new ArrayList<>();

  MemoryAuditTrail(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized AuditRecord append(AuditEntry entry) {
    String previous = records.isEmpty() ? Digests.ZERO : records.getLast().digest();
    AuditRecord record = RecordCodec.link(records.size() + 1L, clock.instant(), entry, previous);
    records.add(record);
    return record;
  }

  @Override
  public synchronized List<AuditRecord> read(AuditFilter filter) {
    return records.reversed().stream().filter(filter::accepts).limit(filter.limit()).toList();
  }

  @Override
  public synchronized Verification verify() {
    ChainCheck check = new ChainCheck();
    for (AuditRecord record : records) {
      Optional<String> broken = check.accept(RecordCodec.encode(record));
      if (broken.isPresent()) {
        return new Verification.BrokenAt(record.sequence(), broken.get());
      }
    }
    return new Verification.Intact(check.sequence(), check.head());
  }

  @Override
  public void close() {}
}
