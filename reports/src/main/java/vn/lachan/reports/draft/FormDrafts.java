package vn.lachan.reports.draft;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.Transactions;
import vn.lachan.reports.FilledBlock;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.IssuedReport;
import vn.lachan.reports.ReportWriter;
import vn.lachan.reports.Reports;

/**
 * Forms from the first filling to the signature, in a relational database (tables of V330).
 *
 * <p>A draft keeps every edit with who, when, before and after. A signed form is never changed: its
 * PDF is in the archive of reports, its digest in the audit trail before anybody can read it. Who
 * may see or change a draft is decided by who calls. Safe for use by several threads and processes:
 * of two who change the same version, the second fails with {@link StaleVersionException}.
 */
public final class FormDrafts {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Transactions transactions;
  private final Reports reports;
  private final ReportWriter pdf;
  private final ReportWriter docx;
  private final Optional<PdfSealer> sealer;
  private final AuditTrail trail;
  private final Clock clock;
  private final DraftLimits limits;

  /**
   * @param sealer puts a PAdES signature on signed forms, where there is a key
   */
  public FormDrafts(
      DataSource dataSource,
      Reports reports,
      ReportWriter pdf,
      ReportWriter docx,
      Optional<PdfSealer> sealer,
      AuditTrail trail,
      Clock clock,
      DraftLimits limits) {
    this.transactions = new Transactions(dataSource);
    this.reports = reports;
    this.pdf = pdf;
    this.docx = docx;
    this.sealer = sealer;
    this.trail = trail;
    this.clock = clock;
    this.limits = limits;
  }

  /** Whether signed forms carry a digital signature. */
  public boolean seals() {
    return sealer.isPresent();
  }

  /** Starts a draft with what the platform filled in. */
  public FormDraft create(Actor by, String subject, String organization, FilledForm filled) {
    Instant now = now();
    FormDraft draft =
        new FormDraft(
            UUID.randomUUID().toString(),
            subject,
            organization,
            FormDraft.State.DRAFT,
            1,
            filled,
            filled,
            now,
            by.id(),
            now,
            by.id(),
            null);
    return transactions.write(handle -> {
      DraftRows.insert(handle, draft);
      record(by, draft, "form.create", Map.of("form", filled.form()));
      return draft;
    });
  }

  public Optional<FormDraft> find(String id) {
    return transactions.read(handle -> DraftRows.find(handle, id));
  }

  /** The forms about {@code subject}, newest first. */
  public List<FormDraft> of(String subject) {
    return transactions.read(handle -> DraftRows.of(handle, subject));
  }

  /** Every edit, oldest first. */
  public List<FormDraft.Change> changes(String id) {
    return transactions.read(handle -> DraftRows.changes(handle, id));
  }

  /**
   * Writes into a draft.
   *
   * @throws StaleVersionException when somebody changed it since version {@code expected}
   * @throws IllegalTransitionException when it is signed
   * @throws InvalidRequestException when an edit does not fit the form or is too long
   */
  public FormDraft edit(Actor by, String id, long expected, List<FormEdit> edits) {
    if (edits.size() > limits.maxEdits()) {
      throw new InvalidRequestException(
          "edits", "Quá %d chỗ sửa trong một lần.".formatted(limits.maxEdits()));
    }
    return transactions.write(handle -> {
      FormDraft before = open(handle, id, expected);
      FilledForm document = before.document();
      List<FormDraft.Change> changes = new ArrayList<>();
      for (FormEdit edit : edits) {
        FilledForm changed = apply(document, edit);
        if (!changed.equals(document)) {
          changes.add(change(by, before, edit, document, changed));
        }
        document = changed;
      }
      if (changes.isEmpty()) {
        return before;
      }
      return keep(handle, by, before, before.filled(), document, changes, "form.edit");
    });
  }

  /**
   * Fills a draft again from {@code fresh}; what people wrote stays.
   *
   * @throws StaleVersionException when somebody changed it since version {@code expected}
   * @throws IllegalTransitionException when it is signed
   */
  public FormDraft refill(Actor by, String id, long expected, FilledForm fresh) {
    return transactions.write(handle -> {
      FormDraft before = open(handle, id, expected);
      FilledForm merged = before.merged(fresh);
      if (merged.equals(before.document())) {
        return before;
      }
      return keep(handle, by, before, fresh, merged, List.of(), "form.refill");
    });
  }

  /**
   * Signs a draft with the day of today and puts its PDF into the archive of reports.
   *
   * @param withBlanks whether empty places are accepted; they stay dots
   * @throws BlankPlacesException when places are empty and that is not accepted
   * @throws StaleVersionException when somebody changed it since version {@code expected}
   * @throws IllegalTransitionException when it is already signed
   */
  public FormDraft sign(Actor by, String id, long expected, boolean withBlanks) {
    return transactions.write(handle -> {
      FormDraft before = open(handle, id, expected);
      if (!withBlanks && !before.blanks().isEmpty()) {
        throw new BlankPlacesException(id, before.blanks());
      }
      Instant now = now();
      FilledForm document = before.document().on(LocalDate.ofInstant(now, ZONE));
      // Takes the row first: whoever comes second fails here and issues nothing.
      FormDraft taken = moved(by, before, before.filled(), document, FormDraft.State.DRAFT, null);
      DraftRows.update(handle, taken);
      IssuedReport report =
          reports.issue(by, document, before.subject(), before.organization(), sealed(document));
      FormDraft signed =
          moved(
              by,
              taken,
              before.filled(),
              document,
              FormDraft.State.SIGNED,
              new FormDraft.Signed(now, by.id(), report.id(), report.sha256(), level()));
      DraftRows.update(handle, signed);
      record(
          by,
          signed,
          "form.sign",
          Map.of(
              "form", document.form(),
              "sha256", report.sha256(),
              "report", report.id(),
              "signature", level().name(),
              "blanks", String.valueOf(before.blanks().size())));
      return signed;
    });
  }

