/**
 * The REST server of backup repositories: stock restic and other Lá Chắn back up to the platform.
 *
 * <p>{@link vn.lachan.app.backupserver.BackupServerServlet} speaks restic's REST protocol, version
 * 2. What an account may do is decided by {@link vn.lachan.app.backupserver.BackupServerAccounts};
 * files are kept by {@link vn.lachan.backup.backend.RepositoryFolder}. The passwords of the
 * repositories never come here: the platform cannot read what it keeps.
 */
@NullMarked
package vn.lachan.app.backupserver;

import org.jspecify.annotations.NullMarked;
