/**
 * The words of the {@code lachan} command. Results go to standard output, progress to standard
 * error.
 */
@NullMarked
package vn.lachan.app.command;

import org.jspecify.annotations.NullMarked;
