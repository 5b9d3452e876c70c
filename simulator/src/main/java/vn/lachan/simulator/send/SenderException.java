package vn.lachan.simulator.send;

/** A line could not be sent; names the target. */
public final class SenderException extends RuntimeException {
  public SenderException(String message) {
    super(message);
  }

  public SenderException(String message, Throwable cause) {
    super(message, cause);
  }
}
