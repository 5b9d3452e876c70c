package vn.lachan.audit;

/** The trail could not be written or read; names the file. */
public final class AuditTrailException extends RuntimeException {
  public AuditTrailException(String message, Throwable cause) {
    super(message, cause);
  }
}
