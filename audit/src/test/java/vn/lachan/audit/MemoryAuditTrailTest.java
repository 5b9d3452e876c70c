package vn.lachan.audit;

import java.time.Clock;

class MemoryAuditTrailTest implements AuditTrailContract {
  @Override
  public AuditTrail trail(Clock clock) {
    return AuditTrail.inMemory(clock);
  }
}
