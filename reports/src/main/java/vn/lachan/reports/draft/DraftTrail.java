package vn.lachan.reports.draft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.reports.IssuedReport;

/** Writes what becomes of forms into the audit trail. */
final class DraftTrail {
  private final AuditTrail trail;

  DraftTrail(AuditTrail trail) {
    this.trail = trail;
  }

  void created(Actor by, FormDraft draft) {
    append(by, draft, "form.create", Map.of("form", draft.document().form()));
  }

  void changed(Actor by, FormDraft draft, String action, List<FormDraft.Change> changes) {
    append(
        by,
        draft,
        action,
        Map.of(
            "form", draft.document().form(),
            "version", String.valueOf(draft.version()),
            "places", String.join(" ", changes.stream().map(FormDraft.Change::place).toList())));
  }

  void signed(
      Actor by, FormDraft draft, IssuedReport report, FormDraft.SignatureLevel level, int blanks) {
    append(
        by,
        draft,
        "form.sign",
        Map.of(
            "form", draft.document().form(),
            "sha256", report.sha256(),
            "report", report.id(),
            "signature", level.name(),
            "blanks", String.valueOf(blanks)));
  }

  private void append(Actor by, FormDraft draft, String action, Map<String, String> detail) {
    Map<String, String> all = new LinkedHashMap<>(detail);
    all.put("subject", draft.subject());
    trail.append(new AuditEntry(by, action, "form:" + draft.id(), draft.organization(), all));
  }
}
