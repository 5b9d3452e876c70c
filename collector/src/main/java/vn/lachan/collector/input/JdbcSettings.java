package vn.lachan.collector.input;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How the audit table of a data base is read.
 *
 * @param name name of the input; its position is kept under it
 * @param stateFolder where the position is kept
 * @param url JDBC URL; its driver is on the class path
 * @param user who reads; a user that may only read this table or view is enough
 * @param passwordFile file with the password, read at each connection
 * @param table table or view, with its schema where needed
 * @param keys columns by which rows are ordered and which together are unique, the most significant
 *     first: a sequence number, or a time and a number; a row never changes them
 * @param pollInterval how often the table is looked at
 * @param settle a row is read when its key was seen, or was below one that was seen, this long ago:
 *     transactions that took a key earlier but ended later are not missed as long as they end
 *     within this time
 * @param fromStart whether a table that was never read before is read from its first row; else only
 *     what comes from now on is read
 * @param batchRows rows read and handed to the journal at once, at most
 * @param maxRowBytes bytes kept of a row as JSON; the rest is cut and the event marked
 * @param timeout a query, or a connection, that takes longer is given up
 * @param retryInterval pause after a failure
 */
public record JdbcSettings(
    String name,
    Path stateFolder,
    String url,
    Optional<String> user,
    Optional<Path> passwordFile,
    String table,
    List<String> keys,
    Duration pollInterval,
    Duration settle,
    boolean fromStart,
    int batchRows,
    int maxRowBytes,
    Duration timeout,
    Duration retryInterval) {
  private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$#]{0,127}";

  public JdbcSettings {
    keys = List.copyOf(keys);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("not a name of an input: " + name);
    }
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException("input " + name + ": the url begins with jdbc:");
    }
    if (!table.matches(IDENTIFIER + "(\\." + IDENTIFIER + "){0,2}")) {
      throw new IllegalArgumentException(
          "input " + name + ": not the name of a table or view: " + table);
    }
    if (keys.isEmpty()
        || new HashSet<>(keys).size() < keys.size()
        || !keys.stream().allMatch(key -> key.matches(IDENTIFIER))) {
      throw new IllegalArgumentException(
          "input " + name + ": the keys are one or more different columns, not " + keys);
    }
    if (!pollInterval.isPositive()
        || settle.isNegative()
        || !timeout.isPositive()
        || !retryInterval.isPositive()) {
      throw new IllegalArgumentException("delays of input " + name + " are positive");
    }
    if (batchRows < 1 || maxRowBytes < 480) {
      throw new IllegalArgumentException("limits of input " + name + " are too small");
    }
  }

  /** Without the address and the account, which may hold secrets. */
  @Override
  public String toString() {
    return "JdbcSettings[" + name + ": " + table + " by " + keys + "]";
  }

  /** Every 5 s, 5 s to settle, from the first row, 1,000 rows of 64 KiB, 30 s, 10 s. */
  public static JdbcSettings of(
      String name, Path stateFolder, String url, String table, List<String> keys) {
    return new JdbcSettings(
        name,
        stateFolder,
        url,
        Optional.empty(),
        Optional.empty(),
        table,
        keys,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        true,
        1_000,
        64 << 10,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }

  public JdbcSettings withDelays(Duration poll, Duration settling, Duration retry) {
    return new JdbcSettings(
        name,
        stateFolder,
        url,
        user,
        passwordFile,
        table,
        keys,
        poll,
        settling,
        fromStart,
        batchRows,
        maxRowBytes,
        timeout,
        retry);
  }

  public JdbcSettings withUser(String account, Path password) {
    return new JdbcSettings(
        name,
        stateFolder,
        url,
        Optional.of(account),
        Optional.of(password),
        table,
        keys,
        pollInterval,
        settle,
        fromStart,
        batchRows,
        maxRowBytes,
        timeout,
        retryInterval);
  }

  public JdbcSettings withFromStart(boolean start) {
    return new JdbcSettings(
        name,
        stateFolder,
        url,
        user,
        passwordFile,
        table,
        keys,
        pollInterval,
        settle,
        start,
        batchRows,
        maxRowBytes,
        timeout,
        retryInterval);
  }
}
