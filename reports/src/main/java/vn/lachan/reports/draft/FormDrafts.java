package vn.lachan.reports.draft;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.store.Transactions;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.IssuedReport;
import vn.lachan.reports.ReportWriter;
import vn.lachan.reports.Reports;

/**
 * Forms from the first filling to the signature, in a relational database (tables of V330 and
 * V352).
 *
 * <p>A draft keeps every edit with who, when, before and after. A signed form is never changed: its
 * PDF is in the archive of reports, its digest in the audit trail before anybody can read it. Who
 * may see or change a draft is decided by who calls. Safe for use by several threads and processes:
 * of two who change the same version, the second fails with {@link StaleVersionException}.
 */
public final class FormDrafts {
  private final Transactions transactions;
  private final Reports reports;
  private final ReportWriter pdf;
  private final ReportWriter docx;
  private final Optional<PdfSealer> sealer;
  private final DraftTrail trail;
  private final Clock clock;
  private final DraftLimits limits;
  private final FormEdits edits;
  private final FormSigning signing;

  /**
   * @param sealer puts a PAdES signature on signed forms, where there is a key
   * @param listener hears of every form that is signed
   */
  public FormDrafts(
      DataSource dataSource,
      Reports reports,
      ReportWriter pdf,
      ReportWriter docx,
      Optional<PdfSealer> sealer,
      AuditTrail trail,
      WhenSigned listener,
      Clock clock,
      DraftLimits limits) {
    this.transactions = new Transactions(dataSource);
    this.reports = reports;
    this.pdf = pdf;
    this.docx = docx;
    this.sealer = sealer;
    this.trail = new DraftTrail(trail);
    this.clock = clock;
    this.limits = limits;
    this.edits = new FormEdits(limits);
    this.signing =
        new FormSigning(transactions, reports, sealer, this::sealed, this.trail, listener, clock);
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
      trail.created(by, draft);
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
        FilledForm changed = this.edits.apply(document, edit);
        if (!changed.equals(document)) {
          changes.add(FormEdits.change(by, now(), before, edit, document, changed));
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
   * Signs a draft with the day of today and puts its PDF into the archive of reports. After a crash
   * at any point {@link #resume}, or signing once more, ends with the same one document.
   *
   * @param withBlanks whether empty places are accepted; they stay dots
   * @param clocks ids of the reporting duties it is meant to answer; null for all that name it
   * @throws BlankPlacesException when places are empty and that is not accepted
   * @throws StaleVersionException when somebody changed it since version {@code expected}
   * @throws IllegalTransitionException when it is already signed, or somebody is signing it
   */
  public FormDraft sign(
      Actor by, String id, long expected, boolean withBlanks, @Nullable Set<String> clocks) {
    return signing.sign(by, id, expected, withBlanks, clocks);
  }

  /**
   * Finishes what a process that is gone began to sign.
   *
   * @return how many forms are signed now
   */
  public int resume() {
    return signing.resume();
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

  private static byte[] written(ReportWriter writer, FilledForm document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(document, out);
    return out.toByteArray();
  }

  private static FormDraft open(Handle handle, String id, long expected) {
    FormDraft draft = DraftRows.require(handle, id);
    FormSigning.requireOpen(draft, expected);
    return draft;
  }

  private FormDraft keep(
      Handle handle,
      Actor by,
      FormDraft before,
      FilledForm filled,
      FilledForm document,
      List<FormDraft.Change> changes,
      String action) {
    FormDraft after =
        new FormDraft(
            before.id(),
            before.subject(),
            before.organization(),
            FormDraft.State.DRAFT,
            before.version() + 1,
            filled,
            document,
            before.createdAt(),
            before.createdBy(),
            now(),
            by.id(),
            null);
    DraftRows.update(handle, after);
    changes.forEach(change -> DraftRows.remember(handle, before.id(), change));
    trail.changed(by, after, action, changes);
    return after;
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