  /** The PDF: of a draft as it would be, of a signed form the one that was signed. */
  public byte[] pdf(FormDraft draft) {
    FormDraft.Signed signed = draft.signed();
    if (signed == null) {
      return written(pdf, draft.document());
    }
    IssuedReport report =
        reports
            .archive()
            .find(signed.report())
            .orElseThrow(() -> new IllegalStateException("report is gone: " + signed.report()));
    return reports.archive().document(report);
  }

  /** The same texts as DOCX; carries no signature. */
  public byte[] docx(FormDraft draft) {
    return written(docx, draft.document());
  }

  /** Media type of {@link #docx}. */
  public String docxType() {
    return docx.mediaType();
  }

  /** A form as PDF, signed where there is a key; nothing is kept. */
  public byte[] sealed(FilledForm document) {
    byte[] plain = written(pdf, document);
    return sealer.map(key -> key.seal(plain, document.formName(), document.place())).orElse(plain);
  }

  private FormDraft.SignatureLevel level() {
    return sealer
        .map(key ->
            key.stampsTime() ? FormDraft.SignatureLevel.PADES_T : FormDraft.SignatureLevel.PADES_B)
        .orElse(FormDraft.SignatureLevel.NONE);
  }

  private static byte[] written(ReportWriter writer, FilledForm document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(document, out);
    return out.toByteArray();
  }

  private static FormDraft open(org.jdbi.v3.core.Handle handle, String id, long expected) {
    FormDraft draft = DraftRows.require(handle, id);
    if (draft.state() == FormDraft.State.SIGNED) {
      throw new IllegalTransitionException(
          "form " + id, FormDraft.State.SIGNED, FormDraft.State.DRAFT);
    }
    if (draft.version() != expected) {
      throw new StaleVersionException("form " + id, expected, draft.version());
    }
    return draft;
  }

  private FilledForm apply(FilledForm document, FormEdit edit) {
    try {
      return switch (edit) {
        case FormEdit.Text(String place, String text) -> {
          requireShort(text);
          yield document.with(place, printable(text));
        }
        case FormEdit.Rows(int block, List<List<String>> rows) -> {
          if (rows.size() > limits.maxRows()) {
            throw new InvalidRequestException(
                "rows", "Bảng có quá %d dòng.".formatted(limits.maxRows()));
          }
          rows.forEach(row -> row.forEach(this::requireShort));
          yield document.withRows(
              block,
              rows.stream().map(row -> row.stream().map(FormDrafts::cell).toList()).toList());
        }
      };
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("edits", "Chỗ sửa không có trong biểu mẫu.");
    }
  }

  private void requireShort(String text) {
    if (text.length() > limits.maxText()) {
      throw new InvalidRequestException(
          "text", "Nội dung dài quá %d ký tự.".formatted(limits.maxText()));
    }
  }

  private static String cell(String text) {
    String given = printable(text).strip();
    return given.isEmpty() ? FilledForm.BLANK : given;
  }

  /** Without what neither PDF nor XML can hold. */
  private static String printable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .filter(FormDrafts::isOfXml)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isOfXml(int point) {
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    boolean never = point == 0xFFFE || point == 0xFFFF;
    return !surrogate && !never;
  }

  private FormDraft.Change change(
      Actor by, FormDraft before, FormEdit edit, FilledForm was, FilledForm became) {
    return switch (edit) {
      case FormEdit.Text(String place, String _) ->
          new FormDraft.Change(
              before.version() + 1,
              now(),
              by.id(),
              place,
              was.label(place),
              was.text(place).orElse(""),
              became.text(place).orElse(""));
      case FormEdit.Rows(int block, List<List<String>> _) ->
          new FormDraft.Change(
              before.version() + 1,
              now(),
              by.id(),
              "b" + block,
              "Bảng",
              rows(was.blocks().get(block)),
              rows(became.blocks().get(block)));
    };
  }

  private static String rows(FilledBlock block) {
    return block instanceof FilledBlock.Table table
        ? String.join("\n", table.rows().stream().map(row -> String.join(" | ", row)).toList())
        : "";
  }

  private FormDraft keep(
      org.jdbi.v3.core.Handle handle,
      Actor by,
      FormDraft before,
      FilledForm filled,
      FilledForm document,
      List<FormDraft.Change> changes,
      String action) {
    FormDraft after = moved(by, before, filled, document, FormDraft.State.DRAFT, null);
    DraftRows.update(handle, after);
    changes.forEach(change -> DraftRows.remember(handle, before.id(), change));
    record(
        by,
        after,
        action,
        Map.of(
            "form", document.form(),
            "version", String.valueOf(after.version()),
            "places", String.join(" ", changes.stream().map(FormDraft.Change::place).toList())));
    return after;
  }

  private FormDraft moved(
      Actor by,
      FormDraft before,
      FilledForm filled,
      FilledForm document,
      FormDraft.State state,
      FormDraft.@org.jspecify.annotations.Nullable Signed signed) {
    return new FormDraft(
        before.id(),
        before.subject(),
        before.organization(),
        state,
        before.version() + 1,
        filled,
        document,
        before.createdAt(),
        before.createdBy(),
        now(),
        by.id(),
        signed);
  }

  private void record(Actor by, FormDraft draft, String action, Map<String, String> detail) {
    Map<String, String> all = new java.util.LinkedHashMap<>(detail);
    all.put("subject", draft.subject());
    trail.append(new AuditEntry(by, action, "form:" + draft.id(), draft.organization(), all));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
