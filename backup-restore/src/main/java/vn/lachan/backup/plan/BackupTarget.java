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
 * @param name for people, unique in its plan
 * @param offsite whether it stands in another place than the live data
 * @param immutable whether nobody can remove from it before its time: object lock, append-only
 *     server
 */
public record BackupTarget(
    RepositoryLocation location,
    @Nullable Path accessFile,
    Path passwordFile,
    String name,
    boolean offsite,
    boolean immutable) {

  /** A target without a name of its own, on site. */
  public BackupTarget(RepositoryLocation location, @Nullable Path accessFile, Path passwordFile) {
    this(location, accessFile, passwordFile, location.toString(), false, false);
  }

  /** A repository in a folder of this machine. */
  public BackupTarget(Path folder, Path passwordFile) {
    this(new RepositoryLocation.Local(folder), null, passwordFile);
  }

  /** What it is kept on, for the second of 3-2-1: a folder, or a kind of server. */
  public String medium() {
    return switch (location) {
      case RepositoryLocation.Local _ -> "thư mục";
      case RepositoryLocation.Rest _ -> "máy chủ REST";
      case RepositoryLocation.Sftp _ -> "SFTP";
      case RepositoryLocation.S3 _ -> "S3";
    };
  }
}
