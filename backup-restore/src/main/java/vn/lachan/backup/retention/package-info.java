/**
 * What is kept and what goes.
 *
 * <pre>
 *   RetentionPolicy --Forget--> fewer snapshots --Prune--> packs nobody needs leave the index
 *                                                    '--after a grace period--> and are removed
 * </pre>
 *
 * <p>{@link vn.lachan.backup.retention.RetentionPolicy} decides exactly as stock restic does.
 * {@link vn.lachan.backup.retention.Forget} removes snapshots, never below a number of copies that
 * a drill has proven, and not while the times of snapshots are in doubt. {@link
 * vn.lachan.backup.retention.Prune} takes away what no snapshot needs, in two steps with time
 * between them, so that a mistake can be undone.
 */
@NullMarked
package vn.lachan.backup.retention;

import org.jspecify.annotations.NullMarked;
