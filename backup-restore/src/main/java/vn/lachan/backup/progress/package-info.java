/**
 * How far a long task is.
 *
 * <p>{@link vn.lachan.backup.progress.Progress#during} binds a counter to a task; whatever moves
 * files or bytes below it counts there, and somebody else reads it meanwhile.
 */
@NullMarked
package vn.lachan.backup.progress;

import org.jspecify.annotations.NullMarked;
