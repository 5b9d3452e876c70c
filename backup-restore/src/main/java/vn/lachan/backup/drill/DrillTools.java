package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a drill can use beside the repository.
 *
 * @param signatures looks at signatures; without it they are not looked at, and the minutes say so
 * @param restic the stock program for the restore without the platform; without it that is skipped,
 *     and the minutes say so
 * @param resticWithin it is ended after this time
 * @param reports where full reports on signatures that do not hold are kept, one folder a drill
 * @param databases restores dumps into a scratch server; without it only their digests are compared
 */
public record DrillTools(
    Optional<DossierSignatures> signatures,
    Optional<Path> restic,
    Duration resticWithin,
    Optional<Path> reports,
    Optional<DrillDatabases> databases) {

  /** Nothing. */
  public static final DrillTools NONE =
      new DrillTools(
          Optional.empty(),
          Optional.empty(),
          Duration.ofHours(12),
          Optional.empty(),
          Optional.empty());
}
