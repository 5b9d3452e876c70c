/**
 * The queue of alerts: what the rules found, grouped, until somebody decided about it. {@link
 * vn.lachan.incidents.queue.AlertQueue} is the door.
 */
@NullMarked
package vn.lachan.incidents.queue;

import org.jspecify.annotations.NullMarked;
