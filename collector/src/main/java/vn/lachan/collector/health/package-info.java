/**
 * Learns how each log source usually sends and notices when it does not: silence, a sudden drop, a
 * wrong clock, lines that no parser understands, fields that are missing.
 *
 * <p>{@link vn.lachan.collector.health.SourceWatch} is shown the counters of every source at
 * regular moments and answers with what began and what ended. Silence is told once for whatever it
 * is that went down: one source, one unit, or everything at once.
 */
@NullMarked
package vn.lachan.collector.health;

import org.jspecify.annotations.NullMarked;
