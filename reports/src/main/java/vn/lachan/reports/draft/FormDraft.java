package vn.lachan.reports.draft;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.reports.FilledForm;

/**
 * A form that is being filled in, or was signed.
 *
 * @param subject what it is about, for example {@code incident:SC-2026-001}
 * @param organization unit the subject belongs to; empty for the province
 * @param version grows with every change
 * @param filled as the platform filled it
 * @param document as it stands
 * @param signed how it was signed; null while it is a draft
 */
public record FormDraft(
    String id,
    String subject,
    String organization,
    State state,
    long version,
    FilledForm filled,
    FilledForm document,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy,
    @Nullable Signed signed) {

  /**
   * How a form stands.
   *
   * <pre>
   *   DRAFT -> SIGNING -> SIGNED  never changed again; a correction is another form
   *   SIGNING -> DRAFT            when signing failed before a document was made
   * </pre>
   */
  public enum State {
    DRAFT,
    /** Somebody is signing it: it may no longer be edited. */
    SIGNING,
    SIGNED
  }

  /** What kind of signature the PDF carries. */
  public enum SignatureLevel {
    /** No key is configured: to be signed by hand. */
    NONE,
    /** PAdES baseline B-B. */
    PADES_B,
    /** PAdES baseline B-T: with a time-stamp. */
    PADES_T
  }

  /**
   * How it was signed.
   *
   * @param report id of the issued report that holds the PDF
   * @param sha256 of the PDF, lower-case hexadecimal
   */
  public record Signed(Instant at, String by, String report, String sha256, SignatureLevel level) {}

  /**
   * One edit; never changed or removed.
   *
   * @param version the version it led to
   */
  public record Change(
      long version,
      Instant at,
      String actor,
      String place,
      String label,
      String was,
      String became) {}

  /** What is still missing, from the top of the form. */
  public List<FilledForm.Blank> blanks() {
    return document.blanks();
  }

  /** The form with what is new in {@code fresh}, but with everything that people wrote. */
  FilledForm merged(FilledForm fresh) {
    return Merge.of(filled, document, fresh);
  }
}
