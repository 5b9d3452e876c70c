package vn.lachan.collector.input;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How files are read.
 *
 * @param name name of the input; its positions are kept under it
 * @param stateFolder where positions are kept
 * @param pollInterval how often files are looked at
 * @param closeRemoved a file that is no longer found under its paths is let go when it has not
 *     grown for this long
 * @param maxLineBytes bytes kept of a line; the rest is cut and the event marked
 * @param batchLines lines handed to the journal at once, at most
 * @param maxFiles files read at once; more are left alone and reported
 * @param maxUnpacked bytes a file packed with gzip may have when it is unpacked; a larger one is
 *     left alone and reported
 * @param multiline how lines make records; empty: a line is a record
 */
public record FileSettings(
    String name,
    Path stateFolder,
    Duration pollInterval,
    Duration closeRemoved,
    int maxLineBytes,
    int batchLines,
    int maxFiles,
    long maxUnpacked,
    Optional<Multiline> multiline) {
  public FileSettings {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("not a name of an input: " + name);
    }
    if (!pollInterval.isPositive() || closeRemoved.isNegative()) {
      throw new IllegalArgumentException("delays of input " + name + " are positive");
    }
    if (maxLineBytes < 1 || batchLines < 1 || maxFiles < 1 || maxUnpacked < 1) {
      throw new IllegalArgumentException("limits of input " + name + " are positive");
    }
  }

  /** Looks every 250 ms, lets go after 5 s, lines of 64 KiB, at most 500 files, 2 GiB unpacked. */
  public static FileSettings of(String name, Path stateFolder) {
    return new FileSettings(
        name,
        stateFolder,
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        64 << 10,
        2_000,
        500,
        2L << 30,
        Optional.empty());
  }

  public FileSettings withPollInterval(Duration interval) {
    return new FileSettings(
        name,
        stateFolder,
        interval,
        closeRemoved,
        maxLineBytes,
        batchLines,
        maxFiles,
        maxUnpacked,
        multiline);
  }

  public FileSettings withCloseRemoved(Duration delay) {
    return new FileSettings(
        name,
        stateFolder,
        pollInterval,
        delay,
        maxLineBytes,
        batchLines,
        maxFiles,
        maxUnpacked,
        multiline);
  }

  public FileSettings withMultiline(Multiline how) {
    return new FileSettings(
        name,
        stateFolder,
        pollInterval,
        closeRemoved,
        maxLineBytes,
        batchLines,
        maxFiles,
        maxUnpacked,
        Optional.of(how));
  }
}
