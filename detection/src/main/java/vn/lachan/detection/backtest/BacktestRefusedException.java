package vn.lachan.detection.backtest;

/** A trial that cannot be started; says why. */
public final class BacktestRefusedException extends RuntimeException {

  /** Why. */
  public enum Reason {
    /** No rule of the text can be run. */
    NO_RULE,
    /** The stretch of history is empty or too long. */
    RANGE,
    /** Too many trials wait already. */
    BUSY
  }

  private final Reason reason;

  public BacktestRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
