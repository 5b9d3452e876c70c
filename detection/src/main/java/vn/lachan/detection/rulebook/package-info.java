/**
 * The life of rules: who wrote which version, whether it is tested, whether it runs, what is exempt
 * from it.
 *
 * <p>{@link vn.lachan.detection.rulebook.Rulebook} is the door for rules, {@link
 * vn.lachan.detection.rulebook.RuleImports} for whole sets of others, {@link
 * vn.lachan.detection.rulebook.Exemptions} for exceptions. All three write to a relational database
 * and, after a change, give the {@link vn.lachan.detection.Detector} what it shall run.
 */
@NullMarked
package vn.lachan.detection.rulebook;

import org.jspecify.annotations.NullMarked;
