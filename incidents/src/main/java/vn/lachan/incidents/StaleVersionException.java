package vn.lachan.incidents;

/** Somebody else changed it meanwhile; read it again and retry. Nothing was changed. */
public final class StaleVersionException extends RuntimeException {
  public StaleVersionException(String subject, long expected, long actual) {
    super(subject + " is at version " + actual + ", not " + expected);
  }
}
