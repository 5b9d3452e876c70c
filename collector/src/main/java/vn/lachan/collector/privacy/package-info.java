/**
 * Keeps citizen numbers and other secrets out of every store: a {@link
 * vn.lachan.collector.privacy.Pseudonymizer} replaces them with keyed hashes that stay comparable.
 */
@NullMarked
package vn.lachan.collector.privacy;

import org.jspecify.annotations.NullMarked;
