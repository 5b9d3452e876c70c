/**
 * Dossiers to encrypted snapshots, and drills that prove they come back.
 *
 * <pre>
 *   BackupPlan --Backup--> snapshot --RestoreDrill--> DrillResult
 *                             '------Restore------> files
 * </pre>
 *
 * <p>A {@link vn.lachan.backup.plan.BackupPlan} says what is backed up, where to, and how quickly
 * it must be back. {@link vn.lachan.backup.Backup} makes a snapshot and a manifest: the digest of
 * every file as it was read. {@link vn.lachan.backup.drill.RestoreDrill} restores a snapshot into
 * an empty folder, compares every file with the manifest, plants one damaged file to prove that the
 * comparison sees, and measures what was promised: how old the data is (RPO) and how long it took
 * (RTO).
 *
 * <p>Everything here works without the platform: {@link vn.lachan.backup.command.BackupCommand}
 * needs a repository and its password, nothing else. And without us: the repository is restic's
 * format, see {@link vn.lachan.backup.repository}.
 */
@NullMarked
package vn.lachan.backup;

import org.jspecify.annotations.NullMarked;
