package vn.lachan.incidents;

/** A request that misses or mangles a field; nothing was changed. */
public final class InvalidRequestException extends RuntimeException {
  private final String field;

  /**
   * @param field name of the field, as in the HTTP contract
   * @param message what is wrong with it, in Vietnamese
   */
  public InvalidRequestException(String field, String message) {
    super(message);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
