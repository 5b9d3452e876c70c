package vn.lachan.backup;

import java.time.Duration;
import vn.lachan.backup.archive.ArchiveSettings;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.repository.RepositorySettings;

/**
 * The limits of backups, restores and drills.
 *
 * @param mostTroubles so many troubled files are named in a result; all are counted
 * @param abandonedAfter temporary files of killed writers are removed after this time
 * @param compareWithLive whether a drill also compares files with those on the live system that
 *     have not changed since; it reads them once more
 * @param keys what was made of passwords before: a process that opens a repository again and again
 *     shares one; a command keeps none
 */
public record BackupSettings(
    RepositorySettings repository,
    ArchiveSettings archive,
    int mostTroubles,
    Duration abandonedAfter,
    boolean compareWithLive,
    KeptKeys keys) {

  public static final BackupSettings DEFAULT =
      new BackupSettings(
          RepositorySettings.DEFAULT,
          ArchiveSettings.DEFAULT,
          1000,
          Duration.ofDays(1),
          true,
          KeptKeys.NONE);

  public BackupSettings {
    if (mostTroubles < 1 || abandonedAfter.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("mostTroubles at least 1, abandonedAfter at least 1 hour");
    }
  }

  /** The same with keys shared in this process. */
  public BackupSettings withKeys(KeptKeys shared) {
    return new BackupSettings(
        repository, archive, mostTroubles, abandonedAfter, compareWithLive, shared);
  }
}
