package vn.lachan.reports;

import java.io.OutputStream;

/** Lays a form and its content out as a document. Safe for use by several threads. */
public interface ReportWriter {

  /** Media type of what is written. */
  String mediaType();

  /**
   * Writes the document; the same arguments give a document with the same text.
   *
   * @throws ReportException when the document cannot be made or written
   */
  void write(ReportForm form, ReportHead head, ReportContent content, OutputStream out);
}
