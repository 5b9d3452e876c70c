package vn.lachan.backup.command;

/** Words that make no sense, with the one line that says so. */
final class WrongUsageException extends RuntimeException {
  WrongUsageException(String message) {
    super(message);
  }
}
