/**
 * Raw logs in, normalized events out.
 *
 * <p>The way of a line: an {@link vn.lachan.collector.Input} receives it and hands it, as a {@link
 * vn.lachan.collector.RawLog}, through the {@link vn.lachan.collector.Door} (which takes citizen
 * numbers out) to the journal on disk; only then is it acknowledged. Later the journal is read and
 * a {@link vn.lachan.collector.Normalizer} turns each raw log into exactly one event.
 *
 * <p>Packages: {@code input} and {@code journal} build on this one; this one builds on {@code
 * parser}, {@code privacy} and {@code syslog}, which know nothing of it.
 */
@NullMarked
package vn.lachan.collector;

import org.jspecify.annotations.NullMarked;
