package vn.lachan.backup.drill;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a restore took, from opening the repository, by a clock that cannot be set.
 *
 * @param first until the first dossier was whole; null when none became so
 * @param most until 95 % of the dossiers were whole; null when so many never were
 * @param all until the end
 * @param whole until all of the snapshot would have been back at the same rate, by bytes; the same
 *     as {@code all} when all was restored
 * @param pauses how often it was interrupted; the time between is in none of the others
 */
public record RecoveryMeasures(
    @Nullable Duration first, @Nullable Duration most, Duration all, Duration whole, int pauses) {

  /** Before anything was restored. */
  public static final RecoveryMeasures NONE =
      new RecoveryMeasures(null, null, Duration.ZERO, Duration.ZERO, 0);
}
