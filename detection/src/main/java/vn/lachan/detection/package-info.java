/**
 * Events in, alerts out.
 *
 * <p>A {@link vn.lachan.detection.Detector} holds compiled Sigma rules and the windows of the
 * correlation rules. It sees events in the order in which they were ingested.
 */
@NullMarked
package vn.lachan.detection;

import org.jspecify.annotations.NullMarked;
