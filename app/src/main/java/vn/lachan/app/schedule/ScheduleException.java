package vn.lachan.app.schedule;

/** The scheduler did not answer. */
public final class ScheduleException extends RuntimeException {
  ScheduleException(String message, Throwable cause) {
    super(message, cause);
  }
}
