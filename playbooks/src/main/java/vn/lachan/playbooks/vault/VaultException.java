package vn.lachan.playbooks.vault;

/** The vault cannot be read or written; the message names the place, never a secret. */
public final class VaultException extends RuntimeException {
  public VaultException(String message) {
    super(message);
  }

  public VaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
