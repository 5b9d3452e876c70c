package vn.lachan.incidents;

/** Who acts is known and sees the thing, but may not do this to it; nothing was changed. */
public final class NotAllowedException extends RuntimeException {

  /** {@code message} says in Vietnamese who may. */
  public NotAllowedException(String message) {
    super(message);
  }
}
