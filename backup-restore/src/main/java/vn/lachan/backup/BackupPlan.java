package vn.lachan.backup;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.backend.RepositoryLocation;

/**
 * What is backed up, where to, when, and how quickly it must be back.
 *
 * @param id unique in the platform, letters, digits and dashes
 * @param name for people
 * @param system code of the information system in the registry, may be empty
 * @param unit code of the unit it belongs to, empty for the province
 * @param folders absolute paths; links among them are followed, links below them are kept as links
 * @param excludes glob patterns, see {@link vn.lachan.backup.archive.Excludes}
 * @param repository where the repository is
 * @param accessFile how that place is reached, see {@link
 *     vn.lachan.backup.backend.BackendAccessFile}; not needed for a folder
 * @param passwordFile file with its password
 * @param schedule cron text, understood by whoever rings the bell
 * @param retention how long snapshots are kept, in words; not yet carried out
 */
public record BackupPlan(
    String id,
    String name,
    String system,
    String unit,
    List<Path> folders,
    List<String> excludes,
    RepositoryLocation repository,
    @Nullable Path accessFile,
    Path passwordFile,
    String schedule,
    String retention,
    RecoveryObjective objective) {

  public BackupPlan {
    folders = List.copyOf(folders);
    excludes = List.copyOf(excludes);
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("plan id is letters, digits and dashes: " + id);
    }
    if (folders.isEmpty() || !folders.stream().allMatch(Path::isAbsolute)) {
      throw new IllegalArgumentException("plan " + id + " needs absolute folders");
    }
  }

  /** A plan whose repository is a folder of this machine. */
  public BackupPlan(
      String id,
      String name,
      String system,
      String unit,
      List<Path> folders,
      List<String> excludes,
      Path repository,
      Path passwordFile,
      String schedule,
      String retention,
      RecoveryObjective objective) {
    this(
        id,
        name,
        system,
        unit,
        folders,
        excludes,
        new RepositoryLocation.Local(repository),
        null,
        passwordFile,
        schedule,
        retention,
        objective);
  }
}
