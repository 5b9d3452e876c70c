package vn.lachan.playbooks.cacao;

/** A condition does not follow the grammar; says where (from 1) and what was there. */
public final class ConditionSyntaxException extends RuntimeException {
  private final int position;

  public ConditionSyntaxException(int position, String message) {
    super("position " + position + ": " + message);
    this.position = position;
  }

  public int position() {
    return position;
  }
}
