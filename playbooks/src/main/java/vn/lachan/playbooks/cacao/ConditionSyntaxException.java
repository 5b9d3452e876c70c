package vn.lachan.playbooks.cacao;

/** A condition does not follow the grammar; says where (from 1) and what was there. */
public final class ConditionSyntaxException extends RuntimeException {
  private final int position;
  private final String reason;

  public ConditionSyntaxException(int position, String reason) {
    super("position " + position + ": " + reason);
    this.position = position;
    this.reason = reason;
  }

  public int position() {
    return position;
  }

  /** What was wrong, in English. */
  public String reason() {
    return reason;
  }
}
