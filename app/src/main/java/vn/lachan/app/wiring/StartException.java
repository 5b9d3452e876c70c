package vn.lachan.app.wiring;

/** The platform cannot start with these settings; the message says what to change. */
public final class StartException extends RuntimeException {
  public StartException(String message) {
    super(message);
  }
}
