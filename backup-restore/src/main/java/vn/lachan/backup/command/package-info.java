/**
 * {@code lachan backup …} without the platform.
 *
 * <p>{@link vn.lachan.backup.command.BackupCommand} finds the word; one small class a word does it.
 * Results go to standard output, as text or with {@code --json} one object a line; complaints go to
 * standard error.
 */
@NullMarked
package vn.lachan.backup.command;

import org.jspecify.annotations.NullMarked;
