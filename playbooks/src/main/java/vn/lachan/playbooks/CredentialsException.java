package vn.lachan.playbooks;

/** A command cannot log in; the message says why, in Vietnamese, without secrets. */
final class CredentialsException extends RuntimeException {
  CredentialsException(String message) {
    super(message);
  }
}
