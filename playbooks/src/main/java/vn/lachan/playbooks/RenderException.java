package vn.lachan.playbooks;

/** A command cannot be filled in with the values there are; the message is for people. */
final class RenderException extends RuntimeException {
  RenderException(String message) {
    super(message);
  }
}
