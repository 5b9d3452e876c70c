package vn.lachan.incidents.evidence;

/** Evidence could not be written or read; names the evidence or the file. */
public final class EvidenceException extends RuntimeException {
  public EvidenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
