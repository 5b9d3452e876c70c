package vn.lachan.collector;

/** An input cannot start; names the input and what it wanted. */
public final class InputException extends RuntimeException {
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
