package vn.lachan.reports;

/** A report could not be made; names the form. */
public final class ReportException extends RuntimeException {
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
