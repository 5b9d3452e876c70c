package vn.lachan.collector.input;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How event log files are read.
 *
 * @param name name of the input; its positions are kept under it
 * @param stateFolder where positions are kept
 * @param pollInterval how often the files are looked at; a file that changed between two looks is
 *     not read yet, since it may be on its way
 * @param patience a file that never stands still is read after this long all the same
 * @param retryInterval pause after a failure
 * @param batchRecords records handed to the journal at once, about
 * @param maxRecordBytes bytes kept of a record; the rest is cut and the event marked
 * @param maxUnpacked bytes a file packed with gzip may have when it is unpacked; what is beyond is
 *     not read and counts as damage
 */
public record EventLogSettings(
    String name,
    Path stateFolder,
    Duration pollInterval,
    Duration patience,
    Duration retryInterval,
    int batchRecords,
    int maxRecordBytes,
    long maxUnpacked) {
  public EventLogSettings {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,109}")) {
      throw new IllegalArgumentException("not a name of an input: " + name);
    }
    if (!pollInterval.isPositive() || patience.isNegative() || !retryInterval.isPositive()) {
      throw new IllegalArgumentException("delays of input " + name + " are positive");
    }
    if (batchRecords < 1 || maxRecordBytes < 1 || maxUnpacked < 1) {
      throw new IllegalArgumentException("limits of input " + name + " are positive");
    }
  }

  /**
   * Looks every 5 s, waits a minute for a file to stand still; 1,000 records, of 256 KiB each, 2
   * GiB unpacked.
   */
  public static EventLogSettings of(String name, Path stateFolder) {
    return new EventLogSettings(
        name,
        stateFolder,
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        1_000,
        256 << 10,
        2L << 30);
  }

  public EventLogSettings withPollInterval(Duration interval) {
    return new EventLogSettings(
        name,
        stateFolder,
        interval,
        patience,
        retryInterval,
        batchRecords,
        maxRecordBytes,
        maxUnpacked);
  }

  public EventLogSettings withBatchRecords(int records) {
    return new EventLogSettings(
        name,
        stateFolder,
        pollInterval,
        patience,
        retryInterval,
        records,
        maxRecordBytes,
        maxUnpacked);
  }

  public EventLogSettings withMaxUnpacked(long bytes) {
    return new EventLogSettings(
        name,
        stateFolder,
        pollInterval,
        patience,
        retryInterval,
        batchRecords,
        maxRecordBytes,
        bytes);
  }
}
