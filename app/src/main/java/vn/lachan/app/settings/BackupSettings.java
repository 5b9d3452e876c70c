package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What to back up, and what others may back up to here.
 *
 * @param plans file with the backup plans; without it nothing is backed up
 * @param watchEvery pause between two looks at that file and at what is late
 * @param rereadWithin checks read so much each time that all of a target is read within this time
 * @param pruneGrace what no snapshot needs any more stays so long
 * @param longestBackup a snapshot may say it began so much before the server received it
 * @param approvalValid an approval by a second person must come within this time
 * @param lease a plan is free so long after the node that worked for it died
 * @param keepKeys what was made of a repository's password is kept in memory so long after it was
 *     last opened; 0 keeps nothing
 */
public record BackupSettings(
    @Nullable Path plans,
    @DefaultValue("30s") Duration watchEvery,
    @DefaultValue("30d") Duration rereadWithin,
    @DefaultValue("7d") Duration pruneGrace,
    @DefaultValue("24h") Duration longestBackup,
    @DefaultValue("72h") Duration approvalValid,
    @DefaultValue("60s") Duration lease,
    @DefaultValue("26h") Duration keepKeys,
    @DefaultValue BackupServerSettings server,
    @DefaultValue DrillSettings drill) {

  public BackupSettings {
    if (!rereadWithin.isPositive() || !approvalValid.isPositive() || pruneGrace.isNegative()) {
      throw new IllegalArgumentException(
          "lachan.backup: reread-within and approval-valid are longer than nothing, prune-grace is"
              + " not negative");
    }
    if (!watchEvery.isPositive()) {
      throw new IllegalArgumentException("lachan.backup.watch-every is longer than nothing");
    }
    if (lease.compareTo(Duration.ofSeconds(5)) < 0) {
      throw new IllegalArgumentException("lachan.backup.lease is at least 5s");
    }
    if (keepKeys.isNegative()) {
      throw new IllegalArgumentException("lachan.backup.keep-keys is not negative");
    }
  }
}
