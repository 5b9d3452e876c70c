package vn.lachan.reports;

import java.io.OutputStream;

/** Lays a filled form out as a document. Safe for use by several threads. */
public interface ReportWriter {

  /** Media type of what is written. */
  String mediaType();

  /**
   * Writes the document; the same form gives a document with the same text.
   *
   * @throws ReportException when the document cannot be made or written
   */
  void write(FilledForm form, OutputStream out);

  /** Fills {@code form} with {@code content} and writes it. */
  default void write(ReportForm form, ReportHead head, ReportContent content, OutputStream out) {
    write(FilledForm.of(form, head, content), out);
  }
}
