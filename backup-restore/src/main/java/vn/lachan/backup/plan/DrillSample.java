package vn.lachan.backup.plan;

import java.util.Optional;

/**
 * What a drill of a plan restores, and where the data says when it was written.
 *
 * @param marker name of the file that makes a folder a dossier, such as {@code meta.json}; empty:
 *     each file is for itself
 * @param extent how much
 * @param percent of each stratum, 1 to 100, when a sample is drawn
 * @param atLeast from each stratum, when a sample is drawn
 * @param wholeUpTo with {@link Extent#AUTO}, plans with up to so many files are restored whole
 * @param transactions the log in each dossier whose newest entry is the newest transaction
 */
public record DrillSample(
    String marker,
    Extent extent,
    int percent,
    int atLeast,
    int wholeUpTo,
    Optional<TransactionLog> transactions) {

  /** Everything when there are up to 5,000 files, else 5 % and at least 3 of each stratum. */
  public static final DrillSample DEFAULT =
      new DrillSample("", Extent.AUTO, 5, 3, 5_000, Optional.empty());

  /** How much is restored. */
  public enum Extent {
    /** Everything, unless there is much of it. */
    AUTO,
    /** Everything. */
    ALL,
    /** A stratified sample. */
    SAMPLE
  }

  /**
   * Lines of JSON with the moment of each transaction.
   *
   * @param file name of the log in a dossier
   * @param field holds the moment, ISO-8601 with an offset
   */
  public record TransactionLog(String file, String field) {}

  public DrillSample {
    if (percent < 1 || percent > 100 || atLeast < 1 || wholeUpTo < 0 || marker.contains("/")) {
      throw new IllegalArgumentException(
          "percent 1 to 100, at least 1 of a stratum, a marker is one name: "
              + percent
              + ", "
              + atLeast
              + ", "
              + marker);
    }
  }

  /** Whether a set of so many files is restored whole. */
  public boolean isWhole(int files) {
    return switch (extent) {
      case ALL -> true;
      case SAMPLE -> false;
      case AUTO -> files <= wholeUpTo;
    };
  }

  /** The same, but everything. */
  public DrillSample whole() {
    return new DrillSample(marker, Extent.ALL, percent, atLeast, wholeUpTo, transactions);
  }
}
