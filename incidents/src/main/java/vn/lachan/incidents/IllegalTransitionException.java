package vn.lachan.incidents;

/** A move the state does not allow; nothing was changed. */
public final class IllegalTransitionException extends RuntimeException {
  private final String subject;
  private final String from;
  private final String to;

  public IllegalTransitionException(String subject, Enum<?> from, Enum<?> to) {
    this(subject, from.name(), to.name());
  }

  public IllegalTransitionException(String subject, String from, String to) {
    super(subject + " cannot move from " + from + " to " + to);
    this.subject = subject;
    this.from = from;
    this.to = to;
  }

  /** What was to move, for example {@code incident SC-2026-001}. */
  public String subject() {
    return subject;
  }

  public String from() {
    return from;
  }

  public String to() {
    return to;
  }
}
