package vn.lachan.audit;

import org.jspecify.annotations.Nullable;

/** The trail could not be written or read, or is damaged; names the file. */
public final class AuditTrailException extends RuntimeException {
  public AuditTrailException(String message) {
    super(message);
  }

  public AuditTrailException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
