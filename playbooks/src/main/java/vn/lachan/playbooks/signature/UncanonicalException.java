package vn.lachan.playbooks.signature;

/** A JSON value that has no canonical form, so that it can be neither signed nor verified. */
public final class UncanonicalException extends RuntimeException {
  UncanonicalException(Throwable cause) {
    super("no canonical form (RFC 8785): " + cause.getMessage(), cause);
  }
}
