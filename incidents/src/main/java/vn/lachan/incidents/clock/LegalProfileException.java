package vn.lachan.incidents.clock;

/** A legal profile cannot be used; names the file and, where known, the line (from 1). */
public final class LegalProfileException extends RuntimeException {
  public LegalProfileException(String file, int line, String reason) {
    super(file + ":" + line + ": " + reason);
  }

  public LegalProfileException(String file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}
