package vn.lachan.detection;

/**
 * The text of one rule file and of its tests, wherever they are kept.
 *
 * @param name stands for the file in messages and in {@link RuleInfo#file()}; unique
 * @param text one or more Sigma documents
 * @param tests the file of tests beside it, empty when there is none
 */
public record RuleText(String name, String text, String tests, RuleInfo.Origin origin) {}
