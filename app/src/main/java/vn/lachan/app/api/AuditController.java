package vn.lachan.app.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditRecord;
import vn.lachan.audit.AuditTrail;
import vn.lachan.audit.Verification;

/** The trail, for auditors. Reading it changes nothing. */
@RestController
@RequestMapping("/api/audit")
class AuditController {

  record Entry(
      long sequence,
      Instant at,
      String actor,
      String unit,
      List<String> roles,
      String action,
      String subject,
      String organization,
      Map<String, String> detail,
      String digest) {}

  record Check(
      boolean intact,
      long records,
      @Nullable String head,
      @Nullable Long brokenAt,
      @Nullable String reason) {}

  private final AuditTrail trail;

  AuditController(AuditTrail trail) {
    this.trail = trail;
  }

  @GetMapping
  Page<Entry> read(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam Optional<Long> before,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
      @RequestParam(defaultValue = "") String text) {
    Optional<Set<String>> units =
        user.province() ? Optional.empty() : Optional.of(user.visibleUnits());
    List<Entry> items =
        trail.read(new AuditFilter(before.orElse(Long.MAX_VALUE), limit, text, units)).stream()
            .map(AuditController::entry)
            .toList();
    String next = items.size() < limit ? null : String.valueOf(items.getLast().sequence());
    return new Page<>(items, next, null);
  }

  @GetMapping("/verify")
  Check verify() {
    return switch (trail.verify()) {
      case Verification.Intact(long records, String head) ->
          new Check(true, records, head, null, null);
      case Verification.BrokenAt(long sequence, String reason) ->
          new Check(false, sequence - 1, null, sequence, reason);
    };
  }

  private static Entry entry(AuditRecord record) {
    var entry = record.entry();
    return new Entry(
        record.sequence(),
        record.at(),
        entry.actor().id(),
        entry.actor().unit(),
        entry.actor().roles(),
        entry.action(),
        entry.subject(),
        entry.organization(),
        entry.detail(),
        record.digest());
  }
}
