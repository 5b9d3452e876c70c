package vn.lachan.playbooks.signature;

/** The key could not sign, for example because its device was taken out. */
public final class SigningException extends RuntimeException {
  SigningException(SigningKey key, Throwable cause) {
    super(key + " cannot sign: " + cause.getMessage(), cause);
  }
}
