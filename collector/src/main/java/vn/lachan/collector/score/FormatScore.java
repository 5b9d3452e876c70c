package vn.lachan.collector.score;

/**
 * What was counted over the pairs of one format.
 *
 * @param format name of the folder
 * @param dataset as which its lines were read
 * @param pairs raw records compared
 * @param expected core fields the pairs expect
 * @param right those that were found with the value expected
 * @param wrong those that were found with another value
 * @param notEcs expected values that ECS does not allow in their field, and that do not count
 * @param unparsed records that were not understood
 * @param crashes records at which a parser threw
 */
public record FormatScore(
    String format,
    String dataset,
    int pairs,
    int expected,
    int right,
    int wrong,
    int notEcs,
    int unparsed,
    int crashes) {

  /** Those that were not found at all. */
  public int missing() {
    return expected - right - wrong;
  }

  /** The right of the expected, from 0 to 1; 1 when nothing is expected. */
  public double share() {
    return expected == 0 ? 1 : (double) right / expected;
  }

  /** Both counts together, under the name of this one. */
  public FormatScore plus(FormatScore more) {
    return new FormatScore(
        format,
        dataset,
        pairs + more.pairs,
        expected + more.expected,
        right + more.right,
        wrong + more.wrong,
        notEcs + more.notEcs,
        unparsed + more.unparsed,
        crashes + more.crashes);
  }
}
