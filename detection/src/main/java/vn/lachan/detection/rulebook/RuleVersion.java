package vn.lachan.detection.rulebook;

import java.time.Instant;

/**
 * One text of a rule. Never changes.
 *
 * @param number 1 for the first
 * @param version digest of the text as in {@link vn.lachan.detection.RuleInfo#version()}, of the
 *     rule alone: without filters of other files
 * @param author who put it here: an account, or the platform
 */
public record RuleVersion(
    String ruleId,
    int number,
    String version,
    String text,
    String tests,
    String author,
    Instant at,
    String note,
    RuleSource source) {}
