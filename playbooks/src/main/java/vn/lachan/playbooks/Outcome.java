package vn.lachan.playbooks;

import java.util.Map;

/** What came of a command. */
sealed interface Outcome {

  /**
   * The other side answered.
   *
   * @param code HTTP status or exit code
   * @param text what it said, for people
   * @param good whether it was a success by the standard of the command
   * @param values what it gave, by names without underscores
   */
  record Answered(int code, String text, boolean good, Map<String, String> values)
      implements Outcome {
    public Answered {
      values = Map.copyOf(values);
    }
  }

  /** No answer in time: nobody knows whether it was done. */
  record TimedOut() implements Outcome {}

  /** It broke on the way: nobody knows whether it was done. {@code reason} is for people. */
  record Broken(String reason) implements Outcome {}

  /** It surely was not done, and may be a little later. {@code reason} is for people. */
  record NotNow(String reason) implements Outcome {}

  /** It was not even begun. {@code reason} is for people. */
  record Refused(String reason) implements Outcome {}
}
