/**
 * Starts the platform and wires the way of a log line. The only module that knows Spring.
 *
 * <p>{@link vn.lachan.app.Platform} is the running platform; {@code wiring} puts the
 * modules together; {@code pipeline} is the product in reading order; {@code api} and {@code
 * security} are its door; {@code schedule} rings the bells; {@code command} holds the words of the
 * {@code lachan} command.
 */
@NullMarked
package vn.lachan.app;

import org.jspecify.annotations.NullMarked;
