/**
 * The Sigma language, version 2.1.0: from YAML text to a tree that says what an event must look
 * like.
 *
 * <p>{@link vn.lachan.detection.sigma.SigmaParser} reads files and gives one {@link
 * vn.lachan.detection.sigma.SigmaDocument} for each YAML document. What a rule looks for is a
 * {@link vn.lachan.detection.sigma.Detection}: conditions, lists and modifiers are already resolved
 * in it, so that whoever runs it needs to know only a dozen kinds of tests. Nothing here looks at
 * an event.
 */
@NullMarked
package vn.lachan.detection.sigma;

import org.jspecify.annotations.NullMarked;
