package vn.lachan.events;

/** The store could not do what was asked; names the store and the partition. Worth a retry. */
public final class EventStoreException extends RuntimeException {
  public EventStoreException(String message) {
    super(message);
  }

  public EventStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
