package vn.lachan.audit;

import java.util.List;
import java.util.Map;

/** Entries that tests append. */
final class TestEntries {
  static final AuditEntry LOGIN =
      new AuditEntry(
          new Actor("lan", "ca-tinh", List.of("dieu_phoi", "phan_tich")),
          "session.open",
          "account:lan",
          "ca-tinh",
          Map.of("ip", "10.60.1.7", "cách", "mật khẩu và \"mã\""));

  static final AuditEntry ESCALATE =
      new AuditEntry(
          new Actor("hung", "ca-tinh", List.of("dieu_phoi")),
          "incident.escalate",
          "incident:SC-2026-001",
          "00721",
          Map.of());

  private TestEntries() {}

  static AuditEntry number(int i) {
    return new AuditEntry(
        Actor.PLATFORM, "test.count", "number:" + i, i % 2 == 0 ? "00721" : "00694", Map.of());
  }
}
