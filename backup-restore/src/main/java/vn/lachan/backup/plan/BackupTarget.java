package vn.lachan.backup.plan;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.backend.RepositoryLocation;

/**
 * A repository a plan's snapshots are in.
 *
 * @param location where it is
 * @param accessFile how that place is reached, see {@link
 *     vn.lachan.backup.backend.BackendAccessFile}; not needed for a folder
 * @param passwordFile file with its password
 */
public record BackupTarget(
    RepositoryLocation location, @Nullable Path accessFile, Path passwordFile) {

  /** A repository in a folder of this machine. */
  public BackupTarget(Path folder, Path passwordFile) {
    this(new RepositoryLocation.Local(folder), null, passwordFile);
  }
}
