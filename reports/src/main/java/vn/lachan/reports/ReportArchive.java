package vn.lachan.reports;

import java.util.List;
import java.util.Optional;

/** Keeps issued reports for ever. Safe for use by several threads. */
public interface ReportArchive {

  /**
   * Lays a document down before it is issued; returns only after it would survive a crash of the
   * machine. It is no report yet: {@link #keep} makes it one.
   *
   * @param id of the report it will be
   */
  void prepare(String id, byte[] document);

  /** What was laid down under {@code id}, issued or not. */
  Optional<byte[]> prepared(String id);

  /**
   * Keeps a report; returns only after it would survive a crash of the machine.
   *
   * @throws ReportException when it cannot be kept
   */
  void keep(IssuedReport report, byte[] document, byte[] json);

  /** All reports, newest first. */
  List<IssuedReport> all();

  Optional<IssuedReport> find(String id);

  /**
   * The document as it was issued.
   *
   * @throws ReportException when it is not there or no longer has the digest it was issued with
   */
  byte[] document(IssuedReport report);

  /** The content as JSON. */
  byte[] json(IssuedReport report);
}
