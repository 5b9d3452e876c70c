package vn.lachan.events;

/**
 * Bytes that should hold an event do not; the message says what is wrong. Sending again is no use.
 */
public final class EventFormatException extends RuntimeException {
  public EventFormatException(String message) {
    super(message);
  }

  public EventFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
