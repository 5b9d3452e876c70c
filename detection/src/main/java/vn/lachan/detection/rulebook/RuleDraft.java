package vn.lachan.detection.rulebook;

/**
 * A text that shall become a version.
 *
 * @param text one file of Sigma documents; the last one gives the rule its id
 * @param tests cases as they stand beside rules, empty when there are none
 * @param note why, for the list of versions
 */
public record RuleDraft(String text, String tests, String note) {}
