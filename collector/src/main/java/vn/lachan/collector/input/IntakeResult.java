package vn.lachan.collector.input;

/** What became of a request with log records. */
public sealed interface IntakeResult {

  /** All records are durable: they would survive a crash of the machine. */
  record Accepted(int lines) implements IntakeResult {}

  /**
   * Nothing was taken; the sender should send the whole request again.
   *
   * @param reason for the one who sends, without secrets
   * @param status fitting HTTP status
   */
  record Refused(String reason, int status) implements IntakeResult {}
}
