package vn.lachan.app.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditExport;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditRecord;
import vn.lachan.audit.FileAuditTrail;
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

  private final FileAuditTrail trail;

  AuditController(FileAuditTrail trail) {
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

  /** The whole trail with its public key, to be verified offline; taking it is in the trail too. */
  @GetMapping(path = "/export", produces = "application/zip")
  ResponseEntity<StreamingResponseBody> export(@AuthenticationPrincipal SignedIn user) {
    if (!user.province()) {
      throw new ApiProblem(HttpStatus.FORBIDDEN, "NO_RIGHT");
    }
    trail.append(
        new AuditEntry(user.actor(), "audit.export", "audit:trail", user.unit(), Map.of()));
    return ResponseEntity.ok()
        .header("Content-Disposition", "attachment; filename=\"nhat-ky-kiem-toan.zip\"")
        .body(this::writeExport);
  }

  private void writeExport(OutputStream out) throws IOException {
    Path folder = Files.createTempDirectory("lachan-audit");
    Path zip = folder.resolve("nhat-ky-kiem-toan.zip");
    try {
      AuditExport.write(trail, zip);
      Files.copy(zip, out);
    } finally {
      Files.deleteIfExists(zip);
      Files.deleteIfExists(folder);
    }
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
