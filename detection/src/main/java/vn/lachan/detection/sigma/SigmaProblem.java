package vn.lachan.detection.sigma;

/**
 * Why a document cannot be used.
 *
 * @param file name of the file as it was given
 * @param line of the offending place, from 1
 * @param column of the offending place, from 1
 * @param rule id or title of the rule, empty when neither could be read
 * @param reason one sentence for the author of the rule
 */
public record SigmaProblem(String file, int line, int column, String rule, String reason)
    implements SigmaDocument {}
