package vn.lachan.backup.signature;

/** A folder cannot be listed, a key cannot be used, a time-stamp cannot be had: names which. */
public class SignatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SignatureException(String message, Throwable cause) {
    super(message, cause);
  }

  public SignatureException(String message) {
    super(message);
  }
}
