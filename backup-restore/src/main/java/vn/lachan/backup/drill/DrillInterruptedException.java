package vn.lachan.backup.drill;

/** A drill was stopped; it can go on from where it was. */
public final class DrillInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String drill;

  DrillInterruptedException(String drill, Throwable cause) {
    super("drill " + drill + " was stopped", cause);
    this.drill = drill;
  }

  /** Its id. */
  public String drill() {
    return drill;
  }
}
