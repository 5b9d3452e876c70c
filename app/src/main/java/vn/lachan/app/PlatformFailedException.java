package vn.lachan.app;

/** The platform could not be started; the message says what to change. */
public final class PlatformFailedException extends RuntimeException {
  PlatformFailedException(String message) {
    super(message);
  }

  PlatformFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
